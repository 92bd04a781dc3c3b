//! Requests as they arrive.

use std::borrow::Cow;
use std::net::IpAddr;

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

    /// Rejects a request for another host: a page in a browser whose name has been pointed at this
    /// computer (DNS rebinding) could otherwise read what a simulator keeps.
    pub(super) fn check_host(&self) -> Result<(), MalformedRequest> {
        match self.header("host") {
            Some(host) if !is_loopback(host) => {
                let reason = format!("the host {host:?} is not localhost or a loopback address");
                Err(MalformedRequest::new(421, reason))
            }
            _ => Ok(()),
        }
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

/// Returns `true` if a host, with or without a port, names this computer and no other.
fn is_loopback(host: &str) -> bool {
    let without_port = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
    });
    let name = without_port.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(without_port);
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
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

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_computer_are_loopback() {
        for host in
            ["localhost", "LOCALHOST:8080", "a.localhost:1", "127.0.0.1", "127.9.9.9:80", "[::1]", "[::1]:80"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "h",
            "api.example:80",
            "localhost.example",
            "notlocalhost",
            "10.0.0.1",
            "[fe80::1]:80",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
