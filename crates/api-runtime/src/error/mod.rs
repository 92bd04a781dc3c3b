//! The one error of a call.

mod display;
pub(crate) mod excerpt;
mod failed;
pub(crate) mod failure;
mod kind;

use std::{fmt, time::Duration};

use http::{Method, StatusCode};

pub use failed::Failed;
pub use kind::{ErrorKind, Sent};

use self::failure::{CallFacts, Failure, Source};
use crate::{Problem, RateLimit, Response, response::Meta};

/// Why a call, or the building of a client, failed. `P` is the vendor's own error body.
///
/// `Display` is one line for a person: which operation, what happened, what the server said,
/// how many attempts were made, what to do. Neither it nor `Debug` nor any source shows a
/// token, a password, a query or a body.
#[non_exhaustive]
pub struct Error<P> {
    inner: Box<Inner<P>>,
}

pub(crate) struct Inner<P> {
    kind: ErrorKind,
    sent: Sent,
    detail: String,
    source: Option<Source>,
    call: Option<CallFacts>,
    meta: Option<Meta>,
    problem: Option<P>,
    /// What the server said, where the body was not of the documented form.
    excerpt: Option<String>,
    retry_after: Option<Duration>,
}

impl<P: Problem> Error<P> {
    /// A failure found before anything is sent, in a client's configuration.
    pub fn config(detail: impl Into<String>) -> Self {
        Self::local(ErrorKind::Config, detail.into())
    }

    /// A failure found before anything is sent, in the arguments of a call.
    pub fn input(detail: impl Into<String>) -> Self {
        Self::local(ErrorKind::Input, detail.into())
    }

    /// A successful answer that a facade cannot use: it lacks what the method is to hand out,
    /// or makes no sense after the answer before it. `detail` shows no part of the body.
    pub fn unusable<T>(response: Response<T>, kind: ErrorKind, detail: &str) -> Self {
        let (meta, call) = response.into_parts();
        let detail = format!("answered {}, {detail}", meta.status);
        let failure = Failure::new(kind, Sent::Answered, detail);
        Self::assemble(failure.with_answer(meta.into_answer()), Some(call), None, None)
    }

    fn local(kind: ErrorKind, detail: String) -> Self {
        let (sent, call) = (Sent::No, None);
        Self::assemble(Failure::new(kind, sent, detail), call, None, None)
    }

    fn assemble(
        failure: Failure,
        call: Option<CallFacts>,
        problem: Option<P>,
        excerpt: Option<String>,
    ) -> Self {
        let Failure { kind, sent, detail, source, answer, retry_after } = failure;
        let attempts = call.as_ref().map_or(0, |call| call.attempts);
        let meta = answer.map(|answer| Meta::new(*answer, attempts));
        let inner = Inner { kind, sent, detail, source, call, meta, problem, excerpt, retry_after };
        Self { inner: Box::new(inner) }
    }

    /// An answer without a value, for an error that a facade reads as "there is none".
    /// The error itself where no answer came.
    pub fn into_absent<T>(self) -> Result<Response<Option<T>>, Self> {
        match *self.inner {
            Inner { meta: Some(meta), call: Some(call), .. } => Ok(Response::new(None, meta, call)),
            inner => Err(Self { inner: Box::new(inner) }),
        }
    }
}

impl<P> Error<P> {
    /// What went wrong, coarsely.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The description's `operationId`, where a call was begun.
    pub fn operation(&self) -> Option<&'static str> {
        self.inner.call.as_ref().map(|call| call.operation)
    }

    /// The request's method, where a call was begun.
    pub fn method(&self) -> Option<&Method> {
        self.inner.call.as_ref().map(|call| &call.method)
    }

    /// The request's path, without the query, where a call was begun.
    pub fn path(&self) -> Option<&str> {
        self.inner.call.as_ref().map(|call| call.path.as_str())
    }

    /// The status of the answer, where one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.meta.as_ref().map(|meta| meta.status)
    }

    /// The body of the answer as it came, decompressed, where one came. It may hold anything,
    /// secrets included.
    pub fn raw(&self) -> Option<&[u8]> {
        self.inner.meta.as_ref().map(|meta| &*meta.raw)
    }

    /// The vendor's error body, where the answer held one of the documented form.
    pub fn problem(&self) -> Option<&P> {
        self.inner.problem.as_ref()
    }

    /// How many requests were sent, or begun.
    pub fn attempts(&self) -> u32 {
        self.inner.call.as_ref().map_or(0, |call| call.attempts)
    }

    /// Whether the server can have seen the request.
    pub fn sent(&self) -> Sent {
        self.inner.sent
    }

    /// The wait that the server asked for, where it did.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// What the server says of its rate limit, where it does.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.inner.meta.as_ref().and_then(Meta::rate_limit)
    }

    /// The server's id for the request, to quote to the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.meta.as_ref().and_then(Meta::request_id)
    }

    /// Whether an attempt or the whole call took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind(), ErrorKind::Timeout | ErrorKind::Deadline)
    }

    /// Whether no connection was made.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the server asks for fewer requests.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the status is 404, of whatever cause.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the server does not accept the credentials.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether the same call may succeed later. It says nothing of whether sending it twice
    /// does harm: see [`Error::sent`].
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect
            | ErrorKind::Connection
            | ErrorKind::Timeout
            | ErrorKind::Deadline
            | ErrorKind::Body => true,
            ErrorKind::Status => self
                .status()
                .is_some_and(|status| matches!(status.as_u16(), 408 | 425 | 429) || status.as_u16() >= 500),
            _ => false,
        }
    }
}

/// The same line as `Display`, since this is what a `main` that returns the error prints, and
/// `unwrap`; the fields with `{:#?}`.
impl<P: Problem> fmt::Debug for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("call", &self.inner.call)
            .field("status", &self.status())
            .field("sent", &self.sent())
            .field("detail", &self.inner.detail)
            .field("said", &self.said())
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl<P: Problem> std::error::Error for Error<P> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
