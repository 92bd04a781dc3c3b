//! One request seen.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::redact;
use crate::wire::Request;

/// A request that the simulator has read whole.
///
/// What it prints and returns is redacted: credentials in headers, a `token` in the query, and
/// the members `password`, `token` and `value` of a JSON body. The `expose_…` methods are not.
#[derive(Clone)]
pub struct RecordedRequest(Arc<Seen>);

/// What is known of a request.
pub(crate) struct Seen {
    pub(crate) request: Request,
    /// The path without the server's prefix.
    pub(crate) path: String,
    pub(crate) connection: u64,
    pub(crate) operation: Option<String>,
    pub(crate) violations: Vec<String>,
    pub(crate) status: Option<u16>,
}

impl RecordedRequest {
    pub(crate) fn new(seen: Seen) -> Self {
        Self(Arc::new(seen))
    }

    /// The method, as sent.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.0.request.method
    }

    /// The path as sent, still percent-encoded, below the base URL.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The decoded names and values of the query, in the order sent.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        let mut query = self.0.request.query();
        for (name, value) in &mut query {
            *value = redact::parameter(name, value).to_owned();
        }
        query
    }

    /// Method, path and query as sent: `GET /v2/users/me?page=2`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method(), redact::target(self.path(), self.0.request.raw_query()))
    }

    /// The first header of this name, whose case does not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.request.header(name).map(|value| redact::header(name, value))
    }

    /// Every header, in the order sent.
    #[must_use]
    pub fn headers(&self) -> Vec<(&str, &str)> {
        let headers = self.0.request.headers.iter();
        headers.map(|(name, value)| (name.as_str(), redact::header(name, value))).collect()
    }

    /// The body as JSON; `None` if it is empty or not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        self.expose_json().map(redact::json)
    }

    /// The `operationId` of the operation that the request is for.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// How the request departs from the description, a sentence for each departure.
    #[must_use]
    pub fn violations(&self) -> &[String] {
        &self.0.violations
    }

    /// The status it was answered with; `None` for an answer given as bare bytes.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The number of the connection on which it came, from 0.
    #[must_use]
    pub fn connection(&self) -> u64 {
        self.0.connection
    }

    /// Everything about the request, as JSON.
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

    /// The first header of this name, secrets included.
    #[must_use]
    pub fn expose_header(&self, name: &str) -> Option<&str> {
        self.0.request.header(name)
    }

    /// The query as sent, secrets included.
    #[must_use]
    pub fn expose_query(&self) -> Option<&str> {
        self.0.request.raw_query()
    }

    /// The body's bytes, secrets included.
    #[must_use]
    pub fn expose_body(&self) -> &Bytes {
        &self.0.request.body
    }

    /// The body as JSON, secrets included; `None` if it is empty or not JSON.
    #[must_use]
    pub fn expose_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.0.request.body).ok()
    }
}

/// Method, path and query.
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
