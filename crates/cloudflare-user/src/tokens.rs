//! API tokens.

use std::slice;

use api_runtime::{CallError, CallOptions, ErrorKind, Response, Secret, decode};
use chrono::{DateTime, SubsecRound, Utc};
use cloudflare_user_api::{
    CreatedToken, Envelope, ListTokensParams, NewPolicy, NewToken, Token, TokenUpdate, TokenVerification,
};
use serde_json::Value;

use crate::{
    CloudflareClient, Error, Page, PermissionGroupsClient, Request,
    accounts::Owner,
    envelope,
    page::{check_page, list_request},
    user::check,
};

/// Methods for the API tokens of the user, or of an account. Creating one sends no request.
///
/// The operations and types of both are the same; an account's are at `/accounts/{account_id}/tokens`
/// instead of `/user/tokens`.
#[derive(Debug, Clone)]
pub struct TokensClient {
    client: CloudflareClient,
    owner: Owner,
}

impl TokensClient {
    pub(crate) fn new(client: CloudflareClient, owner: Owner) -> Self {
        Self { client, owner }
    }

    /// Lists the tokens, without their secrets.
    ///
    /// Operation
    /// [`GET /user/tokens`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/list/)
    /// or
    /// [`GET /accounts/{account_id}/tokens`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/list/).
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
            owner: self.owner.clone(),
            params: ListTokensParams::new(),
            options: CallOptions::default(),
        }
    }

    /// Returns a token, without its secret.
    ///
    /// Operation
    /// [`GET /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/get/)
    /// or
    /// [`GET /accounts/{account_id}/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/get/).
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
        let (client, owner, id) = (self.client.clone(), self.owner.clone(), id.into());
        Request::new(move |options| async move {
            check_token(&owner, &id)?;
            let (call, api) = client.call(options);
            let response = owner.get(&api, &id).await.map_err(Error::from);
            keep_skipped(envelope::result(&call, response)?, slice::from_mut)
        })
    }

    /// Creates a token and returns it with its secret, which Cloudflare shows only this once.
    ///
    /// A token without a name or a policy is an error before anything is sent. Times are sent in whole
    /// seconds, without their fractions, as Cloudflare rejects those. The request is not
    /// repeated when the first may have created a token: [`Error::sent`] says so, and
    /// [`list`](Self::list) shows if it has. Operation
    /// [`POST /user/tokens`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/create/)
    /// or
    /// [`POST /accounts/{account_id}/tokens`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/create/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::{NewPolicy, NewToken};
    ///
    /// let tokens = client.user().tokens();
    /// let group = tokens.permission_groups().find("DNS Write", None).await?;
    /// let policy = NewPolicy::allow([group.id]).on("com.cloudflare.api.account.zone.*");
    /// let created = tokens.create(NewToken::new().name("dns").policy(policy)).await?;
    /// let secret = created.value.ok_or("the response holds no secret")?;
    /// println!("store this: {}", secret.expose());
    /// # });
    /// ```
    #[doc(alias("generate", "make", "add", "new"))]
    pub fn create(&self, mut token: NewToken) -> Request<CreatedToken> {
        let owner = self.owner.clone();
        self.client.result(move |api| async move {
            owner.check()?;
            whole_seconds([&mut token.not_before, &mut token.expires_on]);
            let NewToken { name, policies, not_before, expires_on, .. } = &token;
            check_content(name, policies, *not_before, *expires_on)?;
            Ok(owner.create(&api, &token).await?)
        })
    }

    /// Replaces a token and returns it. What the update leaves out is removed, so it should start from
    /// the current token; the secret stays the same.
    ///
    /// A setting of the current token that this crate does not understand is sent back as it came. An
    /// update that would send one of them twice, as it came and as it was set since, is an error before
    /// anything is sent, as it could widen the token; so is one without a name or a policy. Times are
    /// sent in whole seconds, without their fractions. Operation
    /// [`PUT /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/update/)
    /// or
    /// [`PUT /accounts/{account_id}/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/update/).
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
    pub fn update(&self, id: impl Into<String>, mut update: TokenUpdate) -> Request<Token> {
        let (client, owner, id) = (self.client.clone(), self.owner.clone(), id.into());
        Request::new(move |options| async move {
            check_token(&owner, &id)?;
            check_unambiguous(&update)?;
            whole_seconds([&mut update.not_before, &mut update.expires_on]);
            let TokenUpdate { name, policies, not_before, expires_on, .. } = &update;
            check_content(name, policies, *not_before, *expires_on)?;
            let (call, api) = client.call(options);
            let response = owner.update(&api, &id, &update).await.map_err(Error::from);
            keep_skipped(envelope::result(&call, response)?, slice::from_mut)
        })
    }

    /// Deletes a token and returns its id.
    ///
    /// Operation
    /// [`DELETE /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/delete/)
    /// or
    /// [`DELETE /accounts/{account_id}/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/delete/).
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
        let owner = self.owner.clone();
        self.client.delete(id.into(), move |api, id| async move {
            check_token(&owner, &id)?;
            Ok(owner.delete(&api, &id).await?)
        })
    }

    /// Returns the state of the token that the client uses.
    ///
    /// The token has to belong to the same owner: one of the user here, and one of the account at
    /// [`account(id).tokens()`](CloudflareClient::account). A token of an account, which begins with
    /// `cfat_`, is an error here before anything is sent; of older ones, which do not show their owner,
    /// Cloudflare says only that they are not valid (401). Other credentials are rejected. Operation
    /// [`GET /user/tokens/verify`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/)
    /// or
    /// [`GET /accounts/{account_id}/tokens/verify`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/verify/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let token = client.user().tokens().verify().await?;
    /// println!("{} is {:?} until {:?}", token.id, token.status, token.expires_on);
    /// # });
    /// ```
    #[doc(alias("check", "test", "validate"))]
    pub fn verify(&self) -> Request<TokenVerification> {
        let (owner, has_account_token) = (self.owner.clone(), self.client.has_account_token());
        self.client.result(move |api| async move {
            owner.check()?;
            if has_account_token && matches!(owner, Owner::User) {
                return Err(CallError::input(ACCOUNT_TOKEN).into());
            }
            Ok(owner.verify(&api).await?)
        })
    }

    /// Returns the methods for permission groups, which policies name.
    #[doc(alias("permissions"))]
    pub fn permission_groups(&self) -> PermissionGroupsClient {
        PermissionGroupsClient::new(self.client.clone(), self.owner.clone())
    }

    /// Returns the methods for the secrets of tokens.
    #[doc(alias("rotate", "roll", "regenerate"))]
    pub fn value(&self) -> TokenValueClient {
        TokenValueClient { client: self.client.clone(), owner: self.owner.clone() }
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
    owner: Owner,
    pub(crate) params: ListTokensParams,
    options: CallOptions,
}

