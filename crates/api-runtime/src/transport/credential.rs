//! Credentials: secrets that identify the caller, and the part of a request that carries them.

use std::borrow::Cow;

use http::{HeaderName, header};

use crate::{RequestBuilder, Secret};

/// A secret that identifies the caller, sent with every request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Credential {
    pub(super) place: Place,
    pub(super) secret: Secret,
}

#[derive(Debug, Clone)]
pub(super) enum Place {
    Header { name: HeaderName, prefix: &'static str },
    Query(Cow<'static, str>),
    Cookie(Cow<'static, str>),
}

impl Credential {
    /// Creates a credential that is sent in a header of its own.
    pub fn header(name: HeaderName, secret: Secret) -> Self {
        Self { place: Place::Header { name, prefix: "" }, secret }
    }

    /// Creates a credential that is sent as `Authorization: Bearer …`.
    pub fn bearer(secret: Secret) -> Self {
        Self { place: Place::Header { name: header::AUTHORIZATION, prefix: "Bearer " }, secret }
    }

    /// Creates a credential that is sent as `Authorization: Basic …` (RFC 7617).
    pub fn basic(user: &str, password: &Secret) -> Self {
        let secret = base64(format!("{user}:{}", password.expose()).as_bytes()).into();
        Self { place: Place::Header { name: header::AUTHORIZATION, prefix: "Basic " }, secret }
    }

    /// Creates a credential that is sent as a query parameter.
    pub fn query(name: impl Into<Cow<'static, str>>, secret: Secret) -> Self {
        Self { place: Place::Query(name.into()), secret }
    }

    /// Creates a credential that is sent as a cookie.
    pub fn cookie(name: impl Into<Cow<'static, str>>, secret: Secret) -> Self {
        Self { place: Place::Cookie(name.into()), secret }
    }

    /// Adds the credential to a request, if it is no header: those are added to each attempt.
    pub(super) fn add_to(&self, request: &mut RequestBuilder) {
        match &self.place {
            Place::Header { .. } => {}
            Place::Query(name) => request.query_secret(name, self.secret.expose()),
            Place::Cookie(name) => request.cookie_secret(name, self.secret.expose()),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0, |group: u32, byte| (group << 8) | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for position in 0..4 {
            if position <= chunk.len() {
                text.push(char::from(DIGITS[(group >> (18 - 6 * position)) as usize & 63]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    /// RFC 4648, section 10, and the example of RFC 7617.
    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
