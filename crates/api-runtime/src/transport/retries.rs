//! The attempts of one call.

use std::time::Duration;

use backon::ExponentialBackoff;
use bytes::Bytes;
use http::StatusCode;
use tokio::time::Instant;

use super::{
    Shared,
    attempt::{Limits, Progress, attempt},
    attempt_error::AttemptError,
    telemetry,
};
use crate::{
    CallError, CallOptions, ErrorKind, Sent, Settings,
    rate_limit::parse_rate_limit,
    request::OutgoingRequest,
    retry::{Attempt, Decision, Outcome, decide, may_have_taken_effect, parse_retry_after},
};

/// Attempts of one call: those that were made, and the time and retries that are left.
pub(super) struct Attempts<'a> {
    shared: &'a Shared,
    request: &'a OutgoingRequest,
    is_idempotent: bool,
    /// `true` if the caller needs the body of a success.
    needs_body: bool,
    clock: CallClock,
    /// Boxed because most calls have none.
    waits: Option<Box<ExponentialBackoff>>,
    number: u32,
    /// Number of attempts that found no server.
    unreachable: u32,
    /// `true` if an attempt before the last may have taken effect.
    sent_before: bool,
    /// Number of the HTTP client of the last attempt.
    client: u64,
    /// Progress of the last attempt.
    progress: Progress,
}

impl<'a> Attempts<'a> {
    /// Begins a call.
    pub(super) fn start(
        shared: &'a Shared,
        options: CallOptions,
        request: &'a OutgoingRequest,
        needs_body: bool,
    ) -> Self {
        shared.counters.count_call();
        shared.retries_left.deposit();
        Self {
            shared,
            request,
            is_idempotent: is_idempotent(options, request),
            needs_body,
            clock: CallClock::start(&shared.settings, options),
            waits: None,
            number: 0,
            unreachable: 0,
            sent_before: false,
            client: 0,
            progress: Progress::default(),
        }
    }

    /// Returns the number of attempts that were made.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Returns the time that is left of the call.
    pub(super) fn remaining(&self) -> Duration {
        self.clock.remaining()
    }

    /// Sends the request until it succeeds or another attempt is of no use.
    pub(super) async fn execute(&mut self) -> Result<http::Response<Bytes>, CallError> {
        loop {
            self.keep_pace().await;
            self.number += 1;
            self.progress = Progress::default();
            // What is sent only once gets only one response.
            let http =
                if self.is_idempotent { self.shared.http.current() } else { self.shared.http.with_room() };
            self.client = http.number;
            let limits = self.clock.attempt_limits(self.number, self.can_be_followed());
            let result = attempt(self.shared, &http.client, self.request, limits, &mut self.progress).await;
            telemetry::attempt_ended(self.number, &result);
            match self.check_status(result) {
                Ok(response) => return Ok(response),
                Err(error) => self.fail(error).await?,
            }
        }
    }

    /// Ends an attempt that has failed: waits until the next one, or returns the error if there is
    /// none.
    pub(super) async fn fail(&mut self, attempt_error: AttemptError) -> Result<(), CallError> {
        if attempt_error.wants_room() {
            self.shared.http.make_room(self.client);
        }
        let AttemptError { mut error, outcome } = attempt_error;
        let policy = &self.shared.settings.retry;
        self.unreachable += u32::from(outcome == Outcome::Unreachable);
        self.replace_connections(outcome);
        // An attempt that was not sent does not undo the effect of an earlier one.
        if error.sent() == Sent::No && (self.sent_before || self.progress.redirected) {
            error.set_sent(Sent::Maybe);
        }
        self.sent_before |= error.sent() != Sent::No;
        let waits =
            self.waits.get_or_insert_with(|| Box::new(policy.waits(self.shared.settings.jitter_seed)));
        let attempt = Attempt {
            is_idempotent: self.is_idempotent,
            outcome,
            acted: self.progress.acted,
            number: self.number,
            unreachable: self.unreachable,
            backoff: waits.next().unwrap_or(policy.max_delay),
            remaining: self.clock.remaining(),
        };
        // Of a success, only the response is missing.
        let is_success = error.status().is_some_and(|status| status.is_success());
        if !self.is_idempotent && (is_success || may_have_taken_effect(&attempt, policy)) {
            error.set_sent(Sent::Maybe);
        }
        let is_paid = !outcome.costs_budget() || self.progress.has_paid;
        match decide(&attempt, policy) {
            Decision::Wait(wait) if is_paid || self.shared.retries_left.withdraw() => {
                telemetry::retrying(self.number, wait);
                tokio::time::sleep(wait).await;
                Ok(())
            }
            Decision::Wait(_) => Err(error.not_retried("too many calls of this client fail")),
            Decision::TooLate => {
                let error = error.not_retried("the deadline leaves no time for the wait");
                Err(self.clock.reclassify_timeout(error))
            }
            Decision::Stop => Err(self.clock.reclassify_timeout(error)),
        }
    }

