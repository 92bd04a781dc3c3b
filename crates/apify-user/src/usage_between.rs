//! Usage over any span of days.

use api_runtime::{CallError, CallOptions, Response, request_options};
use chrono::{Days, NaiveDate, Utc};
use tokio::time::Instant;

use crate::{Error, MonthlyUsage, UsageCycle, UsageSpan, UserClient};

/// Maximum number of requests for one span. Cycles of a month need 38; a change of the plan makes a shorter one.
const MAX_REQUESTS: usize = 64;

/// Number of days after which another cycle begins at the latest, or the same one still runs: none is skipped.
const SHORTEST_MONTH: Days = Days::new(28);

/// Request for the usage over a span of days; see [`UserClient::usage_between`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless it is awaited"]
pub struct GetUsageBetween {
    user: UserClient,
    from: NaiveDate,
    to: NaiveDate,
    today: Option<NaiveDate>,
    options: CallOptions,
}

request_options!(GetUsageBetween, Option<UsageSpan>, Error);

impl GetUsageBetween {
    pub(crate) fn new(user: UserClient, from: NaiveDate, to: NaiveDate) -> Self {
        Self { user, from, to, today: None, options: CallOptions::default() }
    }

    /// Sets the current day (UTC), for tests and for reports of another moment. Default: that of this machine.
    pub fn today(mut self, today: NaiveDate) -> Self {
        self.today = Some(today);
        self
    }

    /// Reads cycle after cycle: only its response says where one ends.
    async fn send(self) -> Result<Response<Option<UsageSpan>>, Error> {
        let today = self.today.unwrap_or_else(|| Utc::now().date_naive());
        UsageSpan::check(self.from, self.to)?;
        if self.from > today {
            return Err(CallError::input("the span of days begins in the future (days are in UTC)").into());
        }
        let begin = Instant::now();
        let mut cycles = Vec::new();
        let mut day = self.from;
        loop {
            let options = options_after(self.options, begin);
            let mut response = self.user.monthly_usage().date(day).options(options).with_response().await?;
            let Some(usage) = response.value.take() else { return Ok(response.map(|_| None)) };
            let next = first_day_after(day, &usage);
            cycles.push(usage);
            match next.filter(|next| *next <= self.to.min(today) && cycles.len() < MAX_REQUESTS) {
                Some(next) => day = next,
                None => {
                    let span = UsageSpan::from_cycles(self.from, self.to, &cycles, today)?;
                    return Ok(response.map(|_| Some(span)));
                }
            }
        }
    }
}

/// Returns the options of a request of which earlier ones have taken a part of the deadline.
fn options_after(mut options: CallOptions, begin: Instant) -> CallOptions {
    options.deadline = options.deadline.map(|deadline| deadline.saturating_sub(begin.elapsed()));
    options
}

/// Returns the first day of the next cycle, or where the response does not say so, a day that is in this cycle
/// or the next one.
fn first_day_after(day: NaiveDate, usage: &MonthlyUsage) -> Option<NaiveDate> {
    match usage.usage_cycle.as_ref().and_then(UsageCycle::days) {
        Some(cycle) if cycle.contains(&day) => cycle.end().succ_opt(),
        _ => day.checked_add_days(SHORTEST_MONTH),
    }
}
