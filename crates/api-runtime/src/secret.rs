//! Text that is never printed.

use std::{fmt, hint::black_box};

use bytes::Bytes;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// Placeholder for a secret in everything that is printed.
pub(crate) const REDACTED: &str = "[redacted]";

/// A password, token or key. Its memory is wiped when it is dropped, and neither `Debug` nor
/// `Serialize` shows it: [`Secret::expose`] is the only way to read it. A type that is sent with
/// a secret inside therefore serializes it by a function of its own.
///
/// # Copies that are not wiped
/// This type wipes its own memory, and the client that of its header values, when the last clone is
/// dropped. Other copies of a secret can remain in freed memory: the `String` that it is made from,
/// if that is cloned or grows; what the HTTP and TLS libraries write to the connection, in plain
/// and encrypted form; the body of a response that contains it; and what the operating system has
/// swapped out. Programs that must not leave one end their process.
///
/// ```
/// let secret = api_runtime::Secret::from("s3cr3t");
/// assert_eq!(format!("{secret:?}"), "Secret([redacted])");
/// assert_eq!(serde_json::to_string(&secret).unwrap(), r#""[redacted]""#);
/// assert_eq!(secret.expose(), "s3cr3t");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Returns the secret in plain text.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Converts the secret into a header value with a prefix (`"Bearer "`), marked sensitive, in
    /// memory that is wiped when the last clone of the value is dropped.
    ///
    /// # Errors
    /// If the secret contains a character that no header may contain. The error does not show it.
    pub fn to_header(&self, prefix: &str) -> Result<HeaderValue, InvalidSecret> {
        let text = self.expose();
        let visible = |byte: u8| (0x20..0x7f).contains(&byte);
        if text.is_empty() || !text.bytes().all(visible) || text.trim() != text {
            return Err(InvalidSecret);
        }
        let line = Zeroizing::new([prefix.as_bytes(), text.as_bytes()].concat());
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(line)).map_err(|_| InvalidSecret)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// A secret that cannot be a header value: it is empty, or contains a line break, a blank at
/// either end, or another character that is not visible ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is empty, or contains a line break, a blank at either end or another character that no header may contain"
)]
pub struct InvalidSecret;

impl Default for Secret {
    fn default() -> Self {
        Self::from("")
    }
}

/// Takes a time that depends on the lengths only.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.expose().as_bytes(), other.expose().as_bytes());
        let difference = one.iter().zip(other).fold(0, |difference, (a, b)| black_box(difference | (a ^ b)));
        one.len() == other.len() && difference == 0
    }
}

impl Eq for Secret {}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({REDACTED})")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn only_visible_ascii_can_be_a_header() {
        let header = |text: &str| Secret::from(text).to_header("Bearer ");
        let value = header("a~ b").unwrap();
        assert_eq!(value.to_str().unwrap(), "Bearer a~ b");
        assert!(value.is_sensitive());
        for text in ["", " ", "a ", " a", "a\tb", "a\nb", "a\u{7f}", "\u{1f}a", "é"] {
            assert!(header(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn secrets_are_equal_if_their_texts_are() {
        assert_eq!(Secret::from("abc"), Secret::from("abc".to_owned()));
        assert_eq!(Secret::default(), Secret::from(""));
        for other in ["", "ab", "abd", "abcd", "Abc", "bac"] {
            assert_ne!(Secret::from("abc"), Secret::from(other), "{other}");
        }
    }
}
