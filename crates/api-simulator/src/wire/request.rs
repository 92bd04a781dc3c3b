//! Requests as they arrive, and parsing their heads.

use std::borrow::Cow;

use bytes::Bytes;
use httparse::Status;
use percent_encoding::percent_decode_str;

/// Limit on the size of a head: more than any client sends, little enough to hold for every connection.
const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 128;

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
    pub(super) keep_alive: bool,
}

/// The head of a request.
pub(super) struct Head {
    /// The request, without its body.
    pub(super) request: Request,
    pub(super) body_length: BodyLength,
    /// Number of bytes of the head.
    pub(super) bytes: usize,
    pub(super) expects_continue: bool,
}

/// The length of a request's body, as its headers declare it.
#[derive(Clone, Copy)]
pub(super) enum BodyLength {
    Known(u64),
    Chunked,
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
}

impl Request {
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

/// Parses the head at the start of `bytes`; `None` while it is incomplete.
pub(super) fn parse_head(bytes: &[u8]) -> Result<Option<Head>, MalformedRequest> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let malformed = |status, reason: String| Err(MalformedRequest::new(status, reason));
    match parsed.parse(bytes) {
        Ok(Status::Complete(length)) => head(&parsed, length).map(Some),
        Ok(Status::Partial) if bytes.len() < MAX_HEAD => Ok(None),
        Ok(Status::Partial) => malformed(431, format!("the head is longer than {MAX_HEAD} bytes")),
        Err(httparse::Error::TooManyHeaders) => {
            malformed(431, format!("there are more than {MAX_HEADERS} headers"))
        }
        Err(error) => malformed(400, format!("the bytes sent are not an HTTP request: {error}")),
    }
}

fn head(parsed: &httparse::Request<'_, '_>, bytes: usize) -> Result<Head, MalformedRequest> {
    let headers = parsed.headers.iter();
    let headers: Vec<(String, String)> =
        headers.map(|h| (h.name.to_owned(), String::from_utf8_lossy(h.value).into_owned())).collect();
    let has = |name: &str, token: &str| {
        values(&headers, name).any(|value| value.split(',').any(|t| t.trim().eq_ignore_ascii_case(token)))
    };
    let is_http_1_1 = parsed.version == Some(1);
    let keep_alive = if is_http_1_1 { !has("connection", "close") } else { has("connection", "keep-alive") };
    let body_length = body_length(&headers)?;
    let expects_continue = has("expect", "100-continue");
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: origin_form(parsed.path.unwrap_or_default()),
        headers,
        body: Bytes::new(),
        keep_alive,
    };
    Ok(Head { request, body_length, bytes, expects_continue })
}

fn values<'a>(headers: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    headers.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn body_length(headers: &[(String, String)]) -> Result<BodyLength, MalformedRequest> {
    let malformed = |status, reason| Err(MalformedRequest::new(status, reason));
    let mut lengths = values(headers, "content-length");
    let coding = values(headers, "transfer-encoding").next();
    match (lengths.next(), coding) {
        (None, None) => Ok(BodyLength::Known(0)),
        // Servers that disagree on where such a request ends can be made to read two.
        (Some(_), Some(_)) => malformed(400, "both Content-Length and Transfer-Encoding were sent"),
        (Some(text), None) if lengths.all(|other| other == text) => {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            match text.parse() {
                Ok(length) if is_number => Ok(BodyLength::Known(length)),
                _ => malformed(400, "Content-Length is not a number"),
            }
        }
        (Some(_), None) => malformed(400, "Content-Length was sent twice, with different values"),
        (None, Some(coding)) if coding.trim().eq_ignore_ascii_case("chunked") => Ok(BodyLength::Chunked),
        (None, Some(_)) => malformed(501, "the only supported Transfer-Encoding is chunked"),
    }
}

/// Returns path and query of a target, which a client sends to a proxy with scheme and authority.
fn origin_form(target: &str) -> String {
    match target.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => {
            rest.find('/').map_or("/", |slash| &rest[slash..]).to_owned()
        }
        _ => target.to_owned(),
    }
}
