//! The attempts of one call.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use tokio::time::Instant;

use super::{
    Shared,
    attempt::{Progress, attempt},
    attempt_error::AttemptError,
    telemetry,
};
use crate::{
    CallError, CallOptions, ErrorKind, Sent,
    request::OutgoingRequest,
    retry::{Attempt, Decision, Outcome, decide, parse_retry_after},
};

/// Limit of the first attempt: the calls are small, and a connection that hangs should not cost
/// the whole `timeout`.
const FIRST_ATTEMPT_LIMIT: Duration = Duration::from_secs(5);

/// Sends the request until it succeeds or another attempt is of no use. Counts the attempts in
/// `attempts`.
pub(super) async fn execute_with_retries(
    shared: &Shared,
    options: CallOptions,
    request: &OutgoingRequest,
    attempts: &mut u32,
) -> Result<http::Response<Bytes>, CallError> {
    shared.counters.count_call();
    shared.budget.deposit();
    let clock = CallClock::start(shared, options);
    let mut waits = None;
    let mut sent_before = false;
    loop {
        *attempts += 1;
        let mut progress = Progress::default();
        let result = attempt(shared, request, clock.attempt_limit(*attempts), &mut progress).await;
        telemetry::attempt_ended(*attempts, &result);
        let AttemptError { mut error, outcome } = match check_status(shared, result, *attempts) {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        // An attempt that was not sent does not undo the effect of an earlier one.
        if error.sent() == Sent::No && (sent_before || progress.redirected) {
            error.set_sent(Sent::Maybe);
        }
        sent_before |= error.sent() != Sent::No;
        let policy = &shared.settings.retry;
        let waits = waits.get_or_insert_with(|| policy.waits(shared.settings.jitter_seed));
        let decision = decide(
            &Attempt {
                method: &request.method,
                idempotent: options.idempotent,
                outcome,
                acted: progress.acted,
                number: *attempts,
                backoff: waits.next().unwrap_or(policy.max_delay),
                remaining: clock.remaining(),
            },
            policy,
        );
        match decision {
            Decision::Wait(wait) if shared.budget.withdraw() => {
                telemetry::retrying(*attempts, wait);
                tokio::time::sleep(wait).await;
            }
            Decision::Wait(_) => return Err(error.not_retried("too many calls of this client fail")),
            Decision::TooLate => {
                let error = error.not_retried("the deadline leaves no time for the wait");
                return Err(clock.reclassify_timeout(error));
            }
            Decision::Stop => return Err(clock.reclassify_timeout(error)),
        }
    }
}

/// Turns a response with a status that is not a success into an error.
fn check_status(
    shared: &Shared,
    result: Result<http::Response<Bytes>, AttemptError>,
    attempt: u32,
) -> Result<http::Response<Bytes>, AttemptError> {
    match result {
        Ok(response) if response.status().is_success() => Ok(response),
        Ok(response) => {
            let status = response.status();
            let error = CallError::new(ErrorKind::Status, Sent::Yes, status.to_string());
            Err(error_status(shared, status, error.with_response(response), attempt))
        }
        Err(attempt_error) => Err(match attempt_error.error_status() {
            Some(status) => error_status(shared, status, attempt_error.error, attempt),
            None => attempt_error,
        }),
    }
}

/// Evaluates an error response, whether or not its body is complete.
fn error_status(shared: &Shared, status: StatusCode, error: CallError, attempt: u32) -> AttemptError {
    if status == StatusCode::TOO_MANY_REQUESTS {
        shared.counters.count_rate_limit_error(attempt);
    }
    let not_processed = error.body().is_some_and(shared.not_processed);
    let retry_after = error.headers().and_then(|headers| parse_retry_after(headers, (shared.settings.now)()));
    let cut = error.kind() != ErrorKind::Status;
    AttemptError {
        error: error.with_retry_after(retry_after),
        outcome: Outcome::Status { status, retry_after, not_processed, cut },
    }
}

/// Time limits of one call.
struct CallClock {
    deadline: Instant,
    timeout: Duration,
}

impl CallClock {
    fn start(shared: &Shared, options: CallOptions) -> Self {
        let deadline = options.deadline.unwrap_or(shared.settings.deadline);
        let now = Instant::now();
        Self {
            deadline: now.checked_add(deadline).unwrap_or_else(|| now + MAX_DEADLINE),
            timeout: options.timeout.unwrap_or(shared.settings.timeout),
        }
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Returns the limit of an attempt: it doubles with each one, up to `timeout`.
    fn attempt_limit(&self, attempt: u32) -> Duration {
        let doubled = FIRST_ATTEMPT_LIMIT.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        doubled.min(self.timeout).min(self.remaining())
    }

    /// Attributes a timeout to the call's deadline if that, not the attempt's limit, caused it.
    fn reclassify_timeout(&self, error: CallError) -> CallError {
        if error.kind() == ErrorKind::Timeout && self.remaining().is_zero() {
            error.into_deadline()
        } else {
            error
        }
    }
}

/// Deadline in place of one that `Instant` cannot represent, as in tokio.
const MAX_DEADLINE: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
