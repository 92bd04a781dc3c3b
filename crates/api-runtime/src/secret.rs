//! Text that is never printed.

use std::{fmt, hint::black_box};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use zeroize::Zeroizing;

/// Placeholder for a secret in everything that is printed.
pub(crate) const REDACTED: &str = "[redacted]";

/// A password, token or key. Its memory is wiped when it is dropped, and neither `Debug` nor
/// `Serialize` shows it: [`Secret::expose`] is the only way to read it. A type that is sent with
/// a secret inside therefore serializes it by a function of its own.
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

/// Secrets of one client, which are redacted in everything that a server sends back.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    pub(crate) fn push(&mut self, secret: Secret) {
        if !secret.expose().is_empty() {
            self.0.push(secret);
        }
    }

    /// Replaces the secrets in a text: a server's error message may echo the token.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| {
            if text.contains(secret.expose()) { text.replace(secret.expose(), REDACTED) } else { text }
        })
    }

    /// Replaces the secrets in a body, in JSON also where they are written with escapes.
    pub(crate) fn redact_body(&self, body: &[u8]) -> String {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}');
        match serde_json::from_str(text) {
            Ok(value) => self.redact_value(value).to_string(),
            Err(_) => self.redact(text),
        }
    }

    fn redact_value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => self.redact(&text).into(),
            Value::Array(items) => items.into_iter().map(|item| self.redact_value(item)).collect(),
            Value::Object(entries) => entries
                .into_iter()
                .map(|(key, value)| (self.redact(&key), self.redact_value(value)))
                .collect(),
            other => other,
        }
    }

    /// Replaces header values that contain a secret, such as an echoed request id.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            let text = String::from_utf8_lossy(value.as_bytes());
            if self.0.iter().any(|secret| text.contains(secret.expose())) {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn secrets_are_equal_if_their_texts_are() {
        assert_eq!(Secret::from("abc"), Secret::from("abc".to_owned()));
        assert_eq!(Secret::default(), Secret::from(""));
        for other in ["", "ab", "abd", "abcd", "Abc"] {
            assert_ne!(Secret::from("abc"), Secret::from(other), "{other}");
        }
    }
}
