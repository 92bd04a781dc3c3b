//! Parsing the head of a request.

use httparse::Status;

use crate::wire::request::{MAX_HEAD, MalformedRequest, Request};

const MAX_HEADERS: usize = 128;

/// The head of a request.
pub(super) struct Head {
    /// The request, without its body.
    pub(super) request: Request,
    pub(super) body_length: BodyLength,
    /// Number of bytes of the head.
    pub(super) bytes: usize,
    pub(super) expects_continue: bool,
    pub(super) keep_alive: bool,
}

/// The length of a request's body, as its headers declare it.
#[derive(Clone, Copy)]
pub(super) enum BodyLength {
    Known(u64),
    Chunked,
}

/// Parses the head at the start of `bytes`; `None` while it is incomplete.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<Head>, MalformedRequest> {
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
    let target = origin_form(parsed.path.unwrap_or_default());
    let request = Request::new(parsed.method.unwrap_or_default(), target, headers);
    Ok(Head { request, body_length, bytes, expects_continue, keep_alive })
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
fn origin_form(target: &str) -> &str {
    match target.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => {
            rest.find('/').map_or("/", |slash| &rest[slash..])
        }
        _ => target,
    }
}
