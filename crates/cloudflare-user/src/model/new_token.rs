//! A token to be made.

use cloudflare_user_api::types;

use super::token_options::{TokenOptions, token_options};
use crate::Error;

/// A token to be made: its name, what it may do, for how long, from where. `TokenCreate` in
/// `openapi/cloudflare`.
///
/// ```
/// use cloudflare_user::{NewPolicy, NewToken};
///
/// let token = NewToken::new("dns reader")
///     .policy(NewPolicy::allow(["82e64a83756745bbbb1c9c2701bf816b"]).on("com.cloudflare.api.account.zone.*"))
///     .request_ip_in("203.0.113.0/24");
/// # let _ = token;
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct NewToken {
    options: TokenOptions,
}

token_options!(NewToken);

impl NewToken {
    /// A token with a name to know it by. It still needs a policy.
    pub fn new(name: impl Into<String>) -> Self {
        Self { options: TokenOptions::named(name) }
    }

    /// The request's body, once it is known to make sense.
    pub(crate) fn checked(self) -> Result<types::TokenCreate, Error> {
        self.options.checked()
    }
}
