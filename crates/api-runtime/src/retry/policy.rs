//! Number, delay and conditions of retries.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;

/// Number of retries and the waits before them.
///
/// The wait before retry `k` is uniform in `[1, 2) · min_delay · 2^(k-1)`, at most twice
/// `max_delay`, and never shorter than the delay that the server asks for. It differs between
/// calls, clients and processes, so that callers that failed together do not return together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Maximum number of retries of a request. Default 8.
    pub max_retries: u32,
    /// Maximum number of retries while no connection is possible: the host is unknown, nobody
    /// listens there, or it does not respond within `connect_timeout`. `max_retries` is a limit of
    /// them too. Default 2, which takes up to three seconds, beside the time that connecting takes.
    pub max_connect_retries: u32,
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
            max_connect_retries: 2,
            min_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(60),
            retry_conflict: false,
        }
    }
}

impl RetryPolicy {
    /// Returns the waits of one call, in order. A seed makes them reproducible; without, they
    /// differ from those of every other call.
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
