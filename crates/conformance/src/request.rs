//! A request, as far as two clients' requests are compared.

use std::collections::BTreeMap;

use api_simulator::RecordedRequest;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A request, as far as two clients' requests are compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As sent.
    pub(crate) path: String,
    /// As sent.
    pub(crate) query: String,
    pub(crate) body: Option<Value>,
    /// By name; each suite says which matter.
    pub(crate) headers: BTreeMap<String, String>,
}

impl Request {
    pub(crate) fn of(recorded: &RecordedRequest, headers: &[(&str, Header)]) -> Self {
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

    /// The path's segments as a server understands them, however they are spelled.
    pub(crate) fn segments(&self) -> Vec<Vec<u8>> {
        self.path.split('/').map(|segment| percent_decode_str(segment).collect()).collect()
    }

    /// The query's names and values, however they are spelled and ordered.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<_> = url::form_urlencoded::parse(self.query.as_bytes()).into_owned().collect();
        pairs.sort();
        pairs
    }
}

/// What of a header's value is compared.
pub(crate) type Header = fn(&str) -> String;

/// What of a header's value is compared.
pub mod header {
    /// All of it.
    pub fn whole(value: &str) -> String {
        value.to_owned()
    }

    /// A media type without its parameters.
    pub fn media_type(value: &str) -> String {
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// What follows the product and the platform, which are each client's own.
    pub fn after_platform(value: &str) -> String {
        value.split_once("; isAtHome").map_or("", |(_, rest)| rest).to_owned()
    }
}
