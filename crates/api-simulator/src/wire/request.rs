//! Requests as they arrive.

use std::borrow::Cow;

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use crate::script::MockResponse;

/// Limit on the size of a head: more than any client sends, little enough to hold for every connection.
pub(super) const MAX_HEAD: usize = 64 * 1024;

/// Limit on the size of a body: more than a client has reason to send.
pub(super) const MAX_BODY: usize = 16 * 1024 * 1024;

/// A request as it arrived: nothing is decoded, and only the grammar of HTTP is checked.
///
/// It has no `Debug`, since it holds secrets in the clear.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, as sent.
    target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// The error for bytes that are not a request that this server reads.
pub(super) struct MalformedRequest {
    /// Status to respond with.
    pub(super) status: u16,
    pub(super) reason: String,
}

impl MalformedRequest {
    pub(super) fn new(status: u16, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into() }
    }

    pub(super) fn body_too_long() -> Self {
        Self::new(413, format!("the body is longer than {MAX_BODY} bytes"))
    }

    pub(super) fn into_response(self) -> MockResponse {
        MockResponse::text(self.status, "text/plain", self.reason)
    }
}

impl Request {
    /// Creates a request without a body; `target` is path and query.
    pub(super) fn new(method: &str, target: &str, headers: Vec<(String, String)>) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers, body: Bytes::new() }
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }

    pub(crate) fn raw_query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    pub(crate) fn query(&self) -> Vec<(String, String)> {
        pairs(self.raw_query().unwrap_or_default())
            .map(|(name, value)| (decode(name), decode(value)))
            .collect()
    }

    /// Returns the first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Returns the names and values of a query, still encoded.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Decodes a name or value of a query.
pub(crate) fn decode(text: &str) -> String {
    let spaced: Cow<'_, str> = if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
