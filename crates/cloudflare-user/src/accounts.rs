//! Accounts, and the paths of the tokens that a user or an account owns.

use api_runtime::{CallError, Response, Secret};
use cloudflare_user_api::{
    Client, CreatedToken, Deleted, Envelope, ListPermissionGroupsParams, ListTokensParams, NewToken,
    PermissionGroup, Token, TokenUpdate, TokenVerification,
};

use crate::{CloudflareClient, TokensClient, user::check};

/// Methods of one account. Creating one sends no request.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::{CloudflareClient, MembershipStatus};
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// for membership in client.memberships().list().status(MembershipStatus::Accepted).await? {
///     let account = membership.account.ok_or("no account")?;
///     for token in client.account(account.id).tokens().list().await? {
///         println!("{:?}: {:?}", account.name, token.name);
///     }
/// }
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct AccountClient {
    client: CloudflareClient,
    id: String,
}

impl AccountClient {
    pub(crate) fn new(client: CloudflareClient, id: String) -> Self {
        Self { client, id }
    }

    /// Returns the methods for the API tokens that the account owns.
    ///
    /// They outlive the user who creates them, and their secrets begin with `cfat_`.
    pub fn tokens(&self) -> TokensClient {
        TokensClient::new(self.client.clone(), Owner::Account(self.id.clone()))
    }
}

/// Owner of tokens. The operations are the same for both, at different paths.
#[derive(Debug, Clone)]
pub(crate) enum Owner {
    User,
    /// The account with this id.
    Account(String),
}

type ApiResponse<T> = Result<Response<T>, CallError>;

impl Owner {
    /// Rejects what cannot be the id of an account.
    pub(crate) fn check(&self) -> Result<(), CallError> {
        match self {
            Self::User => Ok(()),
            Self::Account(id) => check("account", id),
        }
    }

    pub(crate) async fn list(
        &self,
        api: &Client,
        params: &ListTokensParams,
    ) -> ApiResponse<Envelope<Vec<Token>>> {
        match self {
            Self::User => api.user_tokens_list(params).await,
            Self::Account(account) => api.accounts_tokens_list(account, params).await,
        }
    }

    pub(crate) async fn get(&self, api: &Client, id: &str) -> ApiResponse<Envelope<Token>> {
        match self {
            Self::User => api.user_tokens_get(id).await,
            Self::Account(account) => api.accounts_tokens_get(account, id).await,
        }
    }

    pub(crate) async fn create(&self, api: &Client, token: &NewToken) -> ApiResponse<Envelope<CreatedToken>> {
        match self {
            Self::User => api.user_tokens_create(token).await,
            Self::Account(account) => api.accounts_tokens_create(account, token).await,
        }
    }

    pub(crate) async fn update(
        &self,
        api: &Client,
        id: &str,
        update: &TokenUpdate,
    ) -> ApiResponse<Envelope<Token>> {
        match self {
            Self::User => api.user_tokens_update(id, update).await,
            Self::Account(account) => api.accounts_tokens_update(account, id, update).await,
        }
    }

    pub(crate) async fn delete(&self, api: &Client, id: &str) -> ApiResponse<Deleted> {
        match self {
            Self::User => api.user_tokens_delete(id).await,
            Self::Account(account) => api.accounts_tokens_delete(account, id).await,
        }
    }

    pub(crate) async fn verify(&self, api: &Client) -> ApiResponse<Envelope<TokenVerification>> {
        match self {
            Self::User => api.user_tokens_verify().await,
            Self::Account(account) => api.accounts_tokens_verify(account).await,
        }
    }

    pub(crate) async fn roll(&self, api: &Client, id: &str) -> ApiResponse<Envelope<Secret>> {
        match self {
            Self::User => api.user_tokens_value_update(id).await,
            Self::Account(account) => api.accounts_tokens_value_update(account, id).await,
        }
    }

    pub(crate) async fn permission_groups(
        &self,
        api: &Client,
        params: &ListPermissionGroupsParams,
    ) -> ApiResponse<Envelope<Vec<PermissionGroup>>> {
        match self {
            Self::User => api.user_tokens_permission_groups_list(params).await,
            Self::Account(account) => api.accounts_tokens_permission_groups_list(account, params).await,
        }
    }
}
