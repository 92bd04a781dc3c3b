//! Builders of the tokens and policies that a caller sends.

use crate::{
    NewPolicy, NewPolicyPermissionGroup, NewToken, PolicyEffect, PolicyPermissionGroup, Token, TokenPolicy,
    TokenResource, TokenResources, TokenUpdate,
};

impl NewPolicy {
    /// Creates a policy that allows the operations of these permission groups, given by id. It still
    /// needs a resource: [`on`](Self::on) or [`on_within`](Self::on_within).
    pub fn allow(permission_groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::with_effect(PolicyEffect::Allow, permission_groups)
    }

    /// Creates a policy that denies the operations of these permission groups, given by id. It still
    /// needs a resource: [`on`](Self::on) or [`on_within`](Self::on_within).
    pub fn deny(permission_groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::with_effect(PolicyEffect::Deny, permission_groups)
    }

    fn with_effect(effect: PolicyEffect, groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let group = |id| NewPolicyPermissionGroup::new().id(id);
        Self::new().effect(effect).permission_groups(groups.into_iter().map(group).collect::<Vec<_>>())
    }

    /// Adds a whole resource, such as `com.cloudflare.api.account.zone.*`.
    pub fn on(mut self, resource: impl Into<String>) -> Self {
        self.resources.insert(resource, TokenResource::All);
        self
    }

    /// Adds a resource of which only these resources inside it are covered.
    pub fn on_within(
        mut self,
        resource: impl Into<String>,
        inside: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let inside: TokenResources = inside.into_iter().map(|name| (name, TokenResource::All)).collect();
        self.resources.insert(resource, TokenResource::Within(inside));
        self
    }
}

/// Copies a policy of a token, to send it again. Fields that the OpenAPI document does not list are kept.
impl From<TokenPolicy> for NewPolicy {
    fn from(policy: TokenPolicy) -> Self {
        let TokenPolicy { id: _, effect, permission_groups, resources, unknown_fields } = policy;
        Self {
            // Without an effect the policy must not start to allow anything: it stays invalid.
            effect: effect.unwrap_or_default(),
            permission_groups: permission_groups.into_iter().map(Into::into).collect(),
            resources: resources.unwrap_or_default(),
            unknown_fields,
        }
    }
}

impl From<PolicyPermissionGroup> for NewPolicyPermissionGroup {
    fn from(group: PolicyPermissionGroup) -> Self {
        let PolicyPermissionGroup { id, name: _, meta, unknown_fields } = group;
        Self { id: id.unwrap_or_default(), meta, unknown_fields }
    }
}

/// Adds the builder methods that new and changed tokens share.
macro_rules! token_builder {
    ($token:ident) => {
        impl $token {
            /// Adds a policy. A token needs at least one.
            pub fn policy(mut self, policy: impl Into<NewPolicy>) -> Self {
                self.policies.push(policy.into());
                self
            }

            /// Adds a block of addresses that requests must come from, as CIDR, such as
            /// `203.0.113.0/24`.
            #[doc(alias("ip", "allowlist"))]
            pub fn request_ip_in(mut self, block: impl Into<String>) -> Self {
                self.condition
                    .get_or_insert_default()
                    .request_ip
                    .get_or_insert_default()
                    .is_in
                    .push(block.into());
                self
            }

            /// Adds a block of addresses that requests must not come from, as CIDR.
            #[doc(alias("ip", "denylist"))]
            pub fn request_ip_not_in(mut self, block: impl Into<String>) -> Self {
                self.condition
                    .get_or_insert_default()
                    .request_ip
                    .get_or_insert_default()
                    .not_in
                    .push(block.into());
                self
            }
        }
    };
}

token_builder!(NewToken);
token_builder!(TokenUpdate);

impl TokenUpdate {
    /// Removes all policies, to add others.
    pub fn clear_policies(mut self) -> Self {
        self.policies.clear();
        self
    }

    /// Leaves out the condition.
    pub fn clear_condition(mut self) -> Self {
        self.condition = None;
        self
    }

    /// Leaves out the expiry, so that the token never expires.
    pub fn clear_expires_on(mut self) -> Self {
        self.expires_on = None;
        self
    }
}

/// Copies the settings of a token, to change some of them. Fields that the OpenAPI document does not list
/// are kept: a restriction among them must not be lost.
impl From<Token> for TokenUpdate {
    fn from(token: Token) -> Self {
        let Token { name, status, policies, condition, not_before, expires_on, unknown_fields, .. } = token;
        let (name, policies) = (name.unwrap_or_default(), policies.into_iter().map(Into::into).collect());
        Self { name, status, policies, condition, not_before, expires_on, unknown_fields }
    }
}
