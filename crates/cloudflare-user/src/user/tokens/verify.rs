//! Reading the state of the token in use.

use api_runtime::{CallOptions, Response, request_options};

use crate::{CloudflareClient, Error, TokenVerification, envelope};

/// Verifies the token in use when awaited; see [`TokensClient::verify`](super::TokensClient::verify).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct VerifyToken {
    client: CloudflareClient,
    options: CallOptions,
}

request_options!(VerifyToken, TokenVerification, Error);

impl VerifyToken {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<TokenVerification>, Error> {
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_tokens_verify().await)
    }
}
