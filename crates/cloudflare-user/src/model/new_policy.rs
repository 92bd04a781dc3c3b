//! A policy to give to a token.

use cloudflare_user_api::types;

use super::{PolicyEffect, TokenPolicy, TokenResource, TokenResources};
use crate::Error;

/// A policy to give to a token: what it allows or forbids, on which resources.
/// `TokenPolicyInput` in `openapi/cloudflare`.
///
/// ```
/// use cloudflare_user::NewPolicy;
///
/// let read_dns = "82e64a83756745bbbb1c9c2701bf816b";
/// let everywhere = NewPolicy::allow([read_dns]).on("com.cloudflare.api.account.zone.*");
/// let in_one_account = NewPolicy::allow([read_dns]).on_within(
///     "com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4",
///     ["com.cloudflare.api.account.zone.*"],
/// );
/// # assert_ne!(everywhere, in_one_account);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct NewPolicy {
    effect: PolicyEffect,
    permission_groups: Vec<String>,
    resources: TokenResources,
}

impl NewPolicy {
    /// Allows what permission groups bundle, named by their ids.
    pub fn allow(permission_groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyEffect::Allow, permission_groups)
    }

    /// Forbids what permission groups bundle, named by their ids.
    pub fn deny(permission_groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyEffect::Deny, permission_groups)
    }

    fn new(effect: PolicyEffect, groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let permission_groups = groups.into_iter().map(Into::into).collect();
        Self { effect, permission_groups, resources: TokenResources::default() }
    }

    /// On this resource, all of it; such as `com.cloudflare.api.account.zone.*`.
    pub fn on(mut self, resource: impl Into<String>) -> Self {
        self.resources.insert(resource.into(), TokenResource::All);
        self
    }

    /// On these resources inside this one.
    pub fn on_within(
        mut self,
        resource: impl Into<String>,
        inside: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let mut within = TokenResources::default();
        inside.into_iter().for_each(|name| within.insert(name.into(), TokenResource::All));
        self.resources.insert(resource.into(), TokenResource::Within(within));
        self
    }

    /// The request's part, once it is known to make sense.
    pub(super) fn checked(self) -> Result<types::TokenPolicyInput, Error> {
        let Self { effect, permission_groups, resources } = self;
        if effect.as_str().is_empty() {
            return Err(Error::input("a policy of the token says neither `allow` nor `deny`"));
        }
        if permission_groups.is_empty() || permission_groups.iter().any(String::is_empty) {
            return Err(Error::input(
                "a policy of the token names no permission group, or one without an id",
            ));
        }
        if resources.is_empty() || resources.keys().any(String::is_empty) {
            return Err(Error::input("a policy of the token names no resource, or one without a name"));
        }
        let group = |id| types::PermissionGroupInput { id, meta: None };
        Ok(types::TokenPolicyInput {
            effect: effect.as_str().to_owned(),
            permission_groups: permission_groups.into_iter().map(group).collect(),
            resources: resources.into_wire(),
        })
    }
}

/// A policy as it stands, to give it to a token again.
impl From<TokenPolicy> for NewPolicy {
    fn from(policy: TokenPolicy) -> Self {
        let TokenPolicy { id: _, effect, permission_groups, resources } = policy;
        Self {
            // A policy without an effect must not come to allow anything: `checked` refuses it.
            effect: effect.unwrap_or(PolicyEffect::Unknown(String::new())),
            permission_groups: permission_groups
                .into_iter()
                .map(|group| group.id.unwrap_or_default())
                .collect(),
            resources,
        }
    }
}
