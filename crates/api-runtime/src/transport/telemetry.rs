//! What a call tells `tracing`, in OpenTelemetry's names for HTTP clients. No query, no
//! header, no body.

use std::{future::Future, time::Duration};

use reqwest::Url;
use tracing::{Instrument, Span, debug, field::Empty, info_span, warn};

use crate::{
    decode::Oddities,
    error::failure::{Answer, CallFacts, Failure},
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
            failure.answer.as_ref()
        }
    };
    if let Some(answer) = answer {
        span.record("http.response.status_code", answer.status.as_u16());
    }
    result
}

/// An attempt failed and another will follow.
pub(super) fn retrying(failure: &Failure, attempt: u32, wait: Duration) {
    Span::current().record("http.request.resend_count", attempt);
    debug!(
        attempt,
        error.type = ?failure.kind,
        detail = failure.detail,
        wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        "attempt failed; sending again"
    );
}

/// The body had fields that are not what the description says.
pub(super) fn warn_of(oddities: &Oddities, operation: &str) {
    for path in oddities.paths() {
        warn!(operation, path, "unexpected value in the answer; read as absent");
    }
    let unnamed = oddities.count().saturating_sub(oddities.paths().len());
    if unnamed > 0 {
        warn!(operation, unnamed, "more unexpected values in the answer; read as absent");
    }
}
