//! An error in one line, and the part of an error body that may be shown in it.

use std::fmt;

use serde_json::Value;

use super::{CallError, ErrorKind, Sent};

/// Writes what happened in which call, the server's message, the number of attempts and a hint.
pub(super) fn write_line(
    f: &mut fmt::Formatter<'_>,
    error: &CallError,
    server_message: Option<&str>,
) -> fmt::Result {
    let inner = error.inner();
    if let Some(call) = &inner.call {
        write!(f, "{} ({} {}): ", call.operation, call.method, call.path)?;
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

fn hint(error: &CallError) -> Option<String> {
    let hint = match (error.kind(), error.status().map(|status| status.as_u16())) {
        (ErrorKind::Status, Some(401)) => "check the token",
        (ErrorKind::Status, Some(403)) => "check the permissions of the token",
        (ErrorKind::Status | ErrorKind::Body, _) => {
            let seconds = error.inner().retry_after?.as_secs_f64();
            return Some(format!("the server asks to wait {seconds:.0} s"));
        }
        (ErrorKind::Connect, _) => "check the base URL, the network and the TLS certificates",
        (ErrorKind::Redirect, _) => "check the base URL",
        (ErrorKind::Timeout | ErrorKind::Deadline, _) => "raise `timeout` or `deadline`, or try later",
        (ErrorKind::TooLarge, _) => "raise `max_response_size` if such a response is expected",
        (ErrorKind::Decode, _) => "the API may have changed: look for a newer version of this crate",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Longest excerpt, in characters.
const MAX_EXCERPT_LENGTH: usize = 200;

/// Longest part of a body that is searched for a message, in bytes.
const MAX_SEARCHED_LENGTH: usize = 64 * 1024;

/// Returns the text on one line, without control characters and runs of blanks, cut to
/// [`MAX_EXCERPT_LENGTH`].
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if line.len() > 4 * MAX_EXCERPT_LENGTH {
            break;
        }
    }
    match line.char_indices().nth(MAX_EXCERPT_LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Returns the message in an error body that is not the vendor's: a usual field of a JSON body,
/// the title of a page or the first line of plain text, and nothing of any other body.
pub(super) fn excerpt(body: &str) -> Option<String> {
    let text = String::from_utf8_lossy(body.as_bytes().get(..MAX_SEARCHED_LENGTH).unwrap_or(body.as_bytes()));
    let text = text.trim_start_matches('\u{feff}').trim();
    let found = match text.chars().next()? {
        '{' => json_message(text)?,
        '[' => return None,
        '<' => html_title(text)?,
        _ => text.lines().next()?.to_owned(),
    };
    Some(one_line(&found)).filter(|line| !line.is_empty())
}

fn json_message(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    ["/error/message", "/message", "/error", "/detail", "/title"]
        .iter()
        .find_map(|pointer| value.pointer(pointer)?.as_str().map(str::to_owned))
}

fn html_title(text: &str) -> Option<String> {
    // ASCII only, so that offsets are the same in both.
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower[start..].find("</title>")?;
    Some(text[start..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::{excerpt, one_line};

    #[test]
    fn the_message_of_usual_bodies_is_found() {
        let found = |body: &str| excerpt(body);
        assert_eq!(found(r#"{"error":{"message":"No."}}"#).as_deref(), Some("No."));
        assert_eq!(found(r#"{"message":"No,\n\tno."}"#).as_deref(), Some("No, no."));
        assert_eq!(found("<html><TITLE>502 Bad\nGateway</TITLE><p>x").as_deref(), Some("502 Bad Gateway"));
        assert_eq!(found("upstream connect error\nsecond line").as_deref(), Some("upstream connect error"));
    }

    #[test]
    fn of_other_bodies_nothing_is_shown() {
        for body in ["", "  ", "{}", "{\"a\":1}", "[\"x\"]", "<p>x</p>", "{\"message\":7}", "{"] {
            assert_eq!(excerpt(body), None, "{body}");
        }
    }

    #[test]
    fn excerpts_are_one_short_line() {
        assert_eq!(one_line("a\r\n\x1b[31mb\0c"), "a [31mb c");
        let long = one_line(&"é".repeat(100_000));
        assert_eq!(long.chars().count(), 201);
        assert!(long.ends_with('…'));
    }
}
