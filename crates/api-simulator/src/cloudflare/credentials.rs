//! Credentials, of which three kinds are accepted.

use super::tokens::Tokens;
use crate::wire::Request;

/// The e-mail address that goes with [`API_KEY`].
pub(crate) const API_EMAIL: &str = "ines.maravall@example.com";
pub(crate) const API_KEY: &str = "simulated-api-key-0c5d7e1f9a3b2846";
pub(crate) const USER_SERVICE_KEY: &str = "v1.0-simulated-service-key";

/// What a request was sent with.
pub(super) struct Credentials {
    pub(super) token: Option<String>,
    login: bool,
    service: bool,
}

impl Credentials {
    pub(super) fn of(request: &Request) -> Self {
        let is = |name: &str, value: &str| request.header(name) == Some(value);
        let authorization = request.header("authorization").and_then(|value| value.split_once(' '));
        Self {
            token: authorization.map(|(_, token)| token.trim().to_owned()),
            login: is("x-auth-email", API_EMAIL) && is("x-auth-key", API_KEY),
            service: is("x-auth-user-service-key", USER_SERVICE_KEY),
        }
    }

    /// A token goes before the others.
    pub(super) fn are_accepted(&self, tokens: &Tokens) -> bool {
        match &self.token {
            Some(token) => tokens.is_active(token),
            None => self.login || self.service,
        }
    }
}
