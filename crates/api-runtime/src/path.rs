//! Arguments in the path of a URL.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters but the unreserved ones of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes one segment of a path, including `/` and `\`, which URL parsers read as `/`.
pub fn encode_path(segment: &str) -> Cow<'_, str> {
    utf8_percent_encode(segment, RESERVED).into()
}

/// Checks an id that goes into a path.
///
/// # Errors
/// If it is empty, `.` or `..` (which a URL parser resolves, encoded or not), or contains a
/// control character.
pub fn check_id(id: &str) -> Result<(), InvalidId> {
    match id {
        "" => Err(InvalidId("is empty")),
        "." | ".." => Err(InvalidId("is a dot segment, which would change the path")),
        id if id.chars().any(char::is_control) => Err(InvalidId("contains a control character")),
        _ => Ok(()),
    }
}

/// Reason why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the id {0}")]
pub struct InvalidId(&'static str);

#[cfg(test)]
mod tests {
    use super::{check_id, encode_path};

    #[test]
    fn only_unreserved_characters_stay_as_they_are() {
        assert_eq!(encode_path("aZ09-._~"), "aZ09-._~");
        assert_eq!(encode_path(r"a/b\c?d#e%2e"), "a%2Fb%5Cc%3Fd%23e%252e");
        assert_eq!(encode_path("jő é@+;"), "j%C5%91%20%C3%A9%40%2B%3B");
    }

    #[test]
    fn ids_that_would_change_the_path_are_rejected() {
        for id in ["", ".", "..", "a\nb", "\0", "a\u{7f}", "\u{85}"] {
            assert!(check_id(id).is_err(), "{id:?}");
        }
        for id in ["me", "...", "%2e%2e", "john/doe", "a b", "jő"] {
            assert!(check_id(id).is_ok(), "{id:?}");
        }
    }
}
