//! An error in one line, and the part of an error body that may be shown in it.

use std::{borrow::Cow, fmt};

use super::{
    CallError, ErrorBody, ErrorKind, Sent,
    shortened::{MAX_TEXT_LENGTH, Shortened},
};
use crate::decode::{self, Cause, DecodeError};

/// Writes what happened in which call, the server's message, the number of attempts and a hint.
pub(super) fn write_line(
    f: &mut fmt::Formatter<'_>,
    error: &CallError,
    server_message: Option<&str>,
) -> fmt::Result {
    let inner = error.inner();
    if let Some(call) = &inner.call {
        write!(f, "{} ({} {}): ", call.operation, call.method, Shortened(&call.path))?;
    }
    f.write_str(&inner.detail)?;
    if let Some(message) = server_message {
        write!(f, " ({message})")?;
    }
    match inner.call.as_ref().map_or(0, |call| call.attempts) {
        0 => {}
        1 => f.write_str("; 1 attempt")?,
        attempts => write!(f, "; {attempts} attempts")?,
    }
    if inner.sent == Sent::Maybe {
        f.write_str("; the request may have taken effect")?;
    }
    match hint(error) {
        Some(hint) => write!(f, "; {hint}"),
        None => Ok(()),
    }
}

/// Writes the same line, since `unwrap` and a `main` that returns the error print `Debug`; the
/// fields with `{:#?}`.
pub(super) fn write_debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    error: &CallError,
    server_message: Option<&str>,
) -> fmt::Result {
    if !f.alternate() {
        return write_line(f, error, server_message);
    }
    let inner = error.inner();
    f.debug_struct(name)
        .field("kind", &inner.kind)
        .field("call", &inner.call)
        .field("status", &error.status())
        .field("sent", &inner.sent)
        .field("detail", &inner.detail)
        .field("server_message", &server_message)
        .field("source", &inner.source)
        .finish_non_exhaustive()
}

/// Returns advice that is true for what happened.
fn hint(error: &CallError) -> Option<Cow<'static, str>> {
    let inner = error.inner();
    if let Some(hint) = inner.hint {
        return Some(hint.into());
    }
    let hint = match (inner.kind, error.status().map(|status| status.as_u16())) {
        (ErrorKind::Status, Some(401 | 403)) if error.has_page() => FOREIGN_RESPONSE,
        (ErrorKind::Status, Some(401)) => "check the token",
        (ErrorKind::Status, Some(403)) => "check the permissions of the token",
        (ErrorKind::Status, Some(407)) => "check the credentials of the proxy",
        (ErrorKind::Body, _) if decode_cause(error) == Some(Cause::CutShort) => {
            "a proxy may have cut the body: try again"
        }
        (ErrorKind::Status | ErrorKind::Body, _) => {
            let seconds = inner.retry_after?.as_secs_f64();
            return Some(format!("the server asks to wait {seconds:.0} s").into());
        }
        (ErrorKind::Connect, _) => "check the base URL, the network and the TLS certificates",
        (ErrorKind::Redirect, _) => "check the base URL",
        (ErrorKind::Timeout, _) => "raise `timeout`, or try later",
        (ErrorKind::Deadline, _) => "raise `deadline`, or try later",
        (ErrorKind::TooLarge, _) => "raise `max_response_size` if such a response is expected",
        (ErrorKind::Decode, _) => decode_hint(decode_cause(error)),
        _ => return None,
    };
    Some(hint.into())
}

/// Advice for a response that has another form than those of any API.
const FOREIGN_RESPONSE: &str =
    "it looks like the page of a proxy, a firewall or a login: check the base URL and the network";

fn decode_hint(cause: Option<Cause>) -> &'static str {
    match cause {
        Some(Cause::Foreign) => {
            "this is no JSON from the API and looks like the page of a proxy or a login: \
             check the base URL and the network"
        }
        _ => "the API may have changed: look for a newer version of this crate",
    }
}

fn decode_cause(error: &CallError) -> Option<Cause> {
    Some(error.source()?.downcast_ref::<DecodeError>()?.cause())
}

