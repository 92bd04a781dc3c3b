//! What can be chosen of a token, whether it is new or changed.

use chrono::{DateTime, Utc};
use cloudflare_user_api::types;

use super::{NewPolicy, TokenCondition};
use crate::Error;

/// What a new and a changed token have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TokenOptions {
    pub(super) name: String,
    pub(super) policies: Vec<NewPolicy>,
    pub(super) condition: TokenCondition,
    pub(super) not_before: Option<DateTime<Utc>>,
    pub(super) expires_on: Option<DateTime<Utc>>,
}

impl TokenOptions {
    pub(super) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The request's body, once it is known to make sense.
    pub(super) fn checked(self) -> Result<types::TokenCreate, Error> {
        let Self { name, policies, condition, not_before, expires_on } = self;
        if name.trim().is_empty() {
            return Err(Error::input("the token has no name"));
        }
        if policies.is_empty() {
            return Err(Error::input("the token has no policy, so that it could do nothing"));
        }
        if let (Some(start), Some(end)) = (not_before, expires_on)
            && end <= start
        {
            return Err(Error::input("the token would expire before it starts to work"));
        }
        Ok(types::TokenCreate {
            name,
            policies: policies.into_iter().map(NewPolicy::checked).collect::<Result<_, _>>()?,
            condition: condition.into_wire(),
            not_before,
            expires_on,
        })
    }
}

/// Gives a builder, which has a field `options: TokenOptions`, what can be chosen of a token.
macro_rules! token_options {
    ($builder:ident) => {
        impl $builder {
            /// Adds a policy: what the token may do, and to what. It needs at least one.
            pub fn policy(mut self, policy: $crate::NewPolicy) -> Self {
                self.options.policies.push(policy);
                self
            }

            /// Adds a block of addresses that requests must come from, as CIDR, such as
            /// `203.0.113.0/24`.
            pub fn request_ip_in(mut self, block: impl Into<String>) -> Self {
                let addresses = self.options.condition.request_ip.get_or_insert_default();
                addresses.is_in.push(block.into());
                self
            }

            /// Adds a block of addresses that requests must not come from, as CIDR.
            pub fn request_ip_not_in(mut self, block: impl Into<String>) -> Self {
                let addresses = self.options.condition.request_ip.get_or_insert_default();
                addresses.not_in.push(block.into());
                self
            }

            /// When the token starts to work (UTC); at once otherwise.
            pub fn not_before(mut self, moment: ::chrono::DateTime<::chrono::Utc>) -> Self {
                self.options.not_before = Some(moment);
                self
            }

            /// When the token stops working (UTC); never otherwise.
            pub fn expires_on(mut self, moment: ::chrono::DateTime<::chrono::Utc>) -> Self {
                self.options.expires_on = Some(moment);
                self
            }
        }
    };
}

pub(super) use token_options;
