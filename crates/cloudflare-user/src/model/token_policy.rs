//! What a token may do, and to what.

use api_runtime::open_enum;
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use super::{TokenResources, list, open_schema};
use crate::wire::FromWire;

open_enum! {
    /// Whether a policy grants or forbids.
    pub enum PolicyEffect {
        /// It grants.
        Allow = "allow",
        /// It forbids.
        Deny = "deny",
    }
}

open_schema!(PolicyEffect);

/// One policy of a token. `TokenPolicy` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TokenPolicy {
    /// The policy's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether the policy grants or forbids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<PolicyEffect>,
    /// Which operations the policy is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permission_groups: Vec<PolicyPermissionGroup>,
    /// What the policy covers.
    pub resources: TokenResources,
}

/// A permission group that a policy names. `PolicyPermissionGroup` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PolicyPermissionGroup {
    /// The group's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The group's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What else is known of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<PermissionGroupMeta>,
}

/// What else is known of a permission group. `PermissionGroupMeta` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PermissionGroupMeta {
    /// A short name for machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The kind of resource that the group is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<String>,
    /// The area of products that the group belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The group in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the group can be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editable: Option<String>,
    /// Who gets to see the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// Whether the group is on its way out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// When the group shall be gone (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eol_at: Option<DateTime<Utc>>,
}

impl FromWire<types::TokenPolicy> for TokenPolicy {
    fn from_wire(wire: types::TokenPolicy) -> Self {
        let types::TokenPolicy { id, effect, permission_groups, resources } = wire;
        Self {
            id,
            effect: effect.map(Into::into),
            permission_groups: list(permission_groups),
            resources: resources.map(TokenResources::from_wire).unwrap_or_default(),
        }
    }
}

impl FromWire<types::PolicyPermissionGroup> for PolicyPermissionGroup {
    fn from_wire(wire: types::PolicyPermissionGroup) -> Self {
        let types::PolicyPermissionGroup { id, name, meta } = wire;
        Self { id, name, meta: meta.map(FromWire::from_wire) }
    }
}

impl FromWire<types::PermissionGroupMeta> for PermissionGroupMeta {
    fn from_wire(wire: types::PermissionGroupMeta) -> Self {
        let types::PermissionGroupMeta {
            label,
            scopes,
            category,
            description,
            editable,
            visibility,
            deprecated,
            eol_at,
        } = wire;
        Self { label, scopes, category, description, editable, visibility, deprecated, eol_at }
    }
}
