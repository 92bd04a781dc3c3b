//! Whether and when to send a request again.

mod policy;
mod retry_after;

use std::time::Duration;

use http::{Method, StatusCode};

pub use policy::RetryPolicy;
pub(crate) use policy::RetryBudget;
pub(crate) use retry_after::retry_after;

/// How one attempt ended, as far as sending it again is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection was made: the server has seen nothing.
    NotSent,
    /// The connection broke or the time ran out before the answer's head had come.
    Lost,
    /// The answer's head came, its body was cut, late or unreadable.
    Cut,
    /// An answer with a status that is not a success.
    Status {
        status: StatusCode,
        /// The wait that the server asks for.
        retry_after: Option<Duration>,
        /// The vendor's word that the request was not carried out.
        not_processed: bool,
        /// Whether its body was cut, late or unreadable.
        cut: bool,
    },
    /// Nothing that another attempt could mend.
    Final,
}

/// What to do after an attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Send again after this wait.
    Wait(Duration),
    /// Hand the failure to the caller, who has no time left for the wait.
    TooLate,
    /// Hand the failure to the caller.
    Stop,
}

/// The facts that a decision rests on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) method: &'a Method,
    /// The caller's word on whether the request may be sent twice; the method's otherwise.
    pub(crate) idempotent: Option<bool>,
    pub(crate) outcome: Outcome,
    /// Whether the server has acted on the request, although we do not know how it ended: it
    /// redirected us to where that is to be seen.
    pub(crate) acted: bool,
    /// How many attempts were made, this one included.
    pub(crate) number: u32,
    /// The wait that the policy has for this attempt.
    pub(crate) backoff: Duration,
    /// The time that the call has left.
    pub(crate) remaining: Duration,
}

/// Decides on the facts alone: no clock, no randomness, no I/O.
pub(crate) fn decide(attempt: &Attempt<'_>, policy: &RetryPolicy) -> Decision {
    if attempt.number > policy.max_retries || !is_worth_retrying(attempt, policy) {
        return Decision::Stop;
    }
    let asked = match attempt.outcome {
        Outcome::Status { retry_after, .. } => retry_after.unwrap_or_default(),
        _ => Duration::ZERO,
    };
    let wait = attempt.backoff.max(asked);
    if wait < attempt.remaining { Decision::Wait(wait) } else { Decision::TooLate }
}

fn is_worth_retrying(attempt: &Attempt<'_>, policy: &RetryPolicy) -> bool {
    let repeatable = attempt.idempotent.unwrap_or_else(|| attempt.method.is_idempotent());
    match attempt.outcome {
        Outcome::NotSent => repeatable || !attempt.acted,
        Outcome::Lost | Outcome::Cut => repeatable,
        Outcome::Status { status, not_processed, cut, .. } => {
            let not_taken = status == StatusCode::TOO_MANY_REQUESTS || not_processed;
            let surely_without_effect = not_taken && !attempt.acted;
            let may_pass = policy.retries_status(status);
            may_pass && surely_without_effect || repeatable && (may_pass || cut)
        }
        Outcome::Final => false,
    }
}

#[cfg(test)]
mod tests;
