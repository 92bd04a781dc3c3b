//! Errors of one attempt, and what each means for another one.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::{
    connect_error::{self, causes, root_cause},
    sending::Sending,
};
use crate::{CallError, ErrorKind, InterceptorError, Sent, error::Source, retry::Outcome};

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
    pub(super) fn without_response(error: reqwest::Error, sending: Sending) -> Self {
        if error.is_connect() {
            let (kind, outcome, detail) = connect_error::classify(&error);
            let error = CallError::new(kind, Sent::No, detail).with_source(error.without_url());
            return Self { error, outcome };
        }
        let error = error.without_url();
        let (kind, sent, outcome, event) = if error.is_builder() {
            (ErrorKind::Input, Sent::No, Outcome::Final, "the request cannot be sent")
        } else if error.is_redirect() {
            (ErrorKind::Redirect, Sent::Yes, Outcome::Final, "redirected by the HTTP client")
        } else if error.is_timeout() {
            (ErrorKind::Timeout, Sent::Maybe, Outcome::Lost, "no response in time")
        } else if is_refused(&error) || is_go_away(&error) && sending == Sending::Begun {
            (ErrorKind::Connection, Sent::No, Outcome::NotProcessed, "the server did not process the request")
        } else if sending == Sending::NotBegun {
            (
                ErrorKind::Connection,
                Sent::No,
                Outcome::NotSent,
                "the connection was lost before the request was sent",
            )
        } else if is_go_away(&error) {
            (ErrorKind::Connection, Sent::Maybe, Outcome::ClosedInOrder, "the server closed the connection")
        } else {
            (ErrorKind::Connection, Sent::Maybe, Outcome::Lost, "the connection was lost before a response")
        };
        let cause = root_cause(&error);
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

    /// Creates the error of a response whose body was cut or cannot be decompressed.
    pub(super) fn body(response: http::Response<Bytes>, error: Source) -> Self {
        let cause = root_cause(&*error);
        let detail = format!("{}, but the body cannot be read: {cause}", response.status());
        let error = CallError::new(ErrorKind::Body, Sent::Yes, detail).with_source(error);
        Self { error: error.with_response(response), outcome: Outcome::Cut }
    }

    pub(super) fn too_large(response: http::Response<Bytes>, limit: usize) -> Self {
        let detail = format!("{}, but the body is larger than {limit} bytes", response.status());
        Self::last(CallError::new(ErrorKind::TooLarge, Sent::Yes, detail).with_response(response))
    }

    /// Returns the response of a call that needs no body, if only that is missing: the status says
    /// that the request was carried out.
    pub(super) fn into_success(self) -> Result<http::Response<Bytes>, Self> {
        let is_success = self.error.status().is_some_and(|status| status.is_success());
        let is_body = matches!(self.error.kind(), ErrorKind::Body | ErrorKind::TooLarge | ErrorKind::Timeout);
        if is_success && is_body {
            let Self { error, outcome } = self;
            return error.into_http_response().map_err(|error| Self { error, outcome });
        }
        Err(self)
    }

    /// Returns `true` if the response has more headers than the HTTP client has room for.
    pub(super) fn wants_room(&self) -> bool {
        // The type of the error is hyper's, which is no dependency of this crate.
        causes(&self.error).any(|cause| cause.to_string() == "message head is too large")
    }

    /// Returns the status if a response arrived that is not a success, with or without its body.
    pub(super) fn error_status(&self) -> Option<StatusCode> {
        let is_incomplete = matches!(self.error.kind(), ErrorKind::Body | ErrorKind::Timeout);
        self.error.status().filter(|status| is_incomplete && !status.is_success())
    }
}

/// Returns `true` if an HTTP/2 server has refused the stream, by which it states that it has not processed the request
/// (RFC 9113, section 8.7).
#[cfg(feature = "http2")]
fn is_refused(error: &reqwest::Error) -> bool {
    remote_error(error)
        .is_some_and(|error| error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM))
}

/// Returns `true` if an HTTP/2 server has sent `GOAWAY`. h2 gives that error to the streams after the last one that the
/// server processes (RFC 9113, section 6.8), and to whoever asks for the state of the connection.
#[cfg(feature = "http2")]
fn is_go_away(error: &reqwest::Error) -> bool {
    remote_error(error).is_some_and(h2::Error::is_go_away)
}

#[cfg(feature = "http2")]
fn remote_error(error: &reqwest::Error) -> Option<&h2::Error> {
    causes(error).find_map(|cause| cause.downcast_ref::<h2::Error>()).filter(|error| error.is_remote())
}

#[cfg(not(feature = "http2"))]
fn is_refused(_: &reqwest::Error) -> bool {
    false
}

#[cfg(not(feature = "http2"))]
fn is_go_away(_: &reqwest::Error) -> bool {
    false
}

#[cfg(test)]
#[cfg(feature = "http2")]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::{AttemptError, Sending};
    use crate::{ErrorKind, Sent, retry::Outcome};

    /// Sends a request over HTTP/2 to a server that responds to the headers of stream 1 with this frame.
    async fn error_after(frame: &'static [u8]) -> reqwest::Error {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
            let mut received = Vec::new();
            // HEADERS with END_HEADERS and END_STREAM.
            while !received.windows(6).any(|bytes| bytes == [1, 5, 0, 0, 0, 1]) {
                stream.read_buf(&mut received).await.unwrap();
            }
            stream.write_all(frame).await.unwrap();
            stream
        };
        let client = reqwest::Client::builder()
            .http2_prior_knowledge()
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .build()
            .unwrap();
        let (_open, sent) = tokio::join!(server, client.get(url).send());
        sent.unwrap_err()
    }

    async fn classify(frame: &'static [u8], sending: Sending) -> (Sent, Outcome) {
        let AttemptError { error, outcome } =
            AttemptError::without_response(error_after(frame).await, sending);
        assert_eq!(error.kind(), ErrorKind::Connection);
        (error.sent(), outcome)
    }

    /// The same error comes with a stream that was left out and, if it came while a stream was opened, with one that
    /// was not.
    #[tokio::test]
    async fn a_request_that_was_sent_before_goaway_was_left_out_by_it() {
        const GO_AWAY: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(classify(GO_AWAY, Sending::Begun).await, (Sent::No, Outcome::NotProcessed));
        assert_eq!(classify(GO_AWAY, Sending::NotBegun).await, (Sent::No, Outcome::NotSent));
        assert_eq!(classify(GO_AWAY, Sending::Unknown).await, (Sent::Maybe, Outcome::ClosedInOrder));
    }

    #[tokio::test]
    async fn a_refused_stream_was_not_processed() {
        const REFUSED: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 7];
        for sending in [Sending::Begun, Sending::NotBegun, Sending::Unknown] {
            assert_eq!(classify(REFUSED, sending).await, (Sent::No, Outcome::NotProcessed));
        }
    }

    #[tokio::test]
    async fn a_stream_that_was_reset_may_have_been_processed_unless_nothing_was_sent() {
        const RESET: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2];
        assert_eq!(classify(RESET, Sending::Begun).await, (Sent::Maybe, Outcome::Lost));
        assert_eq!(classify(RESET, Sending::NotBegun).await, (Sent::No, Outcome::NotSent));
        assert_eq!(classify(RESET, Sending::Unknown).await, (Sent::Maybe, Outcome::Lost));
    }
}
