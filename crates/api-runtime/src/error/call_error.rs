//! The error of a call before the vendor's error body is parsed.

use std::{any::Any, borrow::Cow, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::{ErrorKind, Sent, message, shortened::Shortened};
use crate::{Problem, Response, SkippedFields, redaction::Secrets};

/// Boxed cause of an error.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// Operation, request and number of attempts of a call.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    /// `operationId` in the OpenAPI document, such as `user_get`.
    pub operation: &'static str,
    /// Method of the request.
    pub method: Method,
    /// Path of the request, without the query.
    pub path: String,
    /// Number of requests that were sent, or begun.
    pub attempts: u32,
    /// `true` if the request may be sent twice.
    pub(crate) is_idempotent: bool,
    /// Headers that may hold the server's id of the request, in order of preference.
    pub(crate) request_id_headers: &'static [&'static str],
}

impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallInfo")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &format_args!("\"{}\"", Shortened(&self.path)))
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// Error of a call, as a generated client returns it.
///
/// A facade converts it into its [`Error`](crate::Error), which parses the vendor's error body.
pub struct CallError(Box<Inner>);

pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) sent: Sent,
    /// Event in a few words, without any part of a body, a query or a header.
    pub(crate) detail: Cow<'static, str>,
    pub(crate) source: Option<Source>,
    pub(crate) call: Option<CallInfo>,
    /// Response, as much of it as arrived.
    pub(crate) response: Option<http::Response<Bytes>>,
    /// Delay that the response asks for.
    pub(crate) retry_after: Option<Duration>,
    /// Body of an error response, with the client's own secrets redacted.
    pub(crate) error_body: Option<ErrorBody>,
    /// Vendor's error in that body, if it has been looked for and found.
    pub(crate) problem: Option<Box<dyn Any + Send + Sync>>,
    /// Advice in place of that of the kind.
    pub(crate) hint: Option<&'static str>,
}

/// Body of an error response as it may be shown: without the client's own secrets.
pub(crate) struct ErrorBody {
    pub(crate) text: String,
    /// `true` if there was more.
    pub(crate) is_cut: bool,
}

/// Largest part of an error body that is read, in bytes.
pub(crate) const MAX_ERROR_BODY: usize = 64 * 1024;

/// Extension of a response of whose body only the beginning was read.
#[derive(Clone)]
pub(crate) struct Truncated;

impl CallError {
    /// Creates an error in a client's configuration, found before anything is sent.
    pub fn config(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, Sent::No, detail)
    }

    /// Creates an error in the arguments of a call, found before anything is sent.
    pub fn input(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Input, Sent::No, detail)
    }

    /// Creates an error for a successful response that cannot be used: it lacks the value that
    /// the method returns, or contradicts an earlier response.
    ///
    /// `detail` follows the status (`but the page repeats an earlier one`) and must not contain
    /// any part of the body.
    pub fn invalid_response<T>(response: Response<T>, kind: ErrorKind, detail: &str) -> Self {
        let (response, call) = response.into_parts();
        Self::new(kind, Sent::Yes, format!("{}, {detail}", response.status()))
            .with_response(response)
            .with_call(call)
    }

    /// Returns a response without a value, for an error that a facade reads as "does not exist".
    ///
    /// # Errors
    /// The error itself if no response arrived.
    pub fn into_none<T>(self) -> Result<Response<Option<T>>, Self> {
        self.into_response().map(|response| response.map(|()| None))
    }

    /// Returns the response if nothing failed but the deserialization of its body.
    ///
    /// # Errors
    /// The error itself if it is of another kind.
    pub fn into_undecoded(self) -> Result<Response<()>, Self> {
        match self.kind() {
            ErrorKind::Decode => self.into_response(),
            _ => Err(self),
        }
    }

    fn into_response(self) -> Result<Response<()>, Self> {
        match *self.0 {
            Inner { response: Some(response), call: Some(call), .. } => {
                Ok(Response::new((), response, call, SkippedFields::default()))
            }
            inner => Err(Self(Box::new(inner))),
        }
    }

    /// Returns as much of the response as arrived.
    pub(crate) fn into_http_response(mut self) -> Result<http::Response<Bytes>, Self> {
        self.0.response.take().ok_or(self)
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the operation and the request, if a call was begun.
    pub fn call(&self) -> Option<&CallInfo> {
        self.0.call.as_ref()
    }

    /// Returns the status of the response, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(http::Response::status)
    }

    /// Returns the body of the response, decompressed, if one arrived. It may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.response.as_ref().map(|response| &**response.body())
    }
}

