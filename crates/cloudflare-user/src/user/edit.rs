//! Changing the user.

use api_runtime::{CallOptions, Response, request_options};

use crate::{CloudflareClient, Error, User, UserEdit, envelope};

/// Changes the user when awaited; see [`UserClient::edit`](super::UserClient::edit).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct EditUser {
    client: CloudflareClient,
    edit: UserEdit,
    options: CallOptions,
}

request_options!(EditUser, User, Error);

impl EditUser {
    pub(super) fn new(client: CloudflareClient, edit: UserEdit) -> Self {
        Self { client, edit, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<User>, Error> {
        let body = self.edit.checked()?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_edit(&body).await)
    }
}
