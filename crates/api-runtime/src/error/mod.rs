//! The error of a call.

mod body;
mod call_error;
mod message;
mod shortened;

use std::{fmt, time::Duration};

use http::{HeaderMap, Method, StatusCode};

pub use call_error::{CallError, CallInfo};
pub(crate) use call_error::{ErrorBody, MAX_ERROR_BODY, Source, Truncated};
pub(crate) use message::one_line;
pub(crate) use shortened::Shortened;

use crate::{CredentialProblem, Problem, RateLimit, rate_limit::parse_rate_limit, response};

/// Coarse kind of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's configuration cannot work; `build()` reports it.
    Config,
    /// The arguments of the call cannot be sent; nothing was.
    Input,
    /// No connection was made: connection refused, unknown host, failed TLS handshake.
    Connect,
    /// No connection was made, because the server's certificate is not accepted: it has expired, is
    /// for another host, or is not from an authority that this system trusts.
    Certificate,
    /// The connection was lost before a response arrived.
    Connection,
    /// The last attempt took longer than its limit.
    Timeout,
    /// The call took longer than its deadline, over all attempts and waits.
    Deadline,
    /// A response began and was cut, or could not be decompressed.
    Body,
    /// The response is larger than the client accepts, or the values in it would be.
    TooLarge,
    /// The response redirects to another origin, in a circle or to an invalid URL.
    Redirect,
    /// A complete response with a status that is not a success.
    Status,
    /// A response with a successful status whose body reports that the call failed.
    Rejected,
    /// A successful response that does not have the documented form.
    Decode,
    /// A page of a list repeats an earlier one: the server ignores the page number.
    Paging,
    /// A request interceptor rejected the request.
    Interceptor,
}

/// Way of a request to the server, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Nothing has left this machine, or no connection was made.
    No,
    /// The request left and may have taken effect: no response arrived, or one that leaves it
    /// open. For a request that must not be sent twice, such are a server error, and a success
    /// whose body is missing or unusable.
    Maybe,
    /// The server responded.
    Yes,
}

/// Error of a call, or of the building of a client. `P` is the vendor's error body.
///
/// `Display` is one line: the operation, what happened, the server's message, the number of
/// attempts and a hint. Neither it nor `Debug` nor any source contains a token, a password, a
/// query or a body.
#[non_exhaustive]
pub struct Error<P> {
    call_error: CallError,
    problem: Option<Box<P>>,
}

/// Parses the vendor's error body.
impl<P: Problem> From<CallError> for Error<P> {
    fn from(mut call_error: CallError) -> Self {
        let problem: Option<Box<P>> =
            call_error.take_problem().or_else(|| call_error.parse_problem().map(Box::new));
        // The body is more exact than the status, from which the usual hint follows.
        let call_error = match problem.as_deref().and_then(P::credentials) {
            Some(CredentialProblem::Rejected) => call_error.with_hint("check the token"),
            Some(CredentialProblem::NotPermitted) => {
                call_error.with_hint("check the permissions of the token")
            }
            None => call_error,
        };
        Self { call_error, problem }
    }
}

