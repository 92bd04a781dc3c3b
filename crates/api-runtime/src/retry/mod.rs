//! The decision whether and when to retry.

mod policy;
mod retry_after;

use std::time::Duration;

use http::{Method, StatusCode};

pub(crate) use policy::RetryBudget;
pub use policy::RetryPolicy;
pub(crate) use retry_after::parse_retry_after;

/// Outcome of one attempt, as far as retrying it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection was made: the server has received nothing.
    NotSent,
    /// The connection was lost or the time ran out before the head of a response arrived.
    Lost,
    /// The head of a response arrived, its body was cut, late or unreadable.
    Cut,
    /// A response with a status that is not a success.
    Status {
        status: StatusCode,
        /// Delay that the server asks for.
        retry_after: Option<Duration>,
        /// `true` if the vendor reports that the request was not processed.
        not_processed: bool,
        /// `true` if its body was cut, late or unreadable.
        cut: bool,
    },
    /// A failure that another attempt would not change.
    Final,
}

/// Decision after an attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Retry after this wait.
    Wait(Duration),
    /// Return the error, since the deadline leaves no time for the wait.
    TooLate,
    /// Return the error.
    Stop,
}

/// Facts that a decision is based on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) method: &'a Method,
    /// `true` if the caller permits sending the request twice. The method decides if not set.
    pub(crate) idempotent: Option<bool>,
    pub(crate) outcome: Outcome,
    /// `true` if the server has acted on the request with an unknown result: it redirected to the
    /// result.
    pub(crate) acted: bool,
    /// Number of attempts that were made, including this one.
    pub(crate) number: u32,
    /// Wait of the policy after this attempt.
    pub(crate) backoff: Duration,
    /// Time that the call has left.
    pub(crate) remaining: Duration,
}

/// Decides on the facts alone, without clock, randomness or I/O.
pub(crate) fn decide(attempt: &Attempt<'_>, policy: &RetryPolicy) -> Decision {
    if attempt.number > policy.max_retries || !is_worth_retrying(attempt, policy) {
        return Decision::Stop;
    }
    let retry_after = match attempt.outcome {
        Outcome::Status { retry_after, .. } => retry_after.unwrap_or_default(),
        _ => Duration::ZERO,
    };
    let wait = attempt.backoff.max(retry_after);
    if wait < attempt.remaining { Decision::Wait(wait) } else { Decision::TooLate }
}

fn is_worth_retrying(attempt: &Attempt<'_>, policy: &RetryPolicy) -> bool {
    let is_repeatable = attempt.idempotent.unwrap_or_else(|| attempt.method.is_idempotent());
    match attempt.outcome {
        Outcome::NotSent => is_repeatable || !attempt.acted,
        Outcome::Lost | Outcome::Cut => is_repeatable,
        Outcome::Status { status, not_processed, cut, .. } => {
            let was_ignored = status == StatusCode::TOO_MANY_REQUESTS || not_processed;
            let had_no_effect = was_ignored && !attempt.acted;
            let is_transient = policy.retries_status(status);
            is_transient && had_no_effect || is_repeatable && (is_transient || cut)
        }
        Outcome::Final => false,
    }
}

#[cfg(test)]
mod tests;
