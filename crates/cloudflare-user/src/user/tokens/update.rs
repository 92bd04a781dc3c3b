//! Changing a token.

use api_runtime::{CallOptions, Response, request_options};

use super::check;
use crate::{CloudflareClient, Error, Token, TokenUpdate, envelope};

/// Changes a token when awaited; see [`TokensClient::update`](super::TokensClient::update).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct UpdateToken {
    client: CloudflareClient,
    id: String,
    update: TokenUpdate,
    options: CallOptions,
}

request_options!(UpdateToken, Token, Error);

impl UpdateToken {
    pub(super) fn new(client: CloudflareClient, id: String, update: TokenUpdate) -> Self {
        Self { client, id, update, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<Token>, Error> {
        check(&self.id)?;
        let body = self.update.checked()?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_tokens_update(&self.id, &body).await)
    }
}