impl<P> Error<P> {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.call_error.kind()
    }

    /// Returns the `operationId` in the OpenAPI document, if a call was begun.
    pub fn operation(&self) -> Option<&'static str> {
        self.call().map(|call| call.operation)
    }

    /// Returns the method of the request, if a call was begun.
    pub fn method(&self) -> Option<&Method> {
        self.call().map(|call| &call.method)
    }

    /// Returns the path of the request without the query, if a call was begun.
    pub fn path(&self) -> Option<&str> {
        self.call().map(|call| call.path.as_str())
    }

    /// Returns the operation, the request and the number of attempts, if a call was begun.
    pub fn call(&self) -> Option<&CallInfo> {
        self.call_error.call()
    }

    /// Returns the status of the response, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.call_error.status()
    }

    /// Returns the headers of the response, if one arrived.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.call_error.headers()
    }

    /// Returns the body of the response, decompressed, if one arrived: of an error response up to
    /// 64 KiB, and of a success that was cut nothing.
    ///
    /// It is kept as the server sent it, and may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.call_error.body()
    }

    /// Returns the vendor's error body, if the response contains one.
    pub fn problem(&self) -> Option<&P> {
        self.problem.as_deref()
    }

    /// Returns the number of requests that were sent, or begun; 0 if the error was found before.
    pub fn attempts(&self) -> u32 {
        self.call().map_or(0, |call| call.attempts)
    }

    /// Returns what is known of the request's way to the server.
    ///
    /// With [`Sent::Maybe`] the request may have taken effect. With [`Sent::Yes`] the server
    /// responded: a client error (4xx) has no effect, and a server error (5xx) is that of a request
    /// that may be sent twice.
    pub fn sent(&self) -> Sent {
        self.call_error.sent()
    }

    /// Returns the delay that the server asks for, if it does.
    pub fn retry_after(&self) -> Option<Duration> {
        self.call_error.inner().retry_after
    }

    /// Returns the server's figures of its rate limit, if it sent any.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers().and_then(parse_rate_limit)
    }

    /// Returns the server's id of the request, for the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        response::request_id(self.headers()?, self.call()?)
    }

    /// Returns `true` if an attempt or the whole call took too long.
    ///
    /// The request may have taken effect: [`sent`](Self::sent) is then [`Sent::Maybe`].
    ///
    /// # Troubleshooting
    /// Usually the network or the server is slow, or a proxy holds the connection without a
    /// response. Raise `timeout`, which limits an attempt, or `deadline`, which limits the call
    /// with all of its attempts; the kind says which of the two was reached. Before repeating a
    /// call that changes something, read the state that it changes.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind(), ErrorKind::Timeout | ErrorKind::Deadline)
    }

    /// Returns `true` if no connection was made in the last attempt.
    ///
    /// The request had no effect, unless an earlier attempt was sent: [`sent`](Self::sent) tells.
    ///
    /// # Troubleshooting
    /// The error's line names the cause. An unknown host or a refused connection: check the base
    /// URL, DNS and the proxy. A failed TLS handshake: check the clock, the certificate of the
    /// server and the certificate store; a proxy that intercepts TLS needs its own root
    /// certificate.
    pub fn is_connect(&self) -> bool {
        matches!(self.kind(), ErrorKind::Connect | ErrorKind::Certificate)
    }

    /// Returns `true` if the status is 429: the server asks for fewer requests.
    ///
    /// The request had no effect, and has been retried as often as the settings allow.
    ///
    /// # Troubleshooting
    /// Wait for [`retry_after`](Self::retry_after), make fewer calls at a time, or raise
    /// `deadline` or `max_retries` so that the client can wait. [`rate_limit`](Self::rate_limit)
    /// has the figures that the server sent. Other programs with the same account count too.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns `true` if the status is 404.
    ///
    /// The request had no effect.
    ///
    /// # Troubleshooting
    /// Usually the resource does not exist, or the credentials may not see it. A proxy or a wrong
    /// base URL also causes a 404; [`problem`](Self::problem) is then `None`.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns `true` if the same call may succeed later: after a lost or slow connection, a cut
    /// body, or a status of 408, 425, 429 or 500 and above.
    ///
    /// It returns `false` if a request that must not be sent twice (POST or PATCH, or
    /// `idempotent(false)`) may have taken effect: read the state that it changes before a second
    /// one. [`sent`](Self::sent) is then [`Sent::Maybe`], and the error's line says so.
    ///
    /// # Troubleshooting
    /// The client has already retried what is safe to repeat. Set `idempotent(true)` on a request
    /// that it may repeat as well, or call again after a longer wait.
    pub fn is_retryable(&self) -> bool {
        let is_idempotent = self.call().is_none_or(|call| call.is_idempotent);
        if self.sent() == Sent::Maybe && !is_idempotent {
            return false;
        }
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

    /// Converts the error into one without the vendor's error body, for facades.
    pub fn into_call_error(self) -> CallError {
        self.call_error
    }
}

impl<P: Problem> Error<P> {
    /// Returns `true` if the server does not accept the credentials: with status 401, unless the error
    /// body says otherwise, or with another status if it says so.
    ///
    /// The request had no effect.
    ///
    /// # Troubleshooting
    /// The token is missing, mistyped, expired or revoked, or belongs to another environment than
    /// the base URL. Check which environment variable the client reads.
    pub fn is_unauthorized(&self) -> bool {
        self.credential_problem() == Some(CredentialProblem::Rejected)
    }

    /// Returns `true` if the credentials do not permit the call: with status 403, unless the error body
    /// says otherwise, or with another status if it says so.
    ///
    /// The request had no effect.
    ///
    /// # Troubleshooting
    /// Give the token the permission that the operation needs, and check whether it is restricted
    /// to certain IP addresses or resources. A firewall in front of the API also responds with 403;
    /// [`problem`](Self::problem) is then `None`.
    pub fn is_forbidden(&self) -> bool {
        self.credential_problem() == Some(CredentialProblem::NotPermitted)
    }

    /// Returns the problem with the credentials, by the error body or else by the status.
    fn credential_problem(&self) -> Option<CredentialProblem> {
        let status = self.status().filter(|status| !status.is_success())?;
        let by_status = match status {
            StatusCode::UNAUTHORIZED => Some(CredentialProblem::Rejected),
            StatusCode::FORBIDDEN => Some(CredentialProblem::NotPermitted),
            _ => None,
        };
        self.problem().and_then(Problem::credentials).or(by_status)
    }

    /// Returns the server's reason on one line: code and message, or one of them.
    fn server_message(&self) -> Option<String> {
        let Some(problem) = self.problem() else { return self.call_error.excerpt() };
        let code = problem.code().map(|code| one_line(&code));
        let message = problem.message().map(|message| one_line(&message));
        match (code, message) {
            (Some(code), Some(message)) => Some(format!("{code}: {message}")),
            (text, None) | (None, text) => text,
        }
    }
}

impl<P: Problem> fmt::Display for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::write_line(f, &self.call_error, self.server_message().as_deref())
    }
}

impl<P: Problem> fmt::Debug for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::write_debug(f, "Error", &self.call_error, self.server_message().as_deref())
    }
}

impl<P: Problem> std::error::Error for Error<P> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call_error.source()
    }
}
