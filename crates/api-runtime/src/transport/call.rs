//! One call, as a generated client makes it.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{Shared, retries::execute_with_retries, telemetry};
use crate::{
    CallError, CallInfo, CallOptions, ErrorKind, RequestBuilder, Response, Sent,
    decode::{self, DecodeError, SkippedFields},
    request::OutgoingRequest,
};

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
    /// If the request cannot be built, if the call fails, or if the body lacks a value that the
    /// type requires.
    pub async fn execute<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<Response<T>, CallError> {
        let (response, call) = self.send(request).await?;
        match self.decode(response.body(), &call) {
            Ok((value, skipped_fields)) => Ok(Response::new(value, response, call, skipped_fields)),
            Err(error) => Err(self.decode_error(error, response, call)),
        }
    }

    /// Sends the request, again if necessary. The body of the response is not deserialized.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_empty(&self, request: RequestBuilder) -> Result<Response<()>, CallError> {
        let (response, call) = self.send(request).await?;
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
            request_id_headers: shared.settings.request_id_headers,
        };
        Ok((request, call))
    }

    pub(super) async fn send(
        &self,
        request: RequestBuilder,
    ) -> Result<(http::Response<Bytes>, CallInfo), CallError> {
        let Self { shared, options } = self;
        let (request, mut call) = self.outgoing(request)?;
        let span = telemetry::span(&call, &request.url);
        let attempts = execute_with_retries(shared, *options, &request, &mut call.attempts);
        match telemetry::traced(span, attempts).await {
            Ok(response) => Ok((response, call)),
            Err(error) => Err(self.redacted(error, call)),
        }
    }

    /// Completes an error, without the client's own secrets.
    pub(super) fn redacted(&self, error: CallError, call: CallInfo) -> CallError {
        let secrets = &self.shared.secrets;
        error.with_call(call).with_redacted_headers(secrets).with_redacted_body(secrets)
    }

    pub(super) fn decode<T: DeserializeOwned>(
        &self,
        body: &[u8],
        call: &CallInfo,
    ) -> Result<(T, SkippedFields), DecodeError> {
        if let Ok(value) = decode::strict(body) {
            return Ok((value, SkippedFields::default()));
        }
        let (value, skipped) = decode::tolerant(body)?;
        let skipped = skipped.map_paths(|path| self.shared.secrets.redact(path));
        telemetry::warn_skipped(&skipped, call.operation);
        Ok((value, skipped))
    }

    pub(super) fn decode_error(
        &self,
        error: DecodeError,
        response: http::Response<Bytes>,
        call: CallInfo,
    ) -> CallError {
        let secrets = &self.shared.secrets;
        let error = error.map_path(|path| secrets.redact(path));
        let detail = format!("{}, but the body cannot be decoded: {error}", response.status());
        CallError::new(ErrorKind::Decode, Sent::Yes, detail)
            .with_source(error)
            .with_response(response)
            .with_call(call)
            .with_redacted_headers(secrets)
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
