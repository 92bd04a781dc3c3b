//! Credentials: secrets that identify the caller, and the part of a request that carries them.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, header};
use zeroize::Zeroizing;

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
        let plain = Zeroizing::new(format!("{user}:{}", password.expose()));
        let secret = STANDARD.encode(plain.as_bytes()).into();
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

#[cfg(test)]
mod tests {
    use super::{Credential, Secret};

    /// The example of RFC 7617, section 2, and a text of each length modulo three.
    #[test]
    fn a_basic_credential_is_that_of_rfc_7617() {
        for (user, password, expected) in [
            ("Aladdin", "open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("", "", "Og=="),
            ("f", "", "Zjo="),
            ("f", "o", "Zjpv"),
        ] {
            let credential = Credential::basic(user, &Secret::from(password));
            assert_eq!(credential.secret.expose(), expected);
        }
    }
}
