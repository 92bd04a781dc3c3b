//! One attempt: a request, its redirects and a complete response.

use std::{pin::pin, time::Duration};

use bytes::Bytes;
use http::{StatusCode, header};
use reqwest::{Client, Request, Response};
use tokio::time::timeout;

use super::{Shared, attempt_error::AttemptError, body, content_encoding, redirect, sending::Watch};
use crate::request::OutgoingRequest;

/// Progress of an attempt.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress {
    /// Status of the response whose body is being read.
    status: Option<StatusCode>,
    /// `true` if the next attempt has been taken from the retry budget.
    pub(super) has_paid: bool,
    /// `true` if the server has redirected the same request.
    pub(super) redirected: bool,
    /// `true` if the server has acted on the request: it redirected to the result.
    pub(super) acted: bool,
}

/// Time limits of an attempt.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Limit that ends the attempt only if another can follow.
    pub(super) short: Option<Duration>,
    pub(super) whole: Duration,
}

/// Makes one attempt within its time limits, which cover the last byte of the body.
///
/// The short limit takes the next attempt from the retry budget. If nothing is left of it, no
/// attempt could follow, and this one is given the rest of the whole limit: many calls that are slow
/// together end late instead of failing.
pub(super) async fn attempt(
    shared: &Shared,
    client: &Client,
    request: &OutgoingRequest,
    limits: Limits,
    progress: &mut Progress,
) -> Result<http::Response<Bytes>, AttemptError> {
    let reached = {
        let mut exchange = pin!(exchange(shared, client, request, progress));
        let mut rest = limits.whole;
        let mut reached = None;
        if let Some(short) = limits.short {
            match timeout(short, exchange.as_mut()).await {
                Ok(result) => return result,
                Err(_) if shared.retries_left.withdraw() => reached = Some(short),
                Err(_) => rest = limits.whole.saturating_sub(short),
            }
        }
        if reached.is_none()
            && let Ok(result) = timeout(rest, exchange).await
        {
            return result;
        }
        reached
    };
    progress.has_paid = reached.is_some();
    Err(AttemptError::timeout(reached.unwrap_or(limits.whole), progress.status))
}

async fn exchange(
    shared: &Shared,
    client: &Client,
    request: &OutgoingRequest,
    progress: &mut Progress,
) -> Result<http::Response<Bytes>, AttemptError> {
    let mut response = respond(shared, client, request, progress).await?;
    body::read(&mut response, shared.settings.max_response_size).await
}

/// Sends the request, follows its redirects, and returns the response before its body is read.
async fn respond(
    shared: &Shared,
    client: &Client,
    request: &OutgoingRequest,
    progress: &mut Progress,
) -> Result<Response, AttemptError> {
    let mut method = request.method.clone();
    let (mut pending, mut watch) = send(shared, request, request.to_reqwest(), client)?;
    let mut redirects = 0;
    loop {
        let response =
            pending.await.map_err(|error| AttemptError::without_response(error, watch.sending()))?;
        progress.status = Some(response.status());
        shared.responded(&response);
        redirect::check_followed(&request.url, &response)?;
        let Some(url) = redirect::target(&response)? else { return Ok(response) };
        let next = redirect::follow(request.to_reqwest(), method, response.status(), url);
        method = next.method().clone();
        progress.status = None;
        progress.redirected = true;
        progress.acted |= method != request.method;
        redirects += 1;
        if redirects > redirect::MAX_REDIRECTS {
            return Err(AttemptError::redirect("redirected too often"));
        }
        (pending, watch) = send(shared, request, next, client)?;
    }
}

/// Begins to send a request: the original one, or that of a redirect.
pub(super) fn send(
    shared: &Shared,
    original: &OutgoingRequest,
    mut next: Request,
    client: &Client,
) -> Result<(impl Future<Output = reqwest::Result<Response>> + use<>, Watch), AttemptError> {
    prepare(shared, original, &mut next)?;
    shared.counters.count_request();
    let watch = Watch::new(&mut next);
    Ok((client.execute(next), watch))
}

/// Runs the interceptors, then adds what only the server may see.
fn prepare(shared: &Shared, original: &OutgoingRequest, next: &mut Request) -> Result<(), AttemptError> {
    for interceptor in &shared.settings.interceptors {
        interceptor(next).map_err(AttemptError::interceptor)?;
        if !redirect::is_same_origin(next.url(), &original.url) {
            return Err(AttemptError::changed_origin());
        }
    }
    let headers = next.headers_mut();
    for (name, value) in &shared.headers {
        headers.insert(name, value.clone());
    }
    headers.entry(header::ACCEPT_ENCODING).or_insert(content_encoding::ACCEPTED);
    Ok(())
}