impl CallError {
    pub(crate) fn new(kind: ErrorKind, sent: Sent, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            sent,
            detail: detail.into(),
            source: None,
            call: None,
            response: None,
            retry_after: None,
            error_body: None,
            problem: None,
            hint: None,
        }))
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_response(mut self, response: http::Response<Bytes>) -> Self {
        self.0.response = Some(response);
        self
    }

    pub(crate) fn with_call(mut self, call: CallInfo) -> Self {
        self.0.call = Some(call);
        self
    }

    /// Removes the client's own secrets from the headers of the response: a server may have
    /// echoed them in a request id.
    pub(crate) fn with_redacted_headers(mut self, secrets: &Secrets) -> Self {
        if let Some(response) = &mut self.0.response {
            secrets.redact_headers(response.headers_mut());
        }
        self
    }

    /// Keeps the body without the client's own secrets, as the server's reason for the error. A
    /// body that the connection has cut gives no reason: its end may be a part of a secret.
    pub(crate) fn with_redacted_body(mut self, secrets: &Secrets) -> Self {
        if self.0.error_body.is_some() {
            return self;
        }
        let Inner { kind: ErrorKind::Status | ErrorKind::Rejected, response: Some(response), .. } = &*self.0
        else {
            return self;
        };
        let body = response.body();
        let shown = &body[..body.len().min(MAX_ERROR_BODY)];
        let is_cut = shown.len() < body.len() || response.extensions().get::<Truncated>().is_some();
        self.0.error_body = Some(ErrorBody { text: secrets.redact_body(shown), is_cut });
        self
    }

    /// Sets advice in place of that of the kind.
    pub(crate) fn with_hint(mut self, hint: &'static str) -> Self {
        self.0.hint = Some(hint);
        self
    }

    pub(crate) fn with_retry_after(mut self, delay: Option<Duration>) -> Self {
        self.0.retry_after = delay;
        self
    }

    /// Turns the timeout of an attempt into that of the call.
    pub(crate) fn into_deadline(mut self) -> Self {
        self.0.kind = ErrorKind::Deadline;
        self.0.detail = "the deadline passed before a complete response arrived".into();
        self
    }

    /// Appends the reason why the request is not retried although it could be.
    pub(crate) fn not_retried(mut self, reason: &str) -> Self {
        self.0.detail = format!("{}; not retried: {reason}", self.0.detail).into();
        self
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    pub(crate) fn detail(&self) -> &str {
        &self.0.detail
    }

    pub(crate) fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(http::Response::headers)
    }

    pub(crate) fn sent(&self) -> Sent {
        self.0.sent
    }

    pub(crate) fn set_sent(&mut self, sent: Sent) {
        self.0.sent = sent;
    }

    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }

    /// Returns the message in a body that is not the vendor's error body.
    pub(super) fn excerpt(&self) -> Option<String> {
        self.0.error_body.as_ref().and_then(message::excerpt)
    }

    /// Looks for the vendor's error in the redacted body, if that is complete.
    pub(super) fn parse_problem<P: Problem>(&self) -> Option<P> {
        let body = self.0.error_body.as_ref().filter(|body| !body.is_cut)?;
        P::parse(body.text.as_bytes())
    }

    /// Looks for the vendor's error, and keeps it until the error is converted. Returns `true` if it
    /// says that the request was not processed.
    pub(crate) fn keep_problem<P: Problem>(&mut self) -> bool {
        let Some(problem) = self.parse_problem::<P>() else { return false };
        let not_processed = problem.not_processed();
        self.0.problem = Some(Box::new(problem));
        not_processed
    }

    /// Returns the vendor's error that was kept.
    pub(super) fn take_problem<P: Problem>(&mut self) -> Option<Box<P>> {
        self.0.problem.take()?.downcast().ok()
    }

    /// Returns `true` if the error body is a page of HTML, which comes hardly from an API.
    pub(super) fn has_page(&self) -> bool {
        self.0.error_body.as_ref().is_some_and(|body| body.text.trim_start().starts_with('<'))
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::write_line(f, self, self.excerpt().as_deref())
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::write_debug(f, "CallError", self, self.excerpt().as_deref())
    }
}

impl std::error::Error for CallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source()
    }
}
