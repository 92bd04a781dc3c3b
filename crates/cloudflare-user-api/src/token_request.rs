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

/// Copies a policy of a token, to send it again. Whatever was not understood is kept as it came.
impl From<TokenPolicy> for NewPolicy {
    fn from(policy: TokenPolicy) -> Self {
        let TokenPolicy { id: _, effect, permission_groups, resources, mut unknown_fields } = policy;
        unknown_fields.remove("id");
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
        let PolicyPermissionGroup { id, name: _, meta, mut unknown_fields } = group;
        unknown_fields.remove("name");
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
                    .get_or_insert_default()
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
                    .get_or_insert_default()
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
        self.without("policies")
    }

    /// Leaves the condition out of the update.
    ///
    /// Cloudflare does not document if the token then loses its condition or keeps it. Read the token
    /// after the update to know.
    pub fn clear_condition(mut self) -> Self {
        self.condition = None;
        self.without("condition")
    }

    /// Leaves the status out of the update.
    pub fn clear_status(mut self) -> Self {
        self.status = None;
        self.without("status")
    }

    /// Leaves out the time before which the token does not work, so that it works at once.
    pub fn clear_not_before(mut self) -> Self {
        self.not_before = None;
        self.without("not_before")
    }

    /// Leaves out the expiry, so that the token never expires.
    pub fn clear_expires_on(mut self) -> Self {
        self.expires_on = None;
        self.without("expires_on")
    }

    /// Drops a field that was kept because it was not understood.
    fn without(mut self, field: &str) -> Self {
        self.unknown_fields.remove(field);
        self
    }
}

/// Fields of a token that only the service sets, and the name, which restricts nothing: one that is not
/// understood is not sent back.
const NOT_SENT_BACK: [&str; 8] = [
    "id",
    "name",
    "issued_on",
    "modified_on",
    "last_used_on",
    "creator_email_at_creation",
    "provisioner_id",
    "provisioner_type",
];

/// Copies the settings of a token, to change some of them.
///
/// Whatever was not understood, such as a restriction that the OpenAPI document does not list or an expiry
/// in another notation, is kept and sent back as it came. Setting it as well makes the update
/// [ambiguous](TokenUpdate::ambiguous_field), unless its `clear_` method is called first.
impl From<Token> for TokenUpdate {
    fn from(token: Token) -> Self {
        let Token { name, status, policies, condition, not_before, expires_on, mut unknown_fields, .. } =
            token;
        NOT_SENT_BACK.iter().for_each(|field| drop(unknown_fields.remove(*field)));
        let (name, policies) = (name.unwrap_or_default(), policies.into_iter().map(Into::into).collect());
        Self { name, status, policies, condition, not_before, expires_on, unknown_fields }
    }
}
