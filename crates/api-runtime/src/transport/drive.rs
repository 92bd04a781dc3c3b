//! The attempts of one call.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    Shared,
    attempt::{Broken, attempt},
    telemetry,
};
use crate::{
    CallOptions, ErrorKind,
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
    loop {
        facts.attempts += 1;
        let limit = clock.limit(facts.attempts);
        let ended = attempt(shared, request, limit).await;
        let Broken { failure, outcome } = match ended {
            Ok(answer) if answer.status.is_success() => return Ok(answer),
            Ok(answer) => refused(shared, answer, facts.attempts),
            Err(broken) => broken,
        };
        let policy = &shared.settings.retry;
        let waits = waits.get_or_insert_with(|| policy.waits(shared.settings.jitter_seed));
        let decision = decide(
            &Attempt {
                method: request.method(),
                idempotent: options.idempotent,
                outcome,
                number: facts.attempts,
                backoff: waits.next().unwrap_or(policy.max_delay),
                remaining: clock.remaining(),
            },
            policy,
        );
        match decision {
            Decision::Wait(wait) if shared.budget.draw() => {
                telemetry::retrying(&failure, facts.attempts, wait);
                tokio::time::sleep(wait).await;
            }
            _ => return Err(clock.judge(failure)),
        }
    }
}

fn refused(shared: &Shared, answer: Answer, attempt: u32) -> Broken {
    let status = answer.status;
    if status == http::StatusCode::TOO_MANY_REQUESTS {
        shared.counters.count_rate_limit_error(attempt);
    }
    let retry_after = retry_after(&answer.headers, (shared.settings.now)());
    let not_processed = (shared.not_processed)(&answer.body);
    Broken {
        outcome: Outcome::Status { status, retry_after, not_processed },
        failure: Failure::answered(answer, retry_after),
    }
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

    /// A time-out that the call's deadline, not the attempt's limit, has brought about.
    fn judge(&self, mut failure: Failure) -> Failure {
        if failure.kind == ErrorKind::Timeout && self.remaining().is_zero() {
            failure.kind = ErrorKind::Deadline;
            failure.detail = "the deadline passed before an answer had come whole".to_owned();
        }
        failure
    }
}

const FAR_FUTURE: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
