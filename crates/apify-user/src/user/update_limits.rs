//! Changing an account's limits.

use api_runtime::{CallOptions, Response, request_options};

use super::UserClient;
use crate::{Error, LimitsUpdateOptions};

/// Changes limits when awaited; see [`UserClient::update_limits`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct UpdateLimits {
    user: UserClient,
    update: LimitsUpdateOptions,
    options: CallOptions,
}

request_options!(UpdateLimits, (), Error);

impl UpdateLimits {
    pub(super) fn new(user: UserClient, update: LimitsUpdateOptions) -> Self {
        Self { user, update, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<()>, Error> {
        let body = self.update.checked()?;
        let api = self.user.begin(self.options);
        let answer = match self.user.other_id()? {
            None => api.users_me_limits_put(&body).await,
            Some(id) => api.user_limits_put(&id, &body).await,
        };
        Ok(answer?)
    }
}