/// Returns the text on one line, without control characters and runs of blanks, and as
/// [`Shortened`] shows it.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if line.len() > 4 * MAX_TEXT_LENGTH {
            break;
        }
    }
    Shortened(&line).to_string()
}

/// Returns the message in an error body that is not the vendor's: a usual field of a JSON body,
/// the title of a page or the first line of plain text, and nothing of any other body.
///
/// Of a body that was cut, only a text that is followed by its end: otherwise it could show the
/// beginning of a secret.
pub(super) fn excerpt(body: &ErrorBody) -> Option<String> {
    let text = body.text.trim_start_matches('\u{feff}').trim_start();
    let found = match text.chars().next()? {
        '{' => decode::find_text(text.as_bytes(), MESSAGES)?,
        '[' => return None,
        '<' => html_title(text)?.to_owned(),
        _ => first_line(text, body.is_cut)?.to_owned(),
    };
    Some(one_line(&found)).filter(|line| !line.is_empty())
}

/// Usual places of a message in a JSON body.
const MESSAGES: &[&[&str]] = &[&["error", "message"], &["message"], &["error"], &["detail"], &["title"]];

fn html_title(text: &str) -> Option<&str> {
    // ASCII only, so that offsets are the same in both.
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower[start..].find("</title>")?;
    Some(&text[start..end])
}

