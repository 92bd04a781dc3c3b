//! Prepaid usage that is left.

use api_runtime::{CallOptions, Response, request_options};
use chrono::{DateTime, Utc};
use futures_util::future::try_join;

use crate::{Credit, Error, UserClient};

/// Request for the prepaid usage that is left; see [`UserClient::credit`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless it is awaited"]
pub struct GetCredit {
    user: UserClient,
    now: Option<DateTime<Utc>>,
    options: CallOptions,
}

request_options!(GetCredit, Option<Credit>, Error);

impl GetCredit {
    pub(crate) fn new(user: UserClient) -> Self {
        Self { user, now: None, options: CallOptions::default() }
    }

    /// Sets the current time, for tests and for reports of another moment. Default: that of this machine.
    pub fn now(mut self, now: DateTime<Utc>) -> Self {
        self.now = Some(now);
        self
    }

    /// Reads plan and usage at the same time, so that a time limit holds for both together.
    async fn send(self) -> Result<Response<Option<Credit>>, Error> {
        let Self { user: client, now, options } = self;
        let usage = client.monthly_usage().options(options).with_response();
        let (user, usage) = try_join(client.read(options), usage).await?;
        let now = now.unwrap_or_else(Utc::now);
        let plan = user.into_value().map(|user| user.plan);
        Ok(usage.map(|usage| usage.zip(plan).map(|(usage, plan)| usage.credit(plan.as_ref(), now))))
    }
}
