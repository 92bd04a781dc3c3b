//! Reading the user.

use api_runtime::{CallOptions, Response, request_options};

use crate::{CloudflareClient, Error, User, envelope};

/// Reads the user when awaited; see [`UserClient::get`](super::UserClient::get).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetUser {
    client: CloudflareClient,
    options: CallOptions,
}

request_options!(GetUser, User, Error);

impl GetUser {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<User>, Error> {
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_get().await)
    }
}
