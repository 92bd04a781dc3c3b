//! Spans and events of a call, with OpenTelemetry's names for HTTP clients. They contain no
//! query, no header and no body.

use std::time::Duration;

use bytes::Bytes;
use reqwest::Url;
use tracing::{Span, debug, field::Empty, info_span, warn};

use super::attempt_error::AttemptError;
use crate::{
    CallError, CallInfo,
    decode::{MALFORMED, MAX_LOGGED_PATHS, SkippedFields},
};

/// Longest path in a span, in bytes: an id may be of any length.
const MAX_PATH_LENGTH: usize = 200;

/// Creates the span of one call, over all its attempts.
pub(super) fn span(call: &CallInfo, url: &Url) -> Span {
    info_span!(
        "api_call",
        otel.name = call.operation,
        otel.kind = "client",
        http.request.method = call.method.as_str(),
        url.scheme = url.scheme(),
        url.path = call.path.get(..MAX_PATH_LENGTH).unwrap_or(&call.path),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}

/// Records the result of a call in its span.
pub(super) fn call_ended(span: &Span, result: &Result<http::Response<Bytes>, CallError>) {
    let status = match result {
        Ok(response) => Some(response.status()),
        Err(error) => {
            span.record("error.type", tracing::field::debug(error.kind()));
            error.status()
        }
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
}

/// Logs the end of an attempt.
pub(super) fn attempt_ended(attempt: u32, result: &Result<http::Response<Bytes>, AttemptError>) {
    let (status, error) = match result {
        Ok(response) => (Some(response.status()), None),
        Err(AttemptError { error, .. }) => (error.status(), Some(error)),
    };
    debug!(
        attempt,
        http.response.status_code = status.map(|status| status.as_u16()),
        error.type = error.map(|error| tracing::field::debug(error.kind())),
        detail = error.map(CallError::detail),
        "attempt ended"
    );
}

/// Logs that another attempt follows.
pub(super) fn retrying(attempt: u32, wait: Duration) {
    Span::current().record("http.request.resend_count", attempt);
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    debug!(attempt, wait_ms, "sending again after a wait");
}

/// Logs that a request waits for its turn within the server's rate limit.
pub(super) fn slowing_down(wait: Duration) {
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    debug!(wait_ms, "waiting to stay within the rate limit");
}

/// Warns of the fields of a body that were skipped.
pub(super) fn warn_skipped(skipped: &SkippedFields, operation: &str) {
    let named = skipped.paths().iter().take(MAX_LOGGED_PATHS);
    let unnamed = skipped.count().saturating_sub(named.len());
    for path in named {
        warn!(operation, path, "{MALFORMED}");
    }
    if unnamed > 0 {
        warn!(operation, unnamed, "more malformed values in the response; read as absent");
    }
}
