//! Deleting a token.

use api_runtime::{CallOptions, Response, request_options};

use super::check;
use crate::{CloudflareClient, Error, envelope};

/// Deletes a token when awaited; see [`TokensClient::delete`](super::TokensClient::delete).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct DeleteToken {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(DeleteToken, String, Error);

impl DeleteToken {
    pub(super) fn new(client: CloudflareClient, id: String) -> Self {
        Self { client, id, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<String>, Error> {
        check(&self.id)?;
        let (call, api) = self.client.begin(self.options);
        envelope::deleted(&call, api.user_tokens_delete(&self.id).await, self.id)
    }
}
