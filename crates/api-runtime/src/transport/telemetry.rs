//! What a call tells `tracing`, in OpenTelemetry's names for HTTP clients. No query, no
//! header, no body.

use std::{future::Future, time::Duration};

use reqwest::Url;
use tracing::{Instrument, Span, debug, field::Empty, info_span, warn};

use super::attempt::Broken;
use crate::{
    decode::Oddities,
    error::failure::{Answer, CallFacts, Failure},
    secret::Secrets,
};

/// The span of one call, over all its attempts.
pub(super) fn span(facts: &CallFacts, url: &Url) -> Span {
    info_span!(
        "api_call",
        otel.name = facts.operation,
        otel.kind = "client",
        http.request.method = facts.method.as_str(),
        url.scheme = url.scheme(),
        url.path = facts.path,
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}

/// Runs a call in its span and writes how it ended there.
pub(super) async fn traced(
    span: Span,
    call: impl Future<Output = Result<Answer, Failure>>,
) -> Result<Answer, Failure> {
    let result = call.instrument(span.clone()).await;
    let answer = match &result {
        Ok(answer) => Some(answer),
        Err(failure) => {
            span.record("error.type", tracing::field::debug(failure.kind));
            failure.answer.as_deref()
        }
    };
    if let Some(answer) = answer {
        span.record("http.response.status_code", answer.status.as_u16());
    }
    result
}

/// An attempt has ended, well or not.
pub(super) fn attempted(attempt: u32, ended: &Result<Answer, Broken>) {
    let (answer, failure) = match ended {
        Ok(answer) => (Some(answer), None),
        Err(broken) => (broken.failure.answer.as_deref(), Some(&broken.failure)),
    };
    debug!(
        attempt,
        http.response.status_code = answer.map(|answer| answer.status.as_u16()),
        error.type = failure.map(|failure| tracing::field::debug(failure.kind)),
        detail = failure.map(|failure| failure.detail.as_str()),
        "attempt ended"
    );
}

/// Another attempt will follow.
pub(super) fn retrying(attempt: u32, wait: Duration) {
    Span::current().record("http.request.resend_count", attempt);
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    debug!(attempt, wait_ms, "sending again after a wait");
}

/// The body had fields that are not what the description says.
pub(super) fn warn_of(oddities: &Oddities, operation: &str, secrets: &Secrets) {
    for path in oddities.paths() {
        let path = secrets.strike(path);
        warn!(operation, path, "unexpected value in the answer; read as absent");
    }
    let unnamed = oddities.count().saturating_sub(oddities.paths().len());
    if unnamed > 0 {
        warn!(operation, unnamed, "more unexpected values in the answer; read as absent");
    }
}
