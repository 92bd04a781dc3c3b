//! Reading what an account has used.

use api_runtime::{CallOptions, Response, request_options};
use chrono::NaiveDate;

use super::{UserClient, absent_if_no_such_user};
use crate::{Error, MonthlyUsage};

/// Reads the usage of one cycle when awaited; see [`UserClient::monthly_usage`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetMonthlyUsage {
    user: UserClient,
    date: Option<NaiveDate>,
    options: CallOptions,
}

request_options!(GetMonthlyUsage, Option<MonthlyUsage>, Error);

impl GetMonthlyUsage {
    pub(super) fn new(user: UserClient) -> Self {
        Self { user, date: None, options: CallOptions::default() }
    }

    /// Any day (UTC) of the cycle to read. A cycle is a month, not always a calendar one.
    pub fn date(mut self, date: NaiveDate) -> Self {
        self.date = Some(date);
        self
    }

    async fn send(self) -> Result<Response<Option<MonthlyUsage>>, Error> {
        check_year(self.date)?;
        let api = self.user.begin(self.options);
        let answer = match self.user.other_id()? {
            None => api.users_me_usage_monthly_get(self.date.as_ref()).await,
            Some(id) => api.user_usage_monthly_get(&id, self.date.as_ref()).await,
        };
        absent_if_no_such_user(answer)
            .map(|answer| answer.map(|body| body.map(|body| MonthlyUsage::from(body.data))))
    }
}

/// The API reads `YYYY-MM-DD`; chrono writes other years with a sign.
fn check_year(date: Option<NaiveDate>) -> Result<(), Error> {
    use chrono::Datelike;
    match date {
        Some(date) if !(0..=9999).contains(&date.year()) => {
            Err(Error::input("the date's year has no four digits"))
        }
        _ => Ok(()),
    }
}
