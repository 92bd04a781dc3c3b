//! One attempt: a request, its redirects and a complete response.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use reqwest::Request;
use tokio::time::timeout;

use super::{Shared, attempt_error::AttemptError, body, redirect};
use crate::request::OutgoingRequest;

/// Progress of an attempt.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress {
    /// Status of the response whose body is being read.
    status: Option<StatusCode>,
    /// `true` if the server has redirected the same request.
    pub(super) redirected: bool,
    /// `true` if the server has acted on the request: it redirected to the result.
    pub(super) acted: bool,
}

/// Makes one attempt within the time limit, which covers the last byte of the body.
pub(super) async fn attempt(
    shared: &Shared,
    request: &OutgoingRequest,
    limit: Duration,
    progress: &mut Progress,
) -> Result<http::Response<Bytes>, AttemptError> {
    match timeout(limit, exchange(shared, request, progress)).await {
        Ok(result) => result,
        Err(_) => Err(AttemptError::timeout(limit, progress.status)),
    }
}

async fn exchange(
    shared: &Shared,
    request: &OutgoingRequest,
    progress: &mut Progress,
) -> Result<http::Response<Bytes>, AttemptError> {
    let mut next = request.to_reqwest();
    for _ in 0..=redirect::MAX_REDIRECTS {
        prepare(shared, request, &mut next)?;
        shared.counters.count_request();
        let method = next.method().clone();
        let response = shared.http.execute(next).await.map_err(AttemptError::without_response)?;
        progress.status = Some(response.status());
        redirect::check_followed(&request.url, &response)?;
        match redirect::target(&response)? {
            None => return body::read(response, shared.settings.max_response_size).await,
            Some(url) => {
                next = redirect::follow(request.to_reqwest(), method, response.status(), url);
                progress.status = None;
                progress.redirected = true;
                progress.acted |= *next.method() != request.method;
            }
        }
    }
    Err(AttemptError::redirect("redirected too often"))
}

/// Runs the interceptors, then adds what only the server may see.
pub(super) fn prepare(
    shared: &Shared,
    original: &OutgoingRequest,
    next: &mut Request,
) -> Result<(), AttemptError> {
    for interceptor in &shared.settings.interceptors {
        interceptor(next).map_err(AttemptError::interceptor)?;
    }
    if !redirect::is_same_origin(next.url(), &original.url) {
        return Err(AttemptError::changed_origin());
    }
    let headers = next.headers_mut();
    for (name, value) in &shared.headers {
        headers.insert(name, value.clone());
    }
    Ok(())
}
