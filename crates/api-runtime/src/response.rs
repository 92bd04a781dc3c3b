//! A value and the answer that it came in.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::error::failure::{Answer, CallFacts};

/// A typed value with the answer that it was read from.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    meta: Meta,
    call: CallFacts,
}

#[derive(Clone)]
pub(crate) struct Meta {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Bytes,
    pub(crate) attempts: u32,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, meta: Meta, call: CallFacts) -> Self {
        Self { value, meta, call }
    }

    pub(crate) fn into_parts(self) -> (Meta, CallFacts) {
        (self.meta, self.call)
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The same answer around another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: f(self.value), meta: self.meta, call: self.call }
    }

    /// The answer's status.
    pub fn status(&self) -> StatusCode {
        self.meta.status
    }

    /// The answer's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.meta.headers
    }

    /// The answer's body as it came, decompressed: whatever the typed value does not hold
    /// is still here, secrets included.
    pub fn raw(&self) -> &[u8] {
        &self.meta.raw
    }

    /// How many requests were sent for it.
    pub fn attempts(&self) -> u32 {
        self.meta.attempts
    }

    /// What the server says of its rate limit, where it does.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.meta.rate_limit()
    }

    /// The server's id for the request, to quote to the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        self.meta.request_id()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.meta.status)
            .field("attempts", &self.meta.attempts)
            .finish_non_exhaustive()
    }
}

impl Meta {
    pub(crate) fn new(answer: Answer, attempts: u32) -> Self {
        let Answer { status, headers, body } = answer;
        Self { status, headers, raw: body, attempts }
    }

    pub(crate) fn into_answer(self) -> Answer {
        Answer { status: self.status, headers: self.headers, body: self.raw }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        ["x-request-id", "request-id", "cf-ray"].iter().find_map(|name| self.text(name))
    }

    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        let number = |what: &str| {
            ["x-ratelimit-", "ratelimit-"]
                .iter()
                .find_map(|prefix| self.text(&format!("{prefix}{what}"))?.trim().parse().ok())
        };
        let figures =
            RateLimit { limit: number("limit"), remaining: number("remaining"), reset: number("reset") };
        (figures != RateLimit::default()).then_some(figures)
    }
}

/// What a server says of its rate limit, in the `X-RateLimit-…` or `RateLimit-…` headers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests allowed in a window.
    pub limit: Option<u64>,
    /// Requests left in this window.
    pub remaining: Option<u64>,
    /// When the window ends, as the server puts it: seconds from now or since 1970.
    pub reset: Option<u64>,
}
