//! API tokens.

mod create;
mod delete;
mod get;
mod list;
mod permission_groups;
mod update;
mod value;
mod verify;

pub use create::CreateToken;
pub use delete::DeleteToken;
pub use get::GetToken;
pub use list::ListTokens;
pub use permission_groups::{ListPermissionGroups, PermissionGroupsClient};
pub use update::UpdateToken;
pub use value::{TokenValueClient, UpdateTokenValue};
pub use verify::VerifyToken;

use crate::{CloudflareClient, Error, NewToken, TokenUpdate};

/// API tokens. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct TokensClient {
    client: CloudflareClient,
}

impl TokensClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the user's tokens, page by page, without their secrets. From
    /// [`GET /user/tokens`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let mut tokens = client.user().tokens().list().include_expired(true).into_stream();
    /// while let Some(token) = tokens.try_next().await? {
    ///     println!("{} {:?} until {:?}", token.id, token.status, token.expires_on);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListTokens {
        ListTokens::new(self.client.clone())
    }

    /// Makes a token. Its secret is in the answer, this once.
    ///
    /// It is never sent twice when the first may have made a token already: the error says so,
    /// and [`list`](Self::list) tells. A token without a name or a policy is refused before
    /// anything is sent. From
    /// [`POST /user/tokens`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/create/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::{NewPolicy, NewToken};
    ///
    /// let groups = client.user().tokens().permission_groups().list().await?;
    /// let policy = NewPolicy::allow([&groups.items[0].id]).on("com.cloudflare.api.account.zone.*");
    /// let created = client.user().tokens().create(NewToken::new("reader").policy(policy)).await?;
    /// if let Some(secret) = created.value {
    ///     let _keep_it_safe = secret.expose();
    /// }
    /// # Ok(()) }
    /// ```
    pub fn create(&self, token: NewToken) -> CreateToken {
        CreateToken::new(self.client.clone(), token)
    }

    /// Reads one token, without its secret. From
    /// [`GET /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/get/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().tokens().list().await?;
    /// # let id = &all.items[0].id;
    /// let token = client.user().tokens().get(id).await?;
    /// println!("{:?} {:?}", token.name, token.last_used_on);
    /// # Ok(()) }
    /// ```
    pub fn get(&self, id: impl Into<String>) -> GetToken {
        GetToken::new(self.client.clone(), id.into())
    }

    /// Changes a token: what the update leaves out is gone, so it best begins with the token as
    /// it stands. Resolves to the token as it is then; its secret stays as it is.
    ///
    /// An update without a name or a policy is refused before anything is sent. From
    /// [`PUT /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/update/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::{TokenStatus, TokenUpdate};
    /// # let all = client.user().tokens().list().await?;
    /// # let id = &all.items[0].id;
    ///
    /// let tokens = client.user().tokens();
    /// let update = TokenUpdate::from(tokens.get(id).await?).name("deployment");
    /// let token = tokens.update(id, update).await?;
    /// assert_eq!(token.name.as_deref(), Some("deployment"));
    /// # Ok(()) }
    /// ```
    pub fn update(&self, id: impl Into<String>, update: TokenUpdate) -> UpdateToken {
        UpdateToken::new(self.client.clone(), id.into(), update)
    }

    /// Deletes a token; resolves to its id. From
    /// [`DELETE /user/tokens/{token_id}`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/delete/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().tokens().list().await?;
    /// # let id = &all.items[0].id;
    /// let gone = client.user().tokens().delete(id).await?;
    /// assert_eq!(&gone, id);
    /// # Ok(()) }
    /// ```
    pub fn delete(&self, id: impl Into<String>) -> DeleteToken {
        DeleteToken::new(self.client.clone(), id.into())
    }

    /// Reads the state of the token that the client uses. Cloudflare refuses other credentials
    /// here, and tokens that belong to an account instead of a user. From
    /// [`GET /user/tokens/verify`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let token = client.user().tokens().verify().await?;
    /// println!("{} is {:?} until {:?}", token.id, token.status, token.expires_on);
    /// # Ok(()) }
    /// ```
    pub fn verify(&self) -> VerifyToken {
        VerifyToken::new(self.client.clone())
    }

    /// What tokens can be allowed to do.
    pub fn permission_groups(&self) -> PermissionGroupsClient {
        PermissionGroupsClient::new(self.client.clone())
    }

    /// The secrets of tokens.
    pub fn value(&self) -> TokenValueClient {
        TokenValueClient::new(self.client.clone())
    }
}

/// Refuses what cannot be a token's id.
fn check(id: &str) -> Result<(), Error> {
    // Behind these stand other methods, whose answers look like a token's.
    if matches!(id, "verify" | "permission_groups") {
        return Err(Error::input(format!("no such token can be asked for: `{id}` is no id")));
    }
    super::check("token", id)
}
