//! Scripted responses.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::Fault;
use crate::RecordedRequest;

/// A response that a test scripts.
///
/// ```
/// use api_simulator::{Fault, MockResponse, Point};
/// use serde_json::json;
///
/// let busy = MockResponse::status(503).header("retry-after", "2");
/// let cut = MockResponse::json(200, &json!({ "data": { "username": "jane" } }))
///     .fault(Fault::Reset(Point::InBody));
/// // The response of the simulator itself, of which only the headers arrive:
/// let stalled = MockResponse::simulated().fault(Fault::Stall(Point::AfterHeaders));
/// # let _ = (busy, cut, stalled);
/// ```
#[derive(Clone, Debug)]
pub struct MockResponse {
    pub(crate) content: Content,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// Merge patches of a JSON body, in order.
    patches: Vec<Value>,
    pub(crate) informational: Vec<u16>,
    pub(crate) delay: Duration,
    /// Time between two bytes.
    pub(crate) interval: Option<Duration>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) framing: Framing,
    pub(crate) fault: Option<Fault>,
}

/// Source of status and body.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// The response of the simulator itself.
    Simulated,
    /// The first documented example of this status.
    Documented(u16),
    /// The documented example of this status and name.
    Example(u16, String),
    /// The response that a function returns.
    Computed(Responder),
    Given(u16, Body),
    /// These bytes and nothing else, then the end of the connection.
    Verbatim(Bytes),
}

/// A function of a test that responds to requests.
#[derive(Clone)]
pub(crate) struct Responder(Arc<dyn Fn(&RecordedRequest) -> MockResponse + Send + Sync>);

impl Responder {
    pub(crate) fn respond(&self, request: &RecordedRequest) -> MockResponse {
        (self.0)(request)
    }
}

impl fmt::Debug for Responder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Responder")
    }
}

/// A body.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Bytes(Bytes),
    /// A JSON string of this many bytes, generated while it is sent.
    JsonOfSize(u64),
}

/// A content coding for the body of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// gzip (RFC 1952).
    Gzip,
    /// zlib (RFC 1950), which HTTP calls deflate.
    Deflate,
    /// Brotli (RFC 7932), with the feature `compression`.
    #[cfg(feature = "compression")]
    Brotli,
    /// Zstandard (RFC 8878), with the feature `compression`.
    #[cfg(feature = "compression")]
    Zstd,
}

/// The way in which the end of a body is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    Length,
    Chunked,
    UntilClose,
}

impl MockResponse {
    /// Creates the response that the simulator gives by itself, to be changed by the methods below.
    #[must_use]
    pub fn simulated() -> Self {
        Self::new(Content::Simulated)
    }

    /// Creates a response with the first example that the OpenAPI document gives for this status, or
    /// else with a value made from the schema.
    ///
    /// The response has no body if neither is documented, and on a simulator without a document.
    #[must_use]
    pub fn documented(status: u16) -> Self {
        Self::new(Content::Documented(status))
    }

    /// Creates a response with a named example of the OpenAPI document for this status.
    ///
    /// If the operation has no such example, the response is a 501 that says so.
    #[must_use]
    pub fn example(status: u16, name: impl Into<String>) -> Self {
        Self::new(Content::Example(status, name.into()))
    }

    /// Creates a response that a function computes from the request, each time anew.
    ///
    /// ```
    /// use api_simulator::MockResponse;
    /// use serde_json::json;
    ///
    /// let echo = MockResponse::computed(|request| {
    ///     MockResponse::json(200, &json!({ "you": request.line() }))
    /// });
    /// // The simulator itself responds, except to one account:
    /// let forbidden = MockResponse::computed(|request| match request.header("x-account") {
    ///     Some("7") => MockResponse::documented(403),
    ///     _ => MockResponse::simulated(),
    /// });
    /// # let _ = (echo, forbidden);
    /// ```
    #[must_use]
    pub fn computed(respond: impl Fn(&RecordedRequest) -> MockResponse + Send + Sync + 'static) -> Self {
        Self::new(Content::Computed(Responder(Arc::new(respond))))
    }

