//! Counters of a client.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Number of attempts that are counted apart; later ones count for the last.
const MAX_COUNTED_ATTEMPTS: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct Counters {
    calls: AtomicU64,
    requests: AtomicU64,
    rate_limit_errors: [AtomicU64; MAX_COUNTED_ATTEMPTS],
}

impl Counters {
    pub(crate) fn count_call(&self) {
        self.calls.fetch_add(1, Relaxed);
    }

    pub(crate) fn count_request(&self) {
        self.requests.fetch_add(1, Relaxed);
    }

    /// `attempt` counts from 1.
    pub(crate) fn count_rate_limit_error(&self, attempt: u32) {
        let index = (attempt.saturating_sub(1) as usize).min(MAX_COUNTED_ATTEMPTS - 1);
        self.rate_limit_errors[index].fetch_add(1, Relaxed);
    }

    pub(crate) fn snapshot(&self) -> Stats {
        let mut by_attempt: Vec<u64> =
            self.rate_limit_errors.iter().map(|count| count.load(Relaxed)).collect();
        let used = by_attempt.iter().rposition(|&count| count > 0).map_or(0, |last| last + 1);
        by_attempt.truncate(used);
        Stats {
            calls: self.calls.load(Relaxed),
            requests: self.requests.load(Relaxed),
            rate_limit_errors: by_attempt,
        }
    }
}

/// Number of calls, requests and rate-limit errors of a client and its clones.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Calls that were begun.
    pub calls: u64,
    /// Requests that were sent for them, including retries.
    pub requests: u64,
    /// Responses with status 429 by attempt, beginning with the first.
    pub rate_limit_errors: Vec<u64>,
}
