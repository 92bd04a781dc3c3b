//! Errors of one attempt, and what each means for another one.

use std::{error::Error as StdError, time::Duration};

use bytes::Bytes;
use http::StatusCode;

use crate::{CallError, ErrorKind, InterceptorError, Sent, error::one_line, retry::Outcome};

/// Error of an attempt: the error for the caller, and the outcome that the retry decision is
/// based on.
pub(super) struct AttemptError {
    pub(super) error: CallError,
    pub(super) outcome: Outcome,
}

impl AttemptError {
    /// Creates an error that another attempt would not change.
    pub(super) fn last(error: CallError) -> Self {
        Self { error, outcome: Outcome::Final }
    }

    pub(super) fn interceptor(source: InterceptorError) -> Self {
        let detail = "a request interceptor rejected the request";
        Self::last(CallError::new(ErrorKind::Interceptor, Sent::No, detail).with_source(source))
    }

    pub(super) fn changed_origin() -> Self {
        let detail = "a request interceptor changed the origin of the request";
        Self::last(CallError::new(ErrorKind::Interceptor, Sent::No, detail))
    }

    pub(super) fn redirect(detail: &'static str) -> Self {
        Self::last(CallError::new(ErrorKind::Redirect, Sent::Yes, detail))
    }

    /// Classifies an error of reqwest before a response arrived.
    pub(super) fn without_response(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let cause = root_cause(&error);
        let (kind, sent, outcome, event) = if error.is_connect() {
            (ErrorKind::Connect, Sent::No, Outcome::NotSent, "could not connect")
        } else if error.is_builder() {
            (ErrorKind::Input, Sent::No, Outcome::Final, "the request cannot be sent")
        } else if error.is_redirect() {
            (ErrorKind::Redirect, Sent::Yes, Outcome::Final, "redirected by the HTTP client")
        } else if error.is_timeout() {
            (ErrorKind::Timeout, Sent::Maybe, Outcome::Lost, "no response in time")
        } else {
            (ErrorKind::Connection, Sent::Maybe, Outcome::Lost, "the connection was lost before a response")
        };
        Self { error: CallError::new(kind, sent, format!("{event}: {cause}")).with_source(error), outcome }
    }

    /// Creates the error of an attempt that reached its time limit; `status` is that of the
    /// response whose body was being read.
    pub(super) fn timeout(limit: Duration, status: Option<StatusCode>) -> Self {
        let limit = limit.as_secs_f64();
        let Some(status) = status else {
            let detail = format!("no response within {limit:.1} s");
            let error = CallError::new(ErrorKind::Timeout, Sent::Maybe, detail);
            return Self { error, outcome: Outcome::Lost };
        };
        let detail = format!("{status}, but the body did not arrive within {limit:.1} s");
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = status;
        let error = CallError::new(ErrorKind::Timeout, Sent::Yes, detail).with_response(response);
        Self { error, outcome: Outcome::Cut }
    }

    /// Creates the error of a response whose body was cut or cannot be decompressed: reqwest
    /// does not distinguish the two, their cause does.
    pub(super) fn body(response: http::Response<Bytes>, error: reqwest::Error) -> Self {
        let cause = root_cause(&error);
        let detail = format!("{}, but the body cannot be read: {cause}", response.status());
        let error = CallError::new(ErrorKind::Body, Sent::Yes, detail).with_source(error);
        Self { error: error.with_response(response), outcome: Outcome::Cut }
    }

    pub(super) fn too_large(response: http::Response<Bytes>, limit: usize) -> Self {
        let detail = format!("{}, but the body is larger than {limit} bytes", response.status());
        Self::last(CallError::new(ErrorKind::TooLarge, Sent::Yes, detail).with_response(response))
    }

    /// Returns the status if a response arrived that is not a success, with or without its body.
    pub(super) fn error_status(&self) -> Option<StatusCode> {
        let is_incomplete = matches!(self.error.kind(), ErrorKind::Body | ErrorKind::Timeout);
        self.error.status().filter(|status| is_incomplete && !status.is_success())
    }
}

/// Returns the innermost cause: "connection refused" says more than "error sending request".
fn root_cause(error: &reqwest::Error) -> String {
    let mut deepest: &dyn StdError = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    one_line(&deepest.to_string())
}
