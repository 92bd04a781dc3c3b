//! The decision whether and when to retry.

mod budget;
mod policy;
mod retry_after;

use std::time::Duration;

use http::StatusCode;

pub(crate) use budget::RetriesLeft;
pub use budget::RetryBudget;
pub use policy::RetryPolicy;
pub(crate) use retry_after::parse_retry_after;

/// Outcome of one attempt, as far as retrying it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection is possible: the host is unknown, nobody listens there, or it does not respond.
    Unreachable,
    /// No connection was made: the server has received nothing.
    NotSent,
    /// The server has closed the stream or the connection and states that it did not process the
    /// request.
    NotProcessed,
    /// The server has closed the connection in good order; whether it processed the request is unknown.
    ClosedInOrder,
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

impl Outcome {
    /// Returns `true` if another attempt adds to a possible outage. A server that names a time or
    /// a limit, or closes a connection in good order, is none.
    pub(crate) fn costs_budget(self) -> bool {
        match self {
            Self::NotProcessed | Self::ClosedInOrder => false,
            Self::Status { status, retry_after, .. } => {
                status != StatusCode::TOO_MANY_REQUESTS && retry_after.is_none()
            }
            _ => true,
        }
    }
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
pub(crate) struct Attempt {
    /// `true` if the request may be sent twice.
    pub(crate) is_idempotent: bool,
    pub(crate) outcome: Outcome,
    /// `true` if the server has acted on the request with an unknown result: it redirected to the
    /// result.
    pub(crate) acted: bool,
    /// Number of attempts that were made, including this one.
    pub(crate) number: u32,
    /// Number of attempts that ended as [`Outcome::Unreachable`], including this one.
    pub(crate) unreachable: u32,
    /// Wait of the policy after this attempt.
    pub(crate) backoff: Duration,
    /// Time that the call has left.
    pub(crate) remaining: Duration,
}

/// Decides on the facts alone, without clock, randomness or I/O.
pub(crate) fn decide(attempt: &Attempt, policy: &RetryPolicy) -> Decision {
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

fn is_worth_retrying(attempt: &Attempt, policy: &RetryPolicy) -> bool {
    let Attempt { is_idempotent, acted, .. } = *attempt;
    match attempt.outcome {
        Outcome::Unreachable => {
            attempt.unreachable <= policy.max_connect_retries && (is_idempotent || !acted)
        }
        Outcome::NotSent | Outcome::NotProcessed => is_idempotent || !acted,
        Outcome::ClosedInOrder | Outcome::Lost | Outcome::Cut => is_idempotent,
        Outcome::Status { status, cut, .. } => {
            let is_transient = policy.retries_status(status);
            is_transient && had_no_effect(attempt) || is_idempotent && (is_transient || cut)
        }
        Outcome::Final => false,
    }
}

/// Returns `true` if the request may have taken effect, as far as the outcome tells.
pub(crate) fn may_have_taken_effect(attempt: &Attempt, policy: &RetryPolicy) -> bool {
    attempt.acted
        || match attempt.outcome {
            Outcome::Unreachable | Outcome::NotSent | Outcome::NotProcessed | Outcome::Final => false,
            Outcome::ClosedInOrder | Outcome::Lost | Outcome::Cut => true,
            Outcome::Status { status, .. } => policy.retries_status(status) && !had_no_effect(attempt),
        }
}

fn had_no_effect(attempt: &Attempt) -> bool {
    let Outcome::Status { status, not_processed, .. } = attempt.outcome else { return false };
    (status == StatusCode::TOO_MANY_REQUESTS || not_processed) && !attempt.acted
}

#[cfg(test)]
mod tests;
