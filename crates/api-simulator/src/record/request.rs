//! Requests that the simulator has read.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::redact;
use crate::wire::Request;

/// A request that the simulator has read to its end.
///
/// Secrets are redacted wherever it is printed or read: headers that hold credentials, a `token` in
/// the query, the keys `password` and `token` of a JSON body and further ones of a vendor's API. Only
/// the methods whose names begin with `expose_` return them.
#[derive(Clone)]
pub struct RecordedRequest(Arc<Exchange>);

/// A request and the outcome of handling it.
pub(crate) struct Exchange {
    pub(crate) request: Request,
    /// The path below that of the server's URL.
    pub(crate) path: String,
    pub(crate) connection: u64,
    pub(crate) operation: Option<String>,
    pub(crate) violations: Vec<String>,
    pub(crate) status: Option<u16>,
    /// Keys of JSON objects whose values are secret in this API.
    pub(crate) secret_keys: &'static [&'static str],
}

impl RecordedRequest {
    pub(crate) fn new(exchange: Exchange) -> Self {
        Self(Arc::new(exchange))
    }

    /// Returns the method, as sent.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.0.request.method
    }

    /// Returns the path below the base URL, percent-encoded as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the decoded names and values of the query, in the order in which they were sent.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        let mut query = self.0.request.query();
        for (name, value) in &mut query {
            *value = redact::parameter(name, value).to_owned();
        }
        query
    }

    /// Returns method, path and query as they were sent: `GET /v2/users/me?page=2`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method(), redact::target(self.path(), self.0.request.raw_query()))
    }

    /// Returns the first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.request.header(name).map(|value| redact::header(name, value))
    }

    /// Returns all headers, in the order in which they were sent.
    #[must_use]
    pub fn headers(&self) -> Vec<(&str, &str)> {
        let headers = self.0.request.headers.iter();
        headers.map(|(name, value)| (name.as_str(), redact::header(name, value))).collect()
    }

    /// Returns the body as JSON; `None` if it is empty or not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        let mut body = self.expose_json()?;
        redact::json(&mut body, self.0.secret_keys);
        Some(body)
    }

    /// Returns the `operationId` of the operation that the request is for.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// Returns a sentence for each way in which the request violates the OpenAPI document.
    #[must_use]
    pub fn violations(&self) -> &[String] {
        &self.0.violations
    }

    /// Returns the status of the response; `None` if it was given as
    /// [`MockResponse::verbatim`](crate::MockResponse::verbatim).
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns the number of the connection on which the request was sent, counted from 0.
    #[must_use]
    pub fn connection(&self) -> u64 {
        self.0.connection
    }

    /// Returns everything about the request as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "method": self.method(),
            "path": self.path(),
            "query": self.query(),
            "headers": self.headers(),
            "body": self.json(),
            "operation": self.operation(),
            "violations": self.violations(),
            "status": self.status(),
            "connection": self.connection(),
        })
    }

    /// Returns the first header of this name, secrets included.
    #[must_use]
    pub fn expose_header(&self, name: &str) -> Option<&str> {
        self.0.request.header(name)
    }

    /// Returns the query as it was sent, secrets included.
    #[must_use]
    pub fn expose_query(&self) -> Option<&str> {
        self.0.request.raw_query()
    }

    /// Returns the bytes of the body, secrets included.
    #[must_use]
    pub fn expose_body(&self) -> &Bytes {
        &self.0.request.body
    }

    /// Returns the body as JSON, secrets included; `None` if it is empty or not JSON.
    #[must_use]
    pub fn expose_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.0.request.body).ok()
    }
}

/// Writes [`RecordedRequest::line`].
impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("line", &self.line())
            .field("headers", &self.headers())
            .field("body", &self.json().map(|body| body.to_string()))
            .field("operation", &self.operation())
            .field("violations", &self.violations())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
