//! Reading what an account has used.

use api_runtime::{CallOptions, Response, request_options};
use chrono::NaiveDate;

use super::{UserClient, absent_if_no_such_user};
use crate::{Error, MonthlyUsage, wire::FromWire};

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
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let usage = client.me().monthly_usage().date("2026-06-14".parse()?).await?.ok_or("no such user")?;
    /// let last_day = usage.usage_cycle.end_at.ok_or("no end")?;
    /// assert!(last_day.to_rfc3339().starts_with("2026-07-11"));
    /// # Ok(()) }
    /// ```
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
        absent_if_no_such_user(answer, |body| MonthlyUsage::from_wire(body.data))
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