    /// Creates a response without a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Content::Given(status, Body::Bytes(Bytes::new())))
    }

    /// Creates a response with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json; charset=utf-8", body.to_string())
    }

    /// Creates a response with a body of this content type.
    #[must_use]
    pub fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::raw(status, [("content-type", content_type)], body)
    }

    /// Creates a response from status, headers and body, none of which need to make sense.
    ///
    /// The header that marks the end of the body is added unless it is given.
    #[must_use]
    pub fn raw<N: Into<String>, V: Into<Vec<u8>>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl Into<Bytes>,
    ) -> Self {
        let mut response = Self::new(Content::Given(status, Body::Bytes(body.into())));
        response.headers = headers.into_iter().map(|(n, v)| (n.into(), v.into())).collect();
        response
    }

    /// Creates a redirect to `location`.
    #[must_use]
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header("location", location)
    }

    /// Creates a response whose body is a JSON string of `size` bytes, generated while it is sent.
    ///
    /// With [`MockResponse::compressed`] it is a compression bomb.
    #[must_use]
    pub fn json_of_size(status: u16, size: u64) -> Self {
        Self::new(Content::Given(status, Body::JsonOfSize(size))).header("content-type", "application/json")
    }

    /// Creates a response of exactly these bytes, which need not be HTTP, and the end of the connection.
    #[must_use]
    pub fn verbatim(bytes: impl Into<Bytes>) -> Self {
        Self::new(Content::Verbatim(bytes.into()))
    }

    /// Adds a header. It replaces one of the same name that the simulator would send by itself.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Applies a JSON Merge Patch (RFC 7396) to the body: objects are merged key by key, `null`
    /// removes a key, anything else replaces it. A body that is not JSON is replaced by the patch.
    ///
    /// ```
    /// use api_simulator::MockResponse;
    /// use serde_json::json;
    ///
    /// // The limits as they are, but nearly used up:
    /// let usage = json!({ "data": { "current": { "monthlyUsageUsd": 219 } } });
    /// let nearly_full = MockResponse::simulated().merge(usage);
    /// # let _ = nearly_full;
    /// ```
    #[must_use]
    pub fn merge(mut self, patch: Value) -> Self {
        self.patches.push(patch);
        self
    }

    /// Sends an informational response (1xx) first.
    #[must_use]
    pub fn informational(mut self, status: u16) -> Self {
        self.informational.push(status);
        self
    }

    /// Waits before the first byte, on tokio's clock.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends one byte per `interval`, on tokio's clock.
    #[must_use]
    pub fn trickle(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Compresses the body.
    #[must_use]
    pub fn compressed(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Sends the body in chunks instead of with a `Content-Length`.
    #[must_use]
    pub fn chunked(mut self) -> Self {
        self.framing = Framing::Chunked;
        self
    }

    /// Sends the body without a length: it ends with the connection.
    #[must_use]
    pub fn until_close(mut self) -> Self {
        self.framing = Framing::UntilClose;
        self
    }

    /// Breaks the response.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    fn new(content: Content) -> Self {
        Self {
            content,
            headers: Vec::new(),
            patches: Vec::new(),
            informational: Vec::new(),
            delay: Duration::ZERO,
            interval: None,
            encoding: None,
            framing: Framing::Length,
            fault: None,
        }
    }

    /// Takes status and body of `other`, and those of its headers that this response does not have.
    pub(crate) fn with_content_of(mut self, other: Self) -> Self {
        self.content = other.content;
        let own = std::mem::take(&mut self.headers);
        let replaced = |name: &str| own.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        self.headers = other.headers.into_iter().filter(|(name, _)| !replaced(name)).collect();
        self.headers.extend(own);
        self
    }

    /// Takes over from `other` what this response leaves as it is.
    pub(crate) fn over(mut self, other: Self) -> Self {
        if self.informational.is_empty() {
            self.informational.clone_from(&other.informational);
        }
        if self.delay.is_zero() {
            self.delay = other.delay;
        }
        if self.framing == Framing::Length {
            self.framing = other.framing;
        }
        self.interval = self.interval.or(other.interval);
        self.encoding = self.encoding.or(other.encoding);
        self.fault = self.fault.or_else(|| other.fault.clone());
        self.with_content_of(other)
    }

    /// Returns `true` if its fault leaves the request unprocessed.
    pub(crate) fn is_unprocessed(&self) -> bool {
        self.fault.as_ref().is_some_and(Fault::is_unprocessed)
    }

    /// Applies the merge patches to the body.
    pub(crate) fn patched(mut self) -> Self {
        if let Content::Given(_, Body::Bytes(body)) = &mut self.content
            && !self.patches.is_empty()
        {
            let mut value = serde_json::from_slice(body).unwrap_or_default();
            self.patches.drain(..).for_each(|patch| json_patch::merge(&mut value, &patch));
            *body = value.to_string().into();
        }
        self
    }

    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name))
    }

    /// Returns the coding that the headers declare, which [`Fault::BadEncoding`] makes a lie.
    pub(crate) fn declared_encoding(&self) -> Option<Encoding> {
        match self.fault {
            Some(Fault::BadEncoding(encoding)) => Some(encoding),
            _ => self.encoding,
        }
    }

    /// Returns the status, if it is known.
    pub(crate) fn known_status(&self) -> Option<u16> {
        match self.content {
            Content::Given(status, _) | Content::Documented(status) => Some(status),
            Content::Simulated | Content::Example(..) | Content::Computed(_) | Content::Verbatim(_) => None,
        }
    }
}

/// Breaks the response that the simulator gives by itself.
impl From<Fault> for MockResponse {
    fn from(fault: Fault) -> Self {
        Self::simulated().fault(fault)
    }
}

/// Writes the name in `Content-Encoding`.
impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            #[cfg(feature = "compression")]
            Self::Brotli => "br",
            #[cfg(feature = "compression")]
            Self::Zstd => "zstd",
        })
    }
}
