//! Responses that arrive piece by piece: event streams.

use bytes::Bytes;
use http::{HeaderValue, header};

use super::{Call, attempt::send, attempt_error::AttemptError, body, redirect};
use crate::{CallError, CallInfo, ErrorKind, Event, RequestBuilder, Sent, Settings, events::EventParser};

impl Call {
    /// Sends the request, once, and returns its response as a stream of events. The call's time limit ends with the head
    /// of the response.
    ///
    /// # Errors
    /// If the request cannot be built, if the call fails, or if the response is not successful.
    pub async fn execute_events(&self, request: RequestBuilder) -> Result<EventStream, CallError> {
        let (request, mut call) = self.outgoing(request)?;
        call.attempts = 1;
        let fail = |error: CallError, call: &CallInfo| self.redacted(error, call.clone());
        let shared = &self.shared;
        shared.counters.count_call();
        let mut outgoing = request.to_reqwest();
        // Events are read as they arrive, which a compressed body does not allow.
        outgoing.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let client = shared.http.with_room().client;
        let (pending, watch) =
            send(shared, &request, outgoing, &client).map_err(|error| fail(error.error, &call))?;
        let limit = self.options.timeout.or(shared.settings.timeout).unwrap_or(Settings::DEFAULT_TIMEOUT);
        let mut response = match tokio::time::timeout(limit, pending).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                return Err(fail(AttemptError::without_response(error, watch.sending()).error, &call));
            }
            Err(_) => return Err(fail(AttemptError::timeout(limit, None).error, &call)),
        };
        redirect::check_followed(&request.url, &response).map_err(|error| fail(error.error, &call))?;
        if response.status().is_success() {
            return Ok(EventStream { response, parser: EventParser::default(), call });
        }
        let status = response.status();
        let response = body::read(&mut response, shared.settings.max_response_size)
            .await
            .map_err(|error| fail(error.error, &call))?;
        let error = CallError::new(ErrorKind::Status, Sent::Yes, status.to_string()).with_response(response);
        Err(fail(error, &call))
    }
}

/// Events of a response, as they arrive.
#[derive(Debug)]
pub struct EventStream {
    response: reqwest::Response,
    parser: EventParser,
    call: CallInfo,
}

impl EventStream {
    /// Returns the next event; `None` at the end of the response.
    ///
    /// # Errors
    /// If the connection is lost.
    pub async fn next(&mut self) -> Result<Option<Event>, CallError> {
        loop {
            if let Some(event) = self.parser.next_event() {
                return Ok(Some(event));
            }
            match self.response.chunk().await {
                Ok(Some(piece)) => self.parser.push(&piece),
                Ok(None) => return Ok(None),
                Err(error) => {
                    let head = http::Response::new(Bytes::new());
                    return Err(AttemptError::body(head, error.without_url().into())
                        .error
                        .with_call(self.call.clone()));
                }
            }
        }
    }

    /// Returns the operation and the request.
    pub fn call(&self) -> &CallInfo {
        &self.call
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &http::HeaderMap {
        self.response.headers()
    }
}
