//! Reading a user.

use api_runtime::{CallOptions, Response, request_options};

use super::{UserClient, absent_if_no_such_user};
use crate::{Error, User, wire::FromWire};

/// Reads a user when awaited; see [`UserClient::get`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetUser {
    user: UserClient,
    options: CallOptions,
}

request_options!(GetUser, Option<User>, Error);

impl GetUser {
    pub(super) fn new(user: UserClient) -> Self {
        Self { user, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<Option<User>>, Error> {
        let api = self.user.begin(self.options);
        let answer = match self.user.other_id()? {
            None => api.users_me_get().await,
            Some(id) => api.user_get(&id).await,
        };
        absent_if_no_such_user(answer, |body| User::from_wire(body.data))
    }
}
