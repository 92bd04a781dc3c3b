//! The secrets of tokens.

use api_runtime::{CallOptions, Response, Secret, request_options};

use super::check;
use crate::{CloudflareClient, Error, envelope};

/// The secrets of tokens. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct TokenValueClient {
    client: CloudflareClient,
}

impl TokenValueClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Rolls a token: gives it another secret, which is the answer, this once. The one before
    /// no longer works.
    ///
    /// It is never sent twice when the first may have taken effect. From
    /// [`PUT /user/tokens/{token_id}/value`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/subresources/value/methods/update/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().tokens().list().await?;
    /// # let id = &all.items[0].id;
    /// let secret = client.user().tokens().value().update(id).await?;
    /// let _keep_it_safe = secret.expose();
    /// # Ok(()) }
    /// ```
    pub fn update(&self, id: impl Into<String>) -> UpdateTokenValue {
        let mut options = CallOptions::default();
        // A PUT, but each one makes another secret: were the first only late, and carried out
        // after the second, the secret that was handed out would no longer work.
        options.idempotent = Some(false);
        UpdateTokenValue { client: self.client.clone(), id: id.into(), options }
    }
}

/// Rolls a token when awaited; see [`TokenValueClient::update`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct UpdateTokenValue {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(UpdateTokenValue, Secret, Error);

impl UpdateTokenValue {
    async fn send(self) -> Result<Response<Secret>, Error> {
        check(&self.id)?;
        let (call, api) = self.client.begin(self.options);
        let answer = api.user_tokens_value_update(&self.id).await;
        envelope::result(&call, answer)
    }
}
