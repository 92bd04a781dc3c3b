//! The little of an error body that may be shown.

use serde_json::Value;

/// The longest excerpt, in characters.
const LONGEST: usize = 200;

/// A server's words on one line: no control characters, no runs of blanks, not too long.
pub(crate) fn clean(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if line.len() > 4 * LONGEST {
            break;
        }
    }
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The message in an error body that is not of the documented form: a usual member of a JSON
/// body, the title of a page, the first line of plain text. Nothing of any other body.
pub(crate) fn message(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body.get(..64 * 1024).unwrap_or(body));
    let text = text.trim_start_matches('\u{feff}').trim();
    let found = match text.chars().next()? {
        '{' => json_message(text)?,
        '[' => return None,
        '<' => html_title(text)?,
        _ => text.lines().next()?.to_owned(),
    };
    Some(clean(&found)).filter(|line| !line.is_empty())
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
    use super::{clean, message};

    #[test]
    fn the_message_of_usual_bodies_is_found() {
        let found = |body: &str| message(body.as_bytes());
        assert_eq!(found(r#"{"error":{"message":"No."}}"#).as_deref(), Some("No."));
        assert_eq!(found(r#"{"message":"No,\n\tno."}"#).as_deref(), Some("No, no."));
        assert_eq!(found("<html><TITLE>502 Bad\nGateway</TITLE><p>x").as_deref(), Some("502 Bad Gateway"));
        assert_eq!(found("upstream connect error\nsecond line").as_deref(), Some("upstream connect error"));
    }

    #[test]
    fn of_other_bodies_nothing_is_shown() {
        for body in ["", "  ", "{}", "{\"a\":1}", "[\"x\"]", "<p>x</p>", "{\"message\":7}", "{"] {
            assert_eq!(message(body.as_bytes()), None, "{body}");
        }
        assert_eq!(message(b"\xff\xfe bad").as_deref(), Some("\u{fffd}\u{fffd} bad"));
    }

    #[test]
    fn excerpts_are_one_short_line() {
        assert_eq!(clean("a\r\n\x1b[31mb\0c"), "a [31mb c");
        let long = clean(&"é".repeat(100_000));
        assert_eq!(long.chars().count(), 201);
        assert!(long.ends_with('…'));
    }
}
