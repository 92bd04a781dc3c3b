//! One attempt: a request, its redirects, a whole answer.

use std::{error::Error as StdError, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::Request;
use tokio::time::timeout;

use super::{Shared, body, redirect};
use crate::{
    ErrorKind, Sent,
    error::{
        excerpt::clean,
        failure::{Answer, Failure},
    },
    retry::Outcome,
};

/// An attempt that failed: what to tell the caller, and what it means for another attempt.
pub(super) struct Broken {
    pub(super) failure: Failure,
    pub(super) outcome: Outcome,
}

impl Broken {
    pub(super) fn last(failure: Failure) -> Self {
        Self { failure, outcome: Outcome::Final }
    }
}

/// How far an attempt has got.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress {
    /// The status of the answer whose body is being read.
    status: Option<StatusCode>,
    /// Whether the server has sent us on with the same request.
    pub(super) redirected: bool,
    /// Whether the server has sent us on to see what came of the request: it has acted on it.
    pub(super) acted: bool,
}

/// Makes one attempt within the time limit, which covers the last byte of the body.
pub(super) async fn attempt(
    shared: &Shared,
    request: &Request,
    limit: Duration,
    progress: &mut Progress,
) -> Result<Answer, Broken> {
    match timeout(limit, exchange(shared, request, progress)).await {
        Ok(ended) => ended,
        Err(_) => Err(timed_out(limit, progress.status)),
    }
}

async fn exchange(shared: &Shared, request: &Request, progress: &mut Progress) -> Result<Answer, Broken> {
    let mut next = copy(request)?;
    for _ in 0..=redirect::MOST {
        prepare(shared, request, &mut next)?;
        shared.counters.count_request();
        let method = next.method().clone();
        let response = shared.http.execute(next).await.map_err(no_answer)?;
        progress.status = Some(response.status());
        redirect::check_followed(request.url(), &response)?;
        match redirect::target(&response)? {
            None => return body::read(response, shared.settings.max_response_size).await,
            Some(url) => {
                next = redirect::follow(copy(request)?, method, response.status(), url);
                progress.status = None;
                progress.redirected = true;
                progress.acted |= next.method() != request.method();
            }
        }
    }
    Err(redirect::broken("redirected too often"))
}

/// The request to send, while the original waits for a redirect or another attempt.
fn copy(request: &Request) -> Result<Request, Broken> {
    if request.body().is_none() {
        // `try_clone` makes a table of extensions too, for a time limit that there is none of.
        let mut copy = Request::new(request.method().clone(), request.url().clone());
        copy.headers_mut().clone_from(request.headers());
        return Ok(copy);
    }
    request.try_clone().ok_or_else(|| {
        let detail = "a streamed request body cannot be sent";
        Broken::last(Failure::new(ErrorKind::Input, Sent::No, detail))
    })
}

/// Lets the interceptors see the request, then adds what only the server may see.
fn prepare(shared: &Shared, original: &Request, next: &mut Request) -> Result<(), Broken> {
    for interceptor in &shared.settings.interceptors {
        interceptor(next).map_err(|error| {
            let detail = "a request interceptor refused the request";
            let failure = Failure::new(ErrorKind::Interceptor, Sent::No, detail);
            Broken::last(failure.caused_by(error))
        })?;
    }
    if !redirect::is_same_origin(next.url(), original.url()) {
        let detail = "a request interceptor turned the request to another origin";
        return Err(Broken::last(Failure::new(ErrorKind::Interceptor, Sent::No, detail)));
    }
    let headers = next.headers_mut();
    for (name, value) in &shared.headers {
        headers.insert(name, value.clone());
    }
    Ok(())
}

fn timed_out(limit: Duration, status: Option<StatusCode>) -> Broken {
    let within = format!("within {:.1} s", limit.as_secs_f64());
    let Some(status) = status else {
        let failure = Failure::new(ErrorKind::Timeout, Sent::Maybe, format!("no answer {within}"));
        return Broken { failure, outcome: Outcome::Lost };
    };
    let detail = format!("answered {status}, but not whole {within}");
    let failure = Failure::new(ErrorKind::Timeout, Sent::Answered, detail);
    let answer = Answer { status, headers: HeaderMap::new(), body: Bytes::new() };
    Broken { failure: failure.with_answer(answer), outcome: Outcome::Cut }
}

/// What it means that reqwest has no answer for us.
fn no_answer(error: reqwest::Error) -> Broken {
    let error = error.without_url();
    let cause = clean(&root(&error).to_string());
    let (kind, sent, outcome, what) = if error.is_connect() {
        (ErrorKind::Connect, Sent::No, Outcome::NotSent, "could not connect")
    } else if error.is_builder() {
        (ErrorKind::Input, Sent::No, Outcome::Final, "the request cannot be sent")
    } else if error.is_redirect() {
        (ErrorKind::Redirect, Sent::Answered, Outcome::Final, "redirected by the HTTP client")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, Sent::Maybe, Outcome::Lost, "no answer in time")
    } else {
        (ErrorKind::Connection, Sent::Maybe, Outcome::Lost, "the connection broke before an answer")
    };
    let failure = Failure::new(kind, sent, format!("{what}: {cause}")).caused_by(error);
    Broken { failure, outcome }
}

/// The cause of all causes: "connection refused" says more than "error sending request".
pub(super) fn root(error: &reqwest::Error) -> &dyn StdError {
    let mut deepest: &dyn StdError = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest
}
