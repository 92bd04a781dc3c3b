//! Responses other than one JSON type: text, bytes, nothing beside something, and several types by status.

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::Call;
use crate::{
    CallError, CallInfo, RequestBuilder, Response,
    decode::{self, DecodeError, SkippedFields},
};

impl Call {
    /// Sends the request as [`Call::execute`] does. The value is `None` if the response has no body, or
    /// null.
    ///
    /// # Errors
    /// As [`Call::execute`].
    pub async fn execute_optional<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<Response<Option<T>>, CallError> {
        self.execute_reply(request, |reply| if reply.is_empty() { Ok(None) } else { reply.json() }).await
    }

    /// Sends the request and returns the body as text.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_text(&self, request: RequestBuilder) -> Result<Response<String>, CallError> {
        self.execute_reply(request, |reply| Ok(reply.text())).await
    }

    /// Sends the request and returns the body as it is.
    ///
    /// # Errors
    /// If the request cannot be built, or if the call fails.
    pub async fn execute_bytes(&self, request: RequestBuilder) -> Result<Response<Bytes>, CallError> {
        self.execute_reply(request, |reply| Ok(reply.bytes())).await
    }

    /// Sends the request and reads its response by a function, which knows what each status means.
    ///
    /// # Errors
    /// If the request cannot be built, if the call fails, or if the function fails.
    pub async fn execute_reply<T>(
        &self,
        request: RequestBuilder,
        read: impl FnOnce(&mut Reply<'_>) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, CallError> {
        let (response, info) = self.respond(request, true).await?;
        let mut reply =
            Reply { call: self, info: &info, response: &response, skipped: SkippedFields::default() };
        match read(&mut reply) {
            Ok(value) => {
                let skipped = reply.skipped;
                Ok(Response::new(value, response, info, skipped))
            }
            Err(error) => {
                let error = self.decode_error(error, response).error;
                Err(error.with_call(info).with_redacted_headers(&self.shared.secrets))
            }
        }
    }
}

/// A successful response before its body is read.
#[derive(Debug)]
pub struct Reply<'r> {
    call: &'r Call,
    info: &'r CallInfo,
    response: &'r http::Response<Bytes>,
    skipped: SkippedFields,
}

impl Reply<'_> {
    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Returns `true` if there is no body.
    pub fn is_empty(&self) -> bool {
        let status = self.response.status();
        matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
            || self.response.body().is_empty()
    }

    /// Deserializes the body.
    ///
    /// # Errors
    /// If the body lacks a value that the type requires.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T, DecodeError> {
        let memory = decode::memory_limit(self.call.shared.settings.max_response_size);
        let (value, skipped) = decode::decode(self.response.body(), memory)?;
        self.skipped = self.call.warn_skipped(skipped, self.info);
        Ok(value)
    }

    /// Returns the body as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.response.body()).into_owned()
    }

    /// Returns the body as it is.
    pub fn bytes(&self) -> Bytes {
        self.response.body().clone()
    }
}
