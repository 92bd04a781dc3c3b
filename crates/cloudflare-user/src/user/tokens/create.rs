//! Making a token.

use api_runtime::{CallOptions, Response, request_options};

use crate::{CloudflareClient, CreatedToken, Error, NewToken, envelope};

/// Makes a token when awaited; see [`TokensClient::create`](super::TokensClient::create).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct CreateToken {
    client: CloudflareClient,
    token: NewToken,
    options: CallOptions,
}

request_options!(CreateToken, CreatedToken, Error);

impl CreateToken {
    pub(super) fn new(client: CloudflareClient, token: NewToken) -> Self {
        Self { client, token, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<CreatedToken>, Error> {
        let body = self.token.checked()?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_tokens_create(&body).await)
    }
}
