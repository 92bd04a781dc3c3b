//! API tokens.

use api_runtime::{CallError, CallOptions, Response, Secret};
use chrono::{DateTime, Utc};
use cloudflare_user_api::{
    CreatedToken, ListPermissionGroupsParams, ListTokensParams, NewPolicy, NewToken, PermissionGroup, Token,
    TokenUpdate, TokenVerification,
};

use crate::{
    CloudflareClient, Error, Page, Request, envelope,
    page::{check_page, list_request},
    user::check,
};

/// Methods for API tokens. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct TokensClient {
    client: CloudflareClient,
}

impl TokensClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the user's tokens, without their secrets.
    ///
    /// Operation
    /// [`GET /user/tokens`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let mut tokens = client.user().tokens().list().include_expired(true).into_stream();
    /// while let Some(token) = tokens.try_next().await? {
    ///     println!("{} {:?} until {:?}", token.id, token.status, token.expires_on);
    /// }
    /// # });
    /// ```
    pub fn list(&self) -> ListTokens {
        ListTokens {
            client: self.client.clone(),
            params: ListTokensParams::new(),
            options: CallOptions::default(),
        }
    }

    /// Returns a token, without its secret.
    ///
    /// Operation
    /// [`GET /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let tokens = client.user().tokens();
    /// for token in tokens.list().await? {
    ///     println!("{:?}", tokens.get(token.id).await?.last_used_on);
    /// }
    /// # });
    /// ```
    pub fn get(&self, id: impl Into<String>) -> Request<Token> {
        let id = id.into();
        self.client.request(move |api| async move {
            check_token(&id)?;
            Ok(api.user_tokens_get(&id).await?)
        })
    }

    /// Creates a token and returns it with its secret, which Cloudflare shows only this once.
    ///
    /// A token without a name or a policy is an error before anything is sent. The request is not
    /// repeated when the first may have created a token: [`Error::sent`] says so, and
    /// [`list`](Self::list) shows if it has. Operation
    /// [`POST /user/tokens`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/create/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::{NewPolicy, NewToken};
    ///
    /// let tokens = client.user().tokens();
    /// let groups = tokens.permission_groups().list().name("DNS Write").await?;
    /// let group = groups.into_iter().next().ok_or("no such permission group")?;
    /// let policy = NewPolicy::allow([group.id]).on("com.cloudflare.api.account.zone.*");
    /// let created = tokens.create(NewToken::new().name("dns").policy(policy)).await?;
    /// let secret = created.value.ok_or("the response holds no secret")?;
    /// println!("store this: {}", secret.expose());
    /// # });
    /// ```
    #[doc(alias("generate", "make", "add", "new"))]
    pub fn create(&self, token: NewToken) -> Request<CreatedToken> {
        self.client.request(move |api| async move {
            let NewToken { name, policies, not_before, expires_on, .. } = &token;
            check_content(name, policies, *not_before, *expires_on)?;
            Ok(api.user_tokens_create(&token).await?)
        })
    }

    /// Replaces a token and returns it. What the update leaves out is removed, so it should start from
    /// the current token; the secret stays the same.
    ///
    /// An update without a name or a policy is an error before anything is sent. Operation
    /// [`PUT /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/update/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::TokenUpdate;
    ///
    /// let tokens = client.user().tokens();
    /// let token = tokens.list().await?.into_iter().next().ok_or("no token")?;
    /// let id = token.id.clone();
    /// let update = TokenUpdate::from(token).name("deployment");
    /// assert_eq!(tokens.update(id, update).await?.name.as_deref(), Some("deployment"));
    /// # });
    /// ```
    #[doc(alias("edit", "disable", "enable", "rename"))]
    pub fn update(&self, id: impl Into<String>, update: TokenUpdate) -> Request<Token> {
        let id = id.into();
        self.client.request(move |api| async move {
            check_token(&id)?;
            let TokenUpdate { name, policies, not_before, expires_on, .. } = &update;
            check_content(name, policies, *not_before, *expires_on)?;
            Ok(api.user_tokens_update(&id, &update).await?)
        })
    }

    /// Deletes a token and returns its id.
    ///
    /// Operation
    /// [`DELETE /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/delete/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let tokens = client.user().tokens();
    /// let token = tokens.list().await?.into_iter().next().ok_or("no token")?;
    /// tokens.delete(token.id).await?;
    /// # });
    /// ```
    #[doc(alias("revoke", "remove"))]
    pub fn delete(&self, id: impl Into<String>) -> Request<String> {
        self.client.delete(id.into(), |api, id| async move {
            check_token(&id)?;
            Ok(api.user_tokens_delete(&id).await?)
        })
    }

    /// Returns the state of the token that the client uses.
    ///
    /// Cloudflare rejects other credentials here, and tokens that belong to an account instead of a
    /// user. Operation
    /// [`GET /user/tokens/verify`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let token = client.user().tokens().verify().await?;
    /// println!("{} is {:?} until {:?}", token.id, token.status, token.expires_on);
    /// # });
    /// ```
    #[doc(alias("check", "test", "validate"))]
    pub fn verify(&self) -> Request<TokenVerification> {
        self.client.request(|api| async move { Ok(api.user_tokens_verify().await?) })
    }

    /// Returns the methods for permission groups, which policies name.
    #[doc(alias("permissions"))]
    pub fn permission_groups(&self) -> PermissionGroupsClient {
        PermissionGroupsClient { client: self.client.clone() }
    }

    /// Returns the methods for the secrets of tokens.
    #[doc(alias("rotate", "roll", "regenerate"))]
    pub fn value(&self) -> TokenValueClient {
        TokenValueClient { client: self.client.clone() }
    }
}

