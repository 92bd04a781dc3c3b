//! A typed value and the response that it was read from.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{
    CallInfo, RateLimit,
    decode::{Presence, SkippedFields, presence},
    rate_limit::parse_rate_limit,
};

/// A typed value with the response that it was read from.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// Value read from the body.
    pub value: T,
    response: http::Response<Bytes>,
    call: CallInfo,
    skipped_fields: SkippedFields,
}

impl<T> Response<T> {
    pub(crate) fn new(
        value: T,
        response: http::Response<Bytes>,
        call: CallInfo,
        skipped_fields: SkippedFields,
    ) -> Self {
        Self { value, response, call, skipped_fields }
    }

    pub(crate) fn into_parts(self) -> (http::Response<Bytes>, CallInfo) {
        (self.response, self.call)
    }

    /// Returns the value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Replaces the value and keeps the response.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        let Self { value, response, call, skipped_fields } = self;
        Response { value: f(value), response, call, skipped_fields }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the body, decompressed. It contains whatever the typed value does not hold, and
    /// secrets in plain text.
    pub fn body(&self) -> &[u8] {
        self.response.body()
    }

    /// Returns the number of requests that were sent for it.
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// Returns the operation, the request and the number of attempts.
    pub fn call(&self) -> &CallInfo {
        &self.call
    }

    /// Returns the server's figures of its rate limit, if it sent any.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        parse_rate_limit(self.headers())
    }

    /// Returns the server's id of the request, for the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers(), &self.call)
    }

    /// Returns the fields of the body that were read as absent because their values were
    /// malformed. A warning in the log names the same fields.
    pub fn skipped_fields(&self) -> &SkippedFields {
        &self.skipped_fields
    }

    /// Returns the state of a field of the outermost object of the body, such as `result`.
    ///
    /// It scans the body, so ask only where the typed value is absent or empty.
    pub fn presence(&self, field: &str) -> Presence {
        match presence(self.body(), field) {
            Presence::Present if self.skipped_fields.has(field) => Presence::Malformed,
            presence => presence,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}

pub(crate) fn request_id<'a>(headers: &'a HeaderMap, call: &CallInfo) -> Option<&'a str> {
    call.request_id_headers.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}
