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