fn first_line(text: &str, is_cut: bool) -> Option<&str> {
    match text.split_once(['\r', '\n']) {
        Some((line, _)) => Some(line),
        None => (!is_cut).then_some(text),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::StatusCode;

    use super::{
        CallError, ErrorBody, ErrorKind, FOREIGN_RESPONSE, Sent, Shortened, excerpt, hint, one_line,
    };
    use crate::redaction::Secrets;

    fn complete(body: &str) -> Option<String> {
        excerpt(&ErrorBody { text: body.to_owned(), is_cut: false })
    }

    fn cut(body: &str) -> Option<String> {
        excerpt(&ErrorBody { text: body.to_owned(), is_cut: true })
    }

    fn error(kind: ErrorKind, status: Option<u16>, body: &'static str) -> CallError {
        let error = CallError::new(kind, Sent::Yes, "x");
        let Some(status) = status else { return error };
        let mut response = http::Response::new(Bytes::from(body));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        error.with_response(response).with_redacted_body(&Secrets::default())
    }

    #[test]
    fn each_kind_has_its_advice_or_none() {
        const PAGE: &str = "\n<html><p>x</html>";
        let page = Some(FOREIGN_RESPONSE);
        for (kind, status, body, advice) in [
            (ErrorKind::Config, None, "", None),
            (ErrorKind::Input, None, "", None),
            (ErrorKind::Connect, None, "", Some("check the base URL, the network and the TLS certificates")),
            (ErrorKind::Connection, None, "", None),
            (ErrorKind::Timeout, None, "", Some("raise `timeout`, or try later")),
            (ErrorKind::Timeout, Some(200), "", Some("raise `timeout`, or try later")),
            (ErrorKind::Deadline, None, "", Some("raise `deadline`, or try later")),
            (ErrorKind::Body, Some(200), "", None),
            (ErrorKind::Body, Some(503), "", None),
            (
                ErrorKind::TooLarge,
                Some(200),
                "",
                Some("raise `max_response_size` if such a response is expected"),
            ),
            (ErrorKind::Redirect, None, "", Some("check the base URL")),
            (ErrorKind::Status, Some(400), "", None),
            (ErrorKind::Status, Some(401), "{}", Some("check the token")),
            (ErrorKind::Status, Some(401), PAGE, page),
            (ErrorKind::Status, Some(403), "{}", Some("check the permissions of the token")),
            (ErrorKind::Status, Some(403), PAGE, page),
            (ErrorKind::Status, Some(404), PAGE, None),
            (ErrorKind::Status, Some(407), PAGE, Some("check the credentials of the proxy")),
            (ErrorKind::Status, Some(500), PAGE, None),
            (ErrorKind::Rejected, Some(200), "{}", None),
            (
                ErrorKind::Decode,
                Some(200),
                "{}",
                Some("the API may have changed: look for a newer version of this crate"),
            ),
            (ErrorKind::Paging, Some(200), "{}", None),
            (ErrorKind::Interceptor, None, "", None),
        ] {
            assert_eq!(hint(&error(kind, status, body)).as_deref(), advice, "{kind:?} {status:?} {body}");
        }
    }

    #[test]
    fn advice_follows_the_cause() {
        let decode = |body: &[u8]| crate::decode::tolerant::<i64>(body).unwrap_err();
        let hint_of = |kind, body| hint(&error(kind, Some(200), "").with_source(decode(body))).unwrap();
        assert!(
            hint_of(ErrorKind::Decode, b"<html>").starts_with("this is no JSON from the API and looks like")
        );
        assert!(hint_of(ErrorKind::Decode, b"{}").starts_with("the API may have changed"));
        assert_eq!(hint_of(ErrorKind::Body, b"[1,"), "a proxy may have cut the body: try again");
        for (kind, status) in [(ErrorKind::Status, 429), (ErrorKind::Status, 503), (ErrorKind::Body, 503)] {
            let waiting = error(kind, Some(status), "").with_retry_after(Some(Duration::from_secs(7)));
            assert_eq!(hint(&waiting).as_deref(), Some("the server asks to wait 7 s"));
        }
    }

    #[test]
    fn the_message_of_usual_bodies_is_found() {
        for (body, message) in [
            (r#"{"error":{"message":"No."}}"#, "No."),
            (r#"{"message":"No,\n\tno."}"#, "No, no."),
            (r#"{"error":"No."}"#, "No."),
            (r#"{"error":{"message":7},"detail":"No."}"#, "No."),
            (r#" {"title":"No."}"#, "No."),
            ("<html><TITLE>502 Bad\nGateway</TITLE><p>x", "502 Bad Gateway"),
            ("upstream connect error\nsecond line", "upstream connect error"),
            ("\u{feff}upstream\rsecond line", "upstream"),
        ] {
            assert_eq!(complete(body).as_deref(), Some(message), "{body}");
        }
    }

    #[test]
    fn a_message_is_found_beside_what_is_nested_deeply() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let body = format!(r#"{{"trace":{deep},"error":{{"causes":{deep},"message":"No."}}}}"#);
        assert_eq!(complete(&body).as_deref(), Some("No."));
    }

    #[test]
    fn of_other_bodies_nothing_is_shown() {
        for body in ["", "  ", "{}", "{\"a\":1}", "[\"x\"]", "<p>x</p>", "{\"message\":7}", "{"] {
            assert_eq!(complete(body), None, "{body}");
        }
    }

    #[test]
    fn of_a_cut_body_only_what_is_followed_by_its_end_is_shown() {
        assert_eq!(cut("<title>Bad</title><p>s3cr"), Some("Bad".to_owned()));
        assert_eq!(cut("Bad.\ns3cr"), Some("Bad.".to_owned()));
        for body in ["Bad key s3cr", "<title>Bad key s3cr", "{\"message\":\"Bad key s3cr"] {
            assert_eq!(cut(body), None, "{body}");
        }
    }

    #[test]
    fn excerpts_are_one_short_line() {
        assert_eq!(one_line("a\r\n\x1b[31mb\0c"), "a [31mb c");
        let long = one_line(&"é".repeat(100_000));
        assert_eq!(long.chars().count(), 201);
        assert!(long.ends_with('…'));
        assert_eq!(one_line(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(one_line(&"é ".repeat(300)), format!("{}…", "é ".repeat(100)));
    }

    #[test]
    fn what_changes_the_direction_of_a_line_is_escaped() {
        assert_eq!(one_line("a\u{202e}b\u{2066} c\u{200f}"), r"a\u{202e}b\u{2066} c\u{200f}");
        assert_eq!(Shortened("a\u{61c}\n\u{feff}jő").to_string(), r"a\u{61c}\u{a}\u{feff}jő");
        let line = one_line(&"\u{202e}".repeat(1000));
        assert_eq!(line, format!("{}…", r"\u{202e}".repeat(25)));
    }
}
