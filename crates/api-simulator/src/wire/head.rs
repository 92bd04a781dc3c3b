//! Parsing a request's head.

use httparse::Status;

use super::request::Request;

/// More than any client sends, little enough to hold for every connection.
pub(super) const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 128;

/// Why the bytes on a connection are not a request.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) why: String,
}

impl Refusal {
    pub(super) fn new(status: u16, why: impl Into<String>) -> Self {
        Self { status, why: why.into() }
    }
}

/// How long a request's body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Known(u64),
    Chunked,
}

pub(super) struct Head {
    /// Still without its body.
    pub(super) request: Request,
    pub(super) length: Length,
    pub(super) bytes: usize,
    pub(super) expects_continue: bool,
}

/// The head at the start of `bytes`; `None` while it is incomplete.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<Head>, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(bytes) {
        Ok(Status::Complete(length)) => head(&parsed, length).map(Some),
        Ok(Status::Partial) if bytes.len() >= MAX_HEAD => {
            Err(Refusal::new(431, format!("the request's head is longer than {MAX_HEAD} bytes")))
        }
        Ok(Status::Partial) => Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            Err(Refusal::new(431, format!("the request has more than {MAX_HEADERS} headers")))
        }
        Err(error) => Err(Refusal::new(400, format!("the bytes sent are not an HTTP request: {error}"))),
    }
}

fn head(parsed: &httparse::Request<'_, '_>, bytes: usize) -> Result<Head, Refusal> {
    let headers: Vec<(String, String)> = parsed
        .headers
        .iter()
        .map(|h| (h.name.to_owned(), String::from_utf8_lossy(h.value).into_owned()))
        .collect();
    let has = |name: &str, token: &str| {
        values(&headers, name).any(|value| value.split(',').any(|t| t.trim().eq_ignore_ascii_case(token)))
    };
    let keep_alive =
        if parsed.version == Some(1) { !has("connection", "close") } else { has("connection", "keep-alive") };
    let length = length(&headers)?;
    let expects_continue = has("expect", "100-continue");
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: origin_form(parsed.path.unwrap_or_default()),
        headers,
        body: bytes::Bytes::new(),
        keep_alive,
    };
    Ok(Head { request, length, bytes, expects_continue })
}

fn values<'a>(headers: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    headers.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn length(headers: &[(String, String)]) -> Result<Length, Refusal> {
    let mut lengths = values(headers, "content-length");
    let chunked = values(headers, "transfer-encoding").next();
    let first = lengths.next();
    match (first, chunked) {
        (None, None) => Ok(Length::Known(0)),
        // Two opinions on where a request ends are how requests are smuggled.
        (Some(_), Some(_)) => Err(Refusal::new(400, "both Content-Length and Transfer-Encoding were sent")),
        (Some(text), None) if lengths.all(|other| other == text) => {
            let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let length = text.parse().ok().filter(|_| digits);
            length.map(Length::Known).ok_or_else(|| Refusal::new(400, "Content-Length is not a number"))
        }
        (Some(_), None) => Err(Refusal::new(400, "Content-Length was sent twice, with different values")),
        (None, Some(coding)) if coding.trim().eq_ignore_ascii_case("chunked") => Ok(Length::Chunked),
        (None, Some(_)) => Err(Refusal::new(501, "the only Transfer-Encoding understood is chunked")),
    }
}

/// Path and query of a target, which a proxy's client sends with scheme and authority.
fn origin_form(target: &str) -> String {
    match target.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => {
            rest.find('/').map_or("/", |slash| &rest[slash..]).to_owned()
        }
        _ => target.to_owned(),
    }
}
