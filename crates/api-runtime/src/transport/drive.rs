//! The attempts of one call.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use super::{
    Shared,
    attempt::{Broken, Progress, attempt},
    telemetry,
};
use crate::{
    CallOptions, ErrorKind, Sent,
    error::failure::{Answer, CallFacts, Failure},
    retry::{Attempt, Decision, Outcome, decide, retry_after},
};

/// What the first attempt is given: the calls are small, and a connection that hangs should
/// not cost the whole `timeout`.
const FIRST_LIMIT: Duration = Duration::from_secs(5);

/// Sends the request until it is answered well or there is no use in sending it again.
pub(super) async fn drive(
    shared: &Shared,
    options: CallOptions,
    request: &reqwest::Request,
    facts: &mut CallFacts,
) -> Result<Answer, Failure> {
    shared.counters.count_call();
    shared.budget.pay_in();
    let clock = CallClock::start(shared, options);
    let mut waits = None;
    let mut left_before = false;
    loop {
        facts.attempts += 1;
        let limit = clock.limit(facts.attempts);
        let mut progress = Progress::default();
        let ended = attempt(shared, request, limit, &mut progress).await;
        telemetry::attempted(facts.attempts, &ended);
        let Broken { mut failure, outcome } = match judge(shared, ended, facts.attempts) {
            Ok(answer) => return Ok(answer),
            Err(broken) => broken,
        };
        // What an earlier request may have done, a later one that was not sent does not undo.
        if failure.sent == Sent::No && (left_before || progress.redirected) {
            failure.sent = Sent::Maybe;
        }
        left_before |= failure.sent != Sent::No;
        let policy = &shared.settings.retry;
        let waits = waits.get_or_insert_with(|| policy.waits(shared.settings.jitter_seed));
        let decision = decide(
            &Attempt {
                method: request.method(),
                idempotent: options.idempotent,
                outcome,
                acted: progress.acted,
                number: facts.attempts,
                backoff: waits.next().unwrap_or(policy.max_delay),
                remaining: clock.remaining(),
            },
            policy,
        );
        match decision {
            Decision::Wait(wait) if shared.budget.draw() => {
                telemetry::retrying(facts.attempts, wait);
                tokio::time::sleep(wait).await;
            }
            Decision::Wait(_) => {
                return Err(failure.not_again("too many calls of this client fail"));
            }
            Decision::TooLate => {
                let failure = failure.not_again("the deadline leaves no time for the wait");
                return Err(clock.name(failure));
            }
            Decision::Stop => return Err(clock.name(failure)),
        }
    }
}

/// Tells a success from an answer that is none.
fn judge(shared: &Shared, ended: Result<Answer, Broken>, attempt: u32) -> Result<Answer, Broken> {
    match ended {
        Ok(answer) if answer.status.is_success() => Ok(answer),
        Ok(answer) => Err(refused(shared, Failure::answered(answer), attempt)),
        Err(broken) if broken.failure.is_refusal() => Err(refused(shared, broken.failure, attempt)),
        Err(broken) => Err(broken),
    }
}

/// An answer that is not a success, whether or not its body came whole.
fn refused(shared: &Shared, mut failure: Failure, attempt: u32) -> Broken {
    let Some(answer) = &failure.answer else { return Broken::last(failure) };
    let status = answer.status;
    if status == StatusCode::TOO_MANY_REQUESTS {
        shared.counters.count_rate_limit_error(attempt);
    }
    let not_processed = (shared.not_processed)(&answer.body);
    failure.retry_after = retry_after(&answer.headers, (shared.settings.now)());
    let retry_after = failure.retry_after;
    let cut = failure.kind != ErrorKind::Status;
    Broken { outcome: Outcome::Status { status, retry_after, not_processed, cut }, failure }
}

/// The time limits of one call.
struct CallClock {
    deadline: Instant,
    timeout: Duration,
}

impl CallClock {
    fn start(shared: &Shared, options: CallOptions) -> Self {
        let deadline = options.deadline.unwrap_or(shared.settings.deadline);
        let now = Instant::now();
        Self {
            // A deadline too far away to be told is thirty years off, as tokio has it.
            deadline: now.checked_add(deadline).unwrap_or_else(|| now + FAR_FUTURE),
            timeout: options.timeout.unwrap_or(shared.settings.timeout),
        }
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    fn limit(&self, attempt: u32) -> Duration {
        let doubled = FIRST_LIMIT.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        doubled.min(self.timeout).min(self.remaining())
    }

    /// Names a time-out that the call's deadline, not the attempt's limit, has brought about.
    fn name(&self, mut failure: Failure) -> Failure {
        if failure.kind == ErrorKind::Timeout && self.remaining().is_zero() {
            failure.kind = ErrorKind::Deadline;
            failure.detail = "the deadline passed before an answer had come whole".to_owned();
        }
        failure
    }
}

const FAR_FUTURE: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
