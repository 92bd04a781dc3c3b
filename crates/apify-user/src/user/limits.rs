//! Reading an account's limits.

use api_runtime::{CallOptions, Response, request_options};

use super::{UserClient, absent_if_no_such_user};
use crate::{AccountAndUsageLimits, Error, wire::FromWire};

/// Reads limits and their use when awaited; see [`UserClient::limits`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetLimits {
    user: UserClient,
    options: CallOptions,
}

request_options!(GetLimits, Option<AccountAndUsageLimits>, Error);

impl GetLimits {
    pub(super) fn new(user: UserClient) -> Self {
        Self { user, options: CallOptions::default() }
    }

    async fn send(self) -> Result<Response<Option<AccountAndUsageLimits>>, Error> {
        let api = self.user.begin(self.options);
        let answer = match self.user.other_id()? {
            None => api.users_me_limits_get().await,
            Some(id) => api.user_limits_get(&id).await,
        };
        absent_if_no_such_user(answer, |body| AccountAndUsageLimits::from_wire(body.data))
    }
}