    /// Returns `true` if another attempt can follow one that runs out of time.
    fn can_be_followed(&self) -> bool {
        self.is_idempotent && self.number <= self.shared.settings.retry.max_retries
    }

    /// Waits if the server's rate limit is almost reached, unless the call would end before.
    async fn keep_pace(&self) {
        let Some(pace) = &self.shared.pace else { return };
        let wait = pace.reserve(Instant::now(), self.clock.remaining());
        if !wait.is_zero() {
            telemetry::slowing_down(wait);
            tokio::time::sleep(wait).await;
        }
    }

    /// Lets the next attempt begin with new connections, if the one of this attempt may no longer
    /// serve. A server that refuses a stream may want fewer at a time; one that refuses the same
    /// request again and again does not serve this connection.
    fn replace_connections(&self, outcome: Outcome) {
        const REFUSALS: u32 = 3;
        let no_longer_serves = match outcome {
            Outcome::Lost | Outcome::Cut => true,
            Outcome::Status { cut, .. } => cut,
            Outcome::NotProcessed | Outcome::ClosedInOrder => self.number >= REFUSALS,
            Outcome::Unreachable | Outcome::NotSent | Outcome::Final => false,
        };
        if no_longer_serves {
            self.shared.http.replace(self.client);
        }
    }

    /// Turns a response with a status that is not a success into an error.
    fn check_status(
        &self,
        result: Result<http::Response<Bytes>, AttemptError>,
    ) -> Result<http::Response<Bytes>, AttemptError> {
        let result = match result {
            Err(error) if !self.needs_body => error.into_success(),
            other => other,
        };
        match result {
            Ok(response) if response.status().is_success() => Ok(response),
            Ok(response) => {
                let status = response.status();
                let error = CallError::new(ErrorKind::Status, Sent::Yes, status.to_string());
                Err(self.error_status(status, error.with_response(response)))
            }
            Err(attempt_error) => Err(match attempt_error.error_status() {
                Some(status) => self.error_status(status, attempt_error.error),
                None => attempt_error,
            }),
        }
    }

    /// Evaluates an error response, whether or not its body is complete.
    fn error_status(&self, status: StatusCode, error: CallError) -> AttemptError {
        let mut error = error.with_redacted_body(&self.shared.secrets);
        let is_rate_limited = status == StatusCode::TOO_MANY_REQUESTS;
        if is_rate_limited {
            self.shared.counters.count_rate_limit_error(self.number);
        }
        let now = (self.shared.settings.now)();
        let not_processed = (self.shared.keep_problem)(&mut error);
        let retry_after = error.headers().and_then(|headers| {
            let reset = || parse_rate_limit(headers)?.reset_after(now);
            parse_retry_after(headers, now).or_else(|| if is_rate_limited { reset() } else { None })
        });
        let cut = error.kind() != ErrorKind::Status;
        AttemptError {
            error: error.with_retry_after(retry_after),
            outcome: Outcome::Status { status, retry_after, not_processed, cut },
        }
    }
}

/// Returns `true` if the request may be sent twice: the caller says so, or else the method.
pub(super) fn is_idempotent(options: CallOptions, request: &OutgoingRequest) -> bool {
    options.idempotent.unwrap_or_else(|| request.method.is_idempotent())
}

/// Time limits of one call.
struct CallClock {
    deadline: Instant,
    timeout: Duration,
    /// Limit of the first attempt where another can follow, if it is shorter.
    first_attempt: Option<Duration>,
}

impl CallClock {
    fn start(settings: &Settings, options: CallOptions) -> Self {
        let deadline = options.deadline.unwrap_or(settings.deadline);
        let now = Instant::now();
        // An explicit limit is that of every attempt.
        let first_attempt = match (options.timeout, settings.first_attempt_timeout, settings.timeout) {
            (Some(_), ..) | (None, None, Some(_)) => None,
            (None, Some(limit), _) => Some(limit),
            (None, None, None) => Some(Settings::DEFAULT_FIRST_ATTEMPT_TIMEOUT),
        };
        Self {
            deadline: now.checked_add(deadline).unwrap_or_else(|| now + MAX_DEADLINE),
            timeout: options.timeout.or(settings.timeout).unwrap_or(Settings::DEFAULT_TIMEOUT),
            first_attempt,
        }
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Returns the limits of an attempt. Where another can follow, the short one begins with that of
    /// the first and doubles with each attempt.
    fn attempt_limits(&self, attempt: u32, can_be_followed: bool) -> Limits {
        let whole = self.timeout.min(self.remaining());
        let short = self
            .first_attempt
            .filter(|_| can_be_followed)
            .map(|first| first.saturating_mul(1 << attempt.saturating_sub(1).min(16)))
            .filter(|short| *short < whole);
        Limits { short, whole }
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
