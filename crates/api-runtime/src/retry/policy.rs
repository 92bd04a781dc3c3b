//! Number, delay and conditions of retries.

use std::{fmt, time::Duration};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;
use tower::retry::budget::{Budget, TpsBudget};

/// Number of retries and the waits before them.
///
/// The wait before retry `k` is uniform in `[1, 2) · min_delay · 2^(k-1)`, at most twice
/// `max_delay`, and never shorter than the delay that the server asks for in `Retry-After`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Maximum number of retries of a request. Default 8.
    pub max_retries: u32,
    /// Shortest wait before the first retry. Default 500 ms.
    pub min_delay: Duration,
    /// Limit on the doubling of waits, before jitter. Default 60 s.
    pub max_delay: Duration,
    /// `true` if `409 Conflict` is retried. Default `false`.
    pub retry_conflict: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 8,
            min_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(60),
            retry_conflict: false,
        }
    }
}

impl RetryPolicy {
    /// Returns the waits of one call, in order. The seed makes them reproducible.
    pub(crate) fn waits(&self, seed: Option<u64>) -> ExponentialBackoff {
        let builder = ExponentialBuilder::new()
            .with_min_delay(self.min_delay)
            .with_factor(2.0)
            .with_max_delay(self.max_delay.max(self.min_delay))
            .without_max_times()
            .with_jitter();
        match seed {
            Some(seed) => builder.with_jitter_seed(seed),
            None => builder,
        }
        .build()
    }

    /// Returns `true` if a response with this status may be followed by a better one.
    pub(crate) fn retries_status(&self, status: StatusCode) -> bool {
        match status.as_u16() {
            408 | 425 | 429 => true,
            409 => self.retry_conflict,
            code => code >= 500,
        }
    }
}

/// Time for which a call counts towards the budget.
const WINDOW: Duration = Duration::from_secs(10);
/// Retries per second that are always allowed, so that a single caller gets all of its own.
const MIN_RETRIES_PER_SEC: u32 = 10;
/// Retries allowed for each call of the window.
const RETRY_RATIO: f32 = 0.2;

/// Limit on retries, shared by all calls of a client, so that many callers do not multiply an
/// outage: with most calls failing, the client sends a fifth more requests than it has calls,
/// not nine times as many.
pub(crate) struct RetryBudget(TpsBudget);

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self(TpsBudget::new(WINDOW, MIN_RETRIES_PER_SEC, RETRY_RATIO))
    }

    /// Adds the share of one call.
    pub(crate) fn deposit(&self) {
        self.0.deposit();
    }

    /// Takes one retry, and returns `false` if none is left.
    pub(crate) fn withdraw(&self) -> bool {
        self.0.withdraw()
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RetryBudget")
    }
}
