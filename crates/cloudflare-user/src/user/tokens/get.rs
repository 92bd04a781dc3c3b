//! Reading a token.

use api_runtime::{CallOptions, Response, request_options};

use super::check;
use crate::{CloudflareClient, Error, Token, envelope};

/// Reads a token when awaited; see [`TokensClient::get`](super::TokensClient::get).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetToken {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(GetToken, Token, Error);

impl GetToken {
    pub(super) fn new(client: CloudflareClient, id: String) -> Self {
        Self { client, id, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<Token>, Error> {
        check(&self.id)?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_tokens_get(&self.id).await)
    }
}