list_request!(ListTokens, Token, pages);

impl ListTokens {
    async fn send(self) -> Result<Response<Page<Token>>, Error> {
        self.owner.check()?;
        check_page(self.params.page, self.params.per_page, 5..=50)?;
        let (call, api) = self.client.call(self.options);
        let page = envelope::page(&call, self.owner.list(&api, &self.params).await)?;
        keep_skipped(page, |page| &mut page.items)
    }
}

/// Methods for the secrets of tokens. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct TokenValueClient {
    client: CloudflareClient,
    owner: Owner,
}

impl TokenValueClient {
    /// Gives a token another secret and returns it; Cloudflare shows it only this once. The previous
    /// secret stops working.
    ///
    /// The request is not repeated when the first may have taken effect. Operation
    /// [`PUT /user/tokens/{token_id}/value`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/subresources/value/methods/update/)
    /// or
    /// [`PUT /accounts/{account_id}/tokens/{token_id}/value`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/subresources/value/methods/update/).
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
        let (owner, id) = (self.owner.clone(), id.into());
        let request = self.client.result(move |api| async move {
            check_token(&owner, &id)?;
            Ok(owner.roll(&api, &id).await?)
        });
        // A PUT, but each one creates another secret: if the first were only late and took effect
        // after the second, the secret that was returned would no longer work.
        request.idempotent(false)
    }
}

/// Error of verifying an account's token as if it were the user's.
const ACCOUNT_TOKEN: &str = "the client's token is owned by an account (`cfat_`), and Cloudflare does not \
    verify it among the user's: call `client.account(account_id).tokens().verify()`";

/// Keeps what the tolerant reader skipped of the tokens in a response, so that an update can send it back.
fn keep_skipped<T>(
    mut response: Response<T>,
    tokens: impl Fn(&mut T) -> &mut [Token],
) -> Result<Response<T>, Error> {
    if response.skipped_fields().is_empty() {
        return Ok(response);
    }
    let Ok((Envelope { result: Some(result), .. }, _)) = decode::tolerant::<Envelope<Value>>(response.body())
    else {
        let detail = "but the parts that are not as documented are too large to keep";
        return Err(CallError::invalid_response(response, ErrorKind::TooLarge, detail).into());
    };
    let json = result.as_array().map_or(slice::from_ref(&result), Vec::as_slice);
    // A token without its id is an error, so none was skipped and the positions are the same.
    tokens(&mut response.value).iter_mut().zip(json).for_each(|(token, json)| token.keep_skipped(json));
    Ok(response)
}

/// Rejects an update in which a field that was not understood has also been set.
fn check_unambiguous(update: &TokenUpdate) -> Result<(), CallError> {
    match update.ambiguous_field() {
        Some(field) => Err(CallError::input(format!(
            "`{field}` of the current token was not understood, so that the update could widen the token: \
             remove what was read, for example with `clear_policies` or `clear_condition`, before setting it"
        ))),
        None => Ok(()),
    }
}

/// Drops the fractions of seconds, which Cloudflare rejects.
fn whole_seconds(times: [&mut Option<DateTime<Utc>>; 2]) {
    for time in times {
        *time = time.map(|time| time.trunc_subsecs(0));
    }
}

/// Rejects what cannot be the id of a token of this owner.
fn check_token(owner: &Owner, id: &str) -> Result<(), CallError> {
    owner.check()?;
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