/// Lists tokens when awaited; see [`TokensClient::list`].
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::{CloudflareClient, SortDirection};
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let tokens = client.user().tokens();
/// let oldest = tokens.list().direction(SortDirection::Ascending).per_page(5).await?;
/// assert_eq!((oldest.items.len(), oldest.info.total_count), (5, Some(7)));
/// let with_expired = tokens.list().include_expired(true).await?;
/// assert_eq!(with_expired.items.len(), 8);
/// # });
/// ```
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListTokens {
    client: CloudflareClient,
    pub(crate) params: ListTokensParams,
    options: CallOptions,
}

list_request!(ListTokens, Token, pages);

impl ListTokens {
    async fn send(self) -> Result<Response<Page<Token>>, Error> {
        check_page(self.params.page, self.params.per_page, 5..=50)?;
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_tokens_list(&self.params).await)
    }
}

/// Methods for permission groups: bundles of operations that policies name. Creating one sends no
/// request.
#[derive(Debug, Clone)]
pub struct PermissionGroupsClient {
    client: CloudflareClient,
}

impl PermissionGroupsClient {
    /// Lists the permission groups, in one response.
    ///
    /// Two groups for different scopes may have the same name. Operation
    /// [`GET /user/tokens/permission_groups`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/subresources/permission_groups/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::{CloudflareClient, PermissionGroupScope};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let groups = client.user().tokens().permission_groups();
    /// for group in groups.list().scope(PermissionGroupScope::Zone).await? {
    ///     println!("{} {:?}", group.id, group.name);
    /// }
    /// # });
    /// ```
    pub fn list(&self) -> ListPermissionGroups {
        let params = ListPermissionGroupsParams::new();
        ListPermissionGroups { client: self.client.clone(), params, options: CallOptions::default() }
    }
}

/// Lists permission groups when awaited; see [`PermissionGroupsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListPermissionGroups {
    client: CloudflareClient,
    pub(crate) params: ListPermissionGroupsParams,
    options: CallOptions,
}

list_request!(ListPermissionGroups, PermissionGroup);

impl ListPermissionGroups {
    async fn send(self) -> Result<Response<Page<PermissionGroup>>, Error> {
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_tokens_permission_groups_list(&self.params).await)
    }
}

/// Methods for the secrets of tokens. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct TokenValueClient {
    client: CloudflareClient,
}

impl TokenValueClient {
    /// Gives a token another secret and returns it; Cloudflare shows it only this once. The previous
    /// secret stops working.
    ///
    /// The request is not repeated when the first may have taken effect. Operation
    /// [`PUT /user/tokens/{token_id}/value`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/subresources/value/methods/update/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let tokens = client.user().tokens();
    /// let id = tokens.verify().await?.id; // the client's own token
    /// let secret = tokens.value().update(id).await?;
    /// println!("store this: {}", secret.expose());
    /// # });
    /// ```
    #[doc(alias("rotate", "roll", "regenerate", "renew", "reset"))]
    pub fn update(&self, id: impl Into<String>) -> Request<Secret> {
        let id = id.into();
        let request = self.client.request(move |api| async move {
            check_token(&id)?;
            Ok(api.user_tokens_value_update(&id).await?)
        });
        // A PUT, but each one creates another secret: if the first were only late and took effect
        // after the second, the secret that was returned would no longer work.
        request.idempotent(false)
    }
}

/// Rejects what cannot be the id of a token.
fn check_token(id: &str) -> Result<(), CallError> {
    // Other operations have these paths, with responses that look like a token's.
    if matches!(id, "verify" | "permission_groups") {
        return Err(CallError::input(format!("not a valid token: `{id}` is not an id")));
    }
    check("token", id)
}

/// Rejects a token that the API would reject, or that could do nothing.
fn check_content(
    name: &str,
    policies: &[NewPolicy],
    not_before: Option<DateTime<Utc>>,
    expires_on: Option<DateTime<Utc>>,
) -> Result<(), CallError> {
    if name.trim().is_empty() {
        return Err(CallError::input("the token has no name"));
    }
    if policies.is_empty() {
        return Err(CallError::input("the token has no policy, so it could do nothing"));
    }
    if let (Some(start), Some(end)) = (not_before, expires_on)
        && end <= start
    {
        return Err(CallError::input("the token would expire before it becomes valid"));
    }
    policies.iter().try_for_each(check_policy)
}

fn check_policy(policy: &NewPolicy) -> Result<(), CallError> {
    let NewPolicy { effect, permission_groups, resources, .. } = policy;
    let fault = if effect.as_str().is_empty() {
        "a policy of the token has no effect, `allow` or `deny`"
    } else if permission_groups.is_empty() || permission_groups.iter().any(|group| group.id.is_empty()) {
        "a policy of the token names no permission group, or one without an id"
    } else if resources.is_empty() || resources.iter().any(|(name, _)| name.is_empty()) {
        "a policy of the token names no resource, or one without a name"
    } else {
        return Ok(());
    };
    Err(CallError::input(fault))
}
