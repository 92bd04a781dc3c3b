//! One call, as a generated client makes it.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use tracing::{Instrument, Span};

use super::{
    Shared,
    attempt_error::AttemptError,
    retries::{Attempts, is_idempotent},
    telemetry,
};
use crate::{
    CallError, CallInfo, CallOptions, ErrorKind, RequestBuilder, Response, Sent,
    decode::{self, Cause, DecodeError, SkippedFields},
    request::OutgoingRequest,
    retry::Outcome,
};

/// Largest body that is deserialized in place: it takes a few milliseconds.
const MAX_DECODED_IN_PLACE: usize = 1024 * 1024;

/// One call of a client: the inner type of generated clients, whose methods pass their request
/// to [`execute`](Call::execute) or [`execute_empty`](Call::execute_empty).
#[derive(Clone)]
pub struct Call {
    pub(super) shared: Arc<Shared>,
    pub(super) options: CallOptions,
}

impl Call {
    pub(super) fn new(shared: Arc<Shared>, options: CallOptions) -> Self {
        Self { shared, options }
    }

    /// Sends the request, again if necessary, and deserializes the body of the response.
    ///
    /// Malformed fields that the type does not require are skipped, listed in
    /// [`Response::skipped_fields`] and logged.
    ///
    /// # Errors
    /// If the request cannot be built, if the call fails, if the body lacks a value that the type
    /// requires, or if its values would take more memory than four times `max_response_size`.
    pub async fn execute<T: DeserializeOwned + Send + 'static>(
        &self,
        request: RequestBuilder,
    ) -> Result<Response<T>, CallError> {
        let (request, mut call) = self.outgoing(request)?;
        let span = telemetry::span(&call, &request.url);
        let mut attempts = Attempts::start(&self.shared, self.options, &request, true);
        loop {
            let response = self.send(&span, &mut attempts, &mut call).await?;
            let error = match self.decode(response.body(), &attempts).await {
                Ok((value, skipped)) => {
                    let skipped = self.warn_skipped(skipped, &call);
                    return Ok(Response::new(value, response, call, skipped));
                }
                Err(error) => self.decode_error(error, response),
            };
            if let Err(error) = attempts.fail(error).instrument(span.clone()).await {
                return Err(error.with_call(call).with_redacted_headers(&self.shared.secrets));
            }
        }
    }

    /// Sends the request, again if necessary. The body of the response is not deserialized.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_empty(&self, request: RequestBuilder) -> Result<Response<()>, CallError> {
        let (response, call) = self.respond(request, false).await?;
        Ok(Response::new((), response, call, SkippedFields::default()))
    }

    /// Turns a successful response into an error, because its body reports that the call failed.
    pub fn reject<T>(&self, response: Response<T>) -> CallError {
        let (response, call) = response.into_parts();
        let detail = format!("{}, but the body reports an error", response.status());
        CallError::new(ErrorKind::Rejected, Sent::Yes, detail)
            .with_response(response)
            .with_call(call)
            .with_redacted_headers(&self.shared.secrets)
            .with_redacted_body(&self.shared.secrets)
    }

    /// Builds the request and what is known of the call before it is sent.
    pub(super) fn outgoing(
        &self,
        mut request: RequestBuilder,
    ) -> Result<(OutgoingRequest, CallInfo), CallError> {
        let Self { shared, options } = self;
        let operation = request.operation();
        shared.credentials.iter().for_each(|credential| credential.add_to(&mut request));
        let request = request.build(&shared.base_url, options.accept)?;
        let call = CallInfo {
            operation,
            method: request.method.clone(),
            // Someone will pass the token for an id.
            path: shared.secrets.redact(request.url.path()),
            attempts: 0,
            is_idempotent: is_idempotent(*options, &request),
            request_id_headers: shared.settings.request_id_headers,
        };
        Ok((request, call))
    }

    /// Sends the request, again if necessary, and returns the response before its body is read.
    pub(super) async fn respond(
        &self,
        request: RequestBuilder,
        needs_body: bool,
    ) -> Result<(http::Response<Bytes>, CallInfo), CallError> {
        let (request, mut call) = self.outgoing(request)?;
        let span = telemetry::span(&call, &request.url);
        let mut attempts = Attempts::start(&self.shared, self.options, &request, needs_body);
        let response = self.send(&span, &mut attempts, &mut call).await?;
        Ok((response, call))
    }

    /// Sends the request until it succeeds or another attempt is of no use.
    async fn send(
        &self,
        span: &Span,
        attempts: &mut Attempts<'_>,
        call: &mut CallInfo,
    ) -> Result<http::Response<Bytes>, CallError> {
        let result = attempts.execute().instrument(span.clone()).await;
        telemetry::call_ended(span, &result);
        call.attempts = attempts.number();
        result.map_err(|error| self.redacted(error, call.clone()))
    }

    /// Completes an error, without the client's own secrets.
    pub(super) fn redacted(&self, error: CallError, call: CallInfo) -> CallError {
        let secrets = &self.shared.secrets;
        error.with_call(call).with_redacted_headers(secrets).with_redacted_body(secrets)
    }

    /// Deserializes a body; a large one on a thread where it does not block other calls.
    async fn decode<T: DeserializeOwned + Send + 'static>(
        &self,
        body: &Bytes,
        attempts: &Attempts<'_>,
    ) -> Result<(T, SkippedFields), DecodeError> {
        let memory = decode::memory_limit(self.shared.settings.max_response_size);
        if body.len() <= MAX_DECODED_IN_PLACE {
            return decode::decode(body, memory);
        }
        let body = body.clone();
        let decoding = tokio::task::spawn_blocking(move || decode::decode(&body, memory));
        match timeout(attempts.remaining(), decoding).await {
            Ok(Ok(result)) => result,
            Ok(Err(error)) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(DecodeError::interrupted("the runtime was shut down before it was decoded")),
            },
            Err(_) => Err(DecodeError::interrupted("the deadline passed before it was decoded")),
        }
    }

    pub(super) fn warn_skipped(&self, skipped: SkippedFields, call: &CallInfo) -> SkippedFields {
        if skipped.is_empty() {
            return skipped;
        }
        let skipped = skipped.map_paths(|path| self.shared.secrets.redact(path));
        telemetry::warn_skipped(&skipped, call.operation);
        skipped
    }

    /// Creates the error of a success that cannot be decoded. A body that ends too early may be
    /// whole the next time; one that is complete and wrong will not be.
    pub(super) fn decode_error(&self, error: DecodeError, response: http::Response<Bytes>) -> AttemptError {
        let error = error.map_path(|path| self.shared.secrets.redact(path));
        let (kind, outcome, event) = match error.cause() {
            Cause::CutShort => (ErrorKind::Body, Outcome::Cut, "the body ends too early"),
            Cause::TooLarge => (ErrorKind::TooLarge, Outcome::Final, "the body cannot be decoded"),
            Cause::Interrupted => (ErrorKind::Deadline, Outcome::Final, "the body cannot be decoded"),
            Cause::Foreign | Cause::Malformed | Cause::Required => {
                (ErrorKind::Decode, Outcome::Final, "the body cannot be decoded")
            }
        };
        let detail = format!("{}, but {event}: {error}", response.status());
        let error = CallError::new(kind, Sent::Yes, detail).with_source(error).with_response(response);
        AttemptError { error, outcome }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("base_url", &self.shared.base_url)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
