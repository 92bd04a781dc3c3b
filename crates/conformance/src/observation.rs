//! Requests that a client sent, and the outcome of its call, in a form common to all clients.

use std::collections::BTreeMap;

use api_simulator::RecordedRequest;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::Value;

/// Requests and outcome of one call.
#[derive(Debug)]
pub(crate) struct Observation {
    pub(crate) requests: Vec<Request>,
    pub(crate) outcome: Outcome,
}

/// Result of a call, with its number of attempts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Result of the last attempt.
    pub result: CallResult,
    /// Number of requests that the client sent.
    pub attempts: u64,
    /// Number of responses with status 429 by attempt, for clients that count them.
    #[serde(default)]
    pub rate_limited: Vec<u64>,
}

/// Result of a call.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CallResult {
    /// Value that the method returned.
    Value(Value),
    /// No value, because the vendor has no such record.
    NotFound,
    /// Success of a method that returns nothing.
    Done,
    /// Error of the client.
    Error(ClientError),
}

/// Error of a client.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientError {
    /// `input`, `connection`, `timeout`, `status`, `decode`, `redirect`, `rejected`, `paging`, or the client's own name
    /// of another kind.
    pub kind: String,
    /// Status of the response, if the error holds it.
    pub status: Option<u16>,
    /// The vendor's error body, as far as the error holds it.
    pub problem: Value,
    /// Method and path of the request, if the error holds them.
    pub request: Option<String>,
}

/// Request in the parts that are compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path as sent.
    pub(crate) path: String,
    /// Query as sent.
    pub(crate) query: String,
    pub(crate) body: Option<Value>,
    /// Values of the headers that the suite compares, by name.
    pub(crate) headers: BTreeMap<String, String>,
}

impl Request {
    pub(crate) fn from_recorded(recorded: &RecordedRequest, headers: &[(&str, HeaderReader)]) -> Self {
        let body = recorded.expose_body();
        let headers = headers
            .iter()
            .filter_map(|(name, read)| Some(((*name).to_owned(), read(recorded.expose_header(name)?))))
            .collect();
        Self {
            method: recorded.method().to_owned(),
            path: recorded.path().to_owned(),
            query: recorded.expose_query().unwrap_or_default().to_owned(),
            body: (!body.is_empty()).then(|| {
                let text = || Value::from(String::from_utf8_lossy(body).into_owned());
                recorded.expose_json().unwrap_or_else(text)
            }),
            headers,
        }
    }

    /// Returns the decoded segments of the path.
    pub(crate) fn segments(&self) -> Vec<Vec<u8>> {
        self.path.split('/').map(|segment| percent_decode_str(segment).collect()).collect()
    }

    /// Returns the decoded names and values of the query, sorted.
    pub(crate) fn query_pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<_> = url::form_urlencoded::parse(self.query.as_bytes()).into_owned().collect();
        pairs.sort();
        pairs
    }
}

/// Function that reduces a header's value to the part that is compared.
pub(crate) type HeaderReader = fn(&str) -> String;

/// Functions that reduce a header's value to the part that is compared.
pub mod header {
    /// Returns the whole value.
    pub fn whole(value: &str) -> String {
        value.to_owned()
    }

    /// Returns the media type without its parameters.
    pub fn media_type(value: &str) -> String {
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Returns the part of a `User-Agent` after product and platform, which are each client's own.
    pub fn after_platform(value: &str) -> String {
        value.split_once("; isAtHome").map_or("", |(_, rest)| rest).to_owned()
    }
}
