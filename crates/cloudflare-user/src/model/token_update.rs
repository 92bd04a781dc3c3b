//! A token as it shall be.

use cloudflare_user_api::types;

use super::{
    NewPolicy, Token, TokenStatus,
    token_options::{TokenOptions, token_options},
};
use crate::Error;

/// A token as it shall be. An update takes the place of everything that can be chosen of a
/// token: what it leaves out is gone. To change one thing, begin with the token as it stands.
/// `TokenUpdate` in `openapi/cloudflare`.
///
/// ```
/// use cloudflare_user::{Token, TokenStatus, TokenUpdate};
///
/// fn switched_off(token: Token) -> TokenUpdate {
///     TokenUpdate::from(token).status(TokenStatus::Disabled)
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct TokenUpdate {
    options: TokenOptions,
    status: Option<TokenStatus>,
}

token_options!(TokenUpdate);

impl TokenUpdate {
    /// A token with this name and, until they are added, without policies and conditions.
    pub fn new(name: impl Into<String>) -> Self {
        Self { options: TokenOptions::named(name), status: None }
    }

    /// The same with another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.options.name = name.into();
        self
    }

    /// Whether the token works.
    pub fn status(mut self, status: TokenStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// The same without policies, to add others.
    pub fn clear_policies(mut self) -> Self {
        self.options.policies.clear();
        self
    }

    /// The same for requests from anywhere.
    pub fn clear_condition(mut self) -> Self {
        self.options.condition = Default::default();
        self
    }

    /// The same without an end.
    pub fn clear_expires_on(mut self) -> Self {
        self.options.expires_on = None;
        self
    }

    /// The request's body, once it is known to make sense.
    pub(crate) fn checked(self) -> Result<types::TokenUpdate, Error> {
        let Self { options, status } = self;
        let types::TokenCreate { name, policies, condition, not_before, expires_on } = options.checked()?;
        let status = status.map(|status| status.as_str().to_owned());
        Ok(types::TokenUpdate { name, status, policies, condition, not_before, expires_on })
    }
}

/// The token as it stands, to change a part of it.
impl From<Token> for TokenUpdate {
    fn from(token: Token) -> Self {
        let Token { name, status, policies, condition, not_before, expires_on, .. } = token;
        let options = TokenOptions {
            name: name.unwrap_or_default(),
            policies: policies.into_iter().map(NewPolicy::from).collect(),
            condition: condition.unwrap_or_default(),
            not_before,
            expires_on,
        };
        Self { options, status }
    }
}
