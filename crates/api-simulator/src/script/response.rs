//! What the server is to answer, told in advance.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::{Body, Content, Encoding, Fault, Framing};

/// An answer that a test dictates.
///
/// ```
/// use api_simulator::{MockResponse, Fault, Point};
/// use serde_json::json;
///
/// let busy = MockResponse::status(503).header("retry-after", "2");
/// let cut = MockResponse::json(200, &json!({ "data": { "username": "jane" } }))
///     .fault(Fault::Reset(Point::AfterBodyBytes(10)));
/// // What the simulator answers by itself, in one piece, then never again:
/// let stalled = MockResponse::simulated().fault(Fault::Stall(Point::AfterHeaders));
/// # let _ = (busy, cut, stalled);
/// ```
#[derive(Clone, Debug)]
pub struct MockResponse {
    pub(crate) content: Content,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// Changes to a JSON body, in order.
    patches: Vec<Value>,
    pub(crate) informational: Vec<u16>,
    pub(crate) delay: Duration,
    pub(crate) pace: Option<Duration>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) framing: Framing,
    pub(crate) fault: Option<Fault>,
}

impl MockResponse {
    /// What the simulator would answer by itself, to be changed by the methods below.
    #[must_use]
    pub fn simulated() -> Self {
        Self::of(Content::Usual)
    }

    /// The status with the body that the description documents for it.
    ///
    /// Without such a body (or without a description), the answer has none.
    #[must_use]
    pub fn documented(status: u16) -> Self {
        Self::of(Content::Documented(status))
    }

    /// The status with one of the bodies that the description gives as examples for it.
    ///
    /// An operation without such an example answers 501, and says so.
    #[must_use]
    pub fn example(status: u16, name: impl Into<String>) -> Self {
        Self::of(Content::Example(status, name.into()))
    }

    /// A status and no body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::of(Content::Own(status, Body::Bytes(Bytes::new())))
    }

    /// A status and a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json; charset=utf-8", body.to_string())
    }

    /// A status and a body of the given content type.
    #[must_use]
    pub fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::raw(status, [("content-type", content_type)], body)
    }

    /// A status, headers and a body, none of which need make sense.
    ///
    /// The header that says where the body ends is added unless it is among the headers.
    #[must_use]
    pub fn raw<N: Into<String>, V: Into<Vec<u8>>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl Into<Bytes>,
    ) -> Self {
        let mut answer = Self::of(Content::Own(status, Body::Bytes(body.into())));
        answer.headers = headers.into_iter().map(|(n, v)| (n.into(), v.into())).collect();
        answer
    }

    /// A redirect to `location`.
    #[must_use]
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header("location", location)
    }

    /// A status and a JSON string of `length` bytes, generated while it is sent.
    ///
    /// With [`MockResponse::compressed`] it is a compression bomb.
    #[must_use]
    pub fn json_of_size(status: u16, length: u64) -> Self {
        Self::of(Content::Own(status, Body::Filled(length))).header("content-type", "application/json")
    }

    /// Exactly these bytes, then the end of the connection.
    #[must_use]
    pub fn verbatim(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Verbatim(bytes.into()))
    }

    /// Adds a header; one of the same name that the simulator would send itself gives way.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Changes members of a JSON body, as a merge patch does (RFC 7396): objects are gone into, `null`
    /// takes a member away, anything else takes its place. A body that is not JSON gives way to `patch`.
    ///
    /// ```
    /// use api_simulator::MockResponse;
    /// use serde_json::json;
    ///
    /// // The limits as they are, but nearly used up:
    /// let nearly_full = MockResponse::simulated().merge(json!({ "data": { "current": { "monthlyUsageUsd": 219 } } }));
    /// # let _ = nearly_full;
    /// ```
    #[must_use]
    pub fn merge(mut self, patch: Value) -> Self {
        self.patches.push(patch);
        self
    }

    /// Sends an informational answer (1xx) first.
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
        self.pace = Some(interval);
        self
    }

    /// Sends the body compressed.
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

    /// Sends the body without a length: it ends where the connection does.
    #[must_use]
    pub fn until_close(mut self) -> Self {
        self.framing = Framing::UntilClose;
        self
    }

    /// Breaks the answer.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    fn of(content: Content) -> Self {
        Self {
            content,
            headers: Vec::new(),
            patches: Vec::new(),
            informational: Vec::new(),
            delay: Duration::ZERO,
            pace: None,
            encoding: None,
            framing: Framing::Length,
            fault: None,
        }
    }

    /// This answer with the status and body of `stock`, whose headers give way to its own.
    pub(crate) fn with_content_of(mut self, stock: Self) -> Self {
        self.content = stock.content;
        let own = std::mem::take(&mut self.headers);
        let replaced = |name: &str| own.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        self.headers = stock.headers.into_iter().filter(|(name, _)| !replaced(name)).collect();
        self.headers.extend(own);
        self
    }

    /// This answer, its body changed as asked for.
    pub(crate) fn patched(mut self) -> Self {
        if let Content::Own(_, Body::Bytes(body)) = &mut self.content
            && !self.patches.is_empty()
        {
            let mut whole = serde_json::from_slice(body).unwrap_or_default();
            self.patches.drain(..).for_each(|patch| json_patch::merge(&mut whole, &patch));
            *body = whole.to_string().into();
        }
        self
    }

    /// The status, once it is known.
    pub(crate) fn known_status(&self) -> Option<u16> {
        match self.content {
            Content::Own(status, _) | Content::Documented(status) => Some(status),
            Content::Usual | Content::Example(..) | Content::Verbatim(_) => None,
        }
    }
}

/// The usual answer, broken.
impl From<Fault> for MockResponse {
    fn from(fault: Fault) -> Self {
        Self::simulated().fault(fault)
    }
}
