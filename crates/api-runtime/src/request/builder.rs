//! The description of a request, and the request that is made of it.

use std::{fmt, iter};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{ACCEPT, CONTENT_TYPE},
};
use reqwest::Url;
use serde::Serialize;
use url::form_urlencoded;

use super::QueryValue;
use crate::{BaseUrl, CallError};

/// A request as generated code describes it. [`Call::execute`](crate::Call::execute) sends it,
/// or returns the first error that occurred here.
///
/// ```
/// use api_runtime::{RequestBuilder, encode_path, http::Method};
///
/// let path = format!("/v2/users/{}/usage/monthly", encode_path("john~doe"));
/// let request = RequestBuilder::new("user_usage_monthly_get", Method::GET, path)
///     .query("date", &Some("2026-06-14"))
///     .accept("application/json");
/// # let _ = request;
/// ```
#[must_use = "`Call::execute` sends it"]
pub struct RequestBuilder {
    operation: &'static str,
    method: Method,
    /// Server that the request goes to, if not the client's.
    pub(super) server: Option<&'static str>,
    /// Path of the operation, followed by the query if there is one.
    pub(super) target: String,
    has_query: bool,
    /// Media type to request. Apart from the headers, of which most requests have no other.
    accept: Option<HeaderValue>,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    error: Option<String>,
}

impl RequestBuilder {
    /// Creates a request for an operation. The arguments in `path` are encoded by
    /// [`encode_path`](crate::encode_path).
    ///
    /// A segment that is empty, `.`, `..` or not encoded is an error: URL parsers resolve dots
    /// away, and the request would reach another operation.
    pub fn new(operation: &'static str, method: Method, path: impl Into<String>) -> Self {
        let target = path.into();
        let error = check_path(&target, iter::repeat(false)).err();
        Self::unchecked(operation, method, target, error)
    }

    pub(super) fn unchecked(
        operation: &'static str,
        method: Method,
        target: String,
        error: Option<&'static str>,
    ) -> Self {
        Self {
            operation,
            method,
            server: None,
            target,
            has_query: false,
            accept: None,
            headers: HeaderMap::new(),
            body: None,
            error: error.map(str::to_owned),
        }
    }

    /// Appends a query parameter, form-urlencoded: once for each text of the value.
    pub fn query(mut self, name: &str, value: &(impl QueryValue + ?Sized)) -> Self {
        let written = value.write_texts(&mut |text| self.append_pair(name, text));
        if let Err(reason) = written {
            self.fail(format!("the query parameter `{name}` cannot be sent: {reason}"));
        }
        self
    }

    /// Appends a header: once for each text of the value.
    pub fn header(mut self, name: &'static str, value: &(impl QueryValue + ?Sized)) -> Self {
        let Ok(key) = HeaderName::try_from(name) else {
            self.fail(format!("`{name}` is not a header name"));
            return self;
        };
        let headers = &mut self.headers;
        let mut is_valid = true;
        let written = value.write_texts(&mut |text| match HeaderValue::try_from(text) {
            Ok(value) => _ = headers.append(&key, value),
            Err(_) => is_valid = false,
        });
        if let Err(reason) = written {
            self.fail(format!("the header `{name}` cannot be sent: {reason}"));
        } else if !is_valid {
            self.fail(format!(
                "the header `{name}` cannot be sent: it contains a character that no header may contain"
            ));
        }
        self
    }

    /// Sets the media type that is requested.
    pub fn accept(mut self, media_type: &'static str) -> Self {
        match static_value(media_type) {
            Some(value) => self.accept = Some(value),
            None => self.fail(format!("`{media_type}` is not a media type")),
        }
        self
    }

    /// Sets a JSON body.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => {
                self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                self.body = Some(body.into());
            }
            // serde's message may quote the value.
            Err(_) => self.fail("the body cannot be serialized as JSON".to_owned()),
        }
        self
    }

    /// Appends a form-urlencoded pair to the query.
    pub(super) fn append_pair(&mut self, name: &str, text: &str) {
        self.begin_pair();
        write_pair(&mut self.target, name, text);
    }

    /// Begins the query, or its next pair.
    pub(super) fn begin_pair(&mut self) {
        self.target.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
    }

    pub(super) fn fail(&mut self, reason: String) {
        self.error.get_or_insert(reason);
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    /// Builds the request below a base URL.
    pub(crate) fn build(
        self,
        base_url: &BaseUrl,
        media_type: Option<&'static str>,
    ) -> Result<OutgoingRequest, CallError> {
        let Self { method, server, target, accept, headers, body, error, .. } = self;
        if let Some(reason) = error {
            return Err(CallError::input(reason));
        }
        let url = match server {
            None => base_url.with_target(&target),
            Some(server) => base_url
                .with_target_on(server, &target)
                .map_err(|_| CallError::input("the request has no valid URL"))?,
        };
        let accept = media_type.and_then(static_value).or(accept);
        Ok(OutgoingRequest { method, url, accept, headers, body })
    }
}

/// Neither query nor headers nor body are shown: they may contain secrets.
impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Writes a name and its text, form-urlencoded.
pub(super) fn write_pair(to: &mut String, name: &str, text: &str) {
    to.extend(form_urlencoded::byte_serialize(name.as_bytes()));
    to.push('=');
    to.extend(form_urlencoded::byte_serialize(text.as_bytes()));
}

/// Checks the path of a request; `may_be_empty` says of each segment if the document itself leaves it empty.
pub(super) fn check_path(
    path: &str,
    may_be_empty: impl IntoIterator<Item = bool>,
) -> Result<(), &'static str> {
    let Some(path) = path.strip_prefix('/') else { return Err("the path does not begin with `/`") };
    for (segment, may_be_empty) in path.split('/').zip(may_be_empty) {
        if segment.is_empty() && !may_be_empty {
            return Err("a segment of the path is empty");
        }
        if is_dot_segment(segment) {
            return Err("a segment of the path is `.` or `..`, which would change the path");
        }
    }
    if path.bytes().any(|byte| b"?#\\".contains(&byte)) {
        return Err("a segment of the path is not percent-encoded");
    }
    Ok(())
}

/// Returns `true` for `.` and `..`, encoded or not.
fn is_dot_segment(segment: &str) -> bool {
    let is = |dots: &str| segment.eq_ignore_ascii_case(dots);
    segment.starts_with(['.', '%']) && [".", "..", "%2e", "%2e%2e", ".%2e", "%2e."].into_iter().any(is)
}

/// Creates a header value that is not copied, if it is one.
fn static_value(text: &'static str) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
}

/// A complete request, of which each attempt sends a copy.
pub(crate) struct OutgoingRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    accept: Option<HeaderValue>,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl OutgoingRequest {
    pub(crate) fn to_reqwest(&self) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        request.headers_mut().clone_from(&self.headers);
        if let Some(media_type) = &self.accept {
            request.headers_mut().insert(ACCEPT, media_type.clone());
        }
        *request.body_mut() = self.body.clone().map(Into::into);
        request
    }
}
