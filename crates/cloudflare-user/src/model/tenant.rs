//! Tenants: organizations that a user may manage.

use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use super::identified;
use crate::wire::FromWire;

/// An organization that the user may manage. `Tenant` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Tenant {
    /// The tenant's id.
    pub id: String,
    /// The tenant's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the tenant was made (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_time: Option<DateTime<Utc>>,
    /// The tenant above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<TenantParent>,
    /// How the tenant is run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<TenantMeta>,
    /// The business behind the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<TenantProfile>,
}

/// The tenant above. `TenantParent` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TenantParent {
    /// The parent's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The parent's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How a tenant is run. `TenantMeta` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TenantMeta {
    /// Ids from the topmost tenant down to this one, which comes last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hierarchy_tags: Vec<String>,
    /// Who runs the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    /// What the tenant may do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_flags: Option<TenantFlags>,
}

/// What a tenant may do; the description does not say in what words. `TenantFlags` in
/// `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TenantFlags {
    /// Making accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_creation: Option<String>,
    /// Giving new accounts the tenant's defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_creation_applies_tenant_defaults: Option<String>,
    /// Deleting accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_deletion: Option<String>,
    /// Moving accounts in from elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_migration: Option<String>,
    /// Moving accounts between tenants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_mobility: Option<String>,
    /// Using enterprise features.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_capability: Option<String>,
    /// Adding and removing members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_management: Option<String>,
    /// Making tenants below this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_org_creation: Option<String>,
}

/// The business behind a tenant. `TenantProfile` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TenantProfile {
    /// The name of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    /// The e-mail address of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_email: Option<String>,
    /// The telephone number of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_phone: Option<String>,
    /// The postal address of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_address: Option<String>,
    /// A note that the tenant keeps for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_metadata: Option<String>,
}

impl FromWire<types::Tenant> for Tenant {
    fn from_wire(wire: types::Tenant) -> Self {
        let types::Tenant { id, name, create_time, parent, meta, profile } = wire;
        Self {
            id,
            name,
            create_time,
            parent: parent.map(FromWire::from_wire),
            meta: meta.map(FromWire::from_wire),
            profile: profile.map(FromWire::from_wire),
        }
    }
}

impl FromWire<types::TenantParent> for TenantParent {
    fn from_wire(wire: types::TenantParent) -> Self {
        let types::TenantParent { id, name } = wire;
        Self { id, name }
    }
}

impl FromWire<types::TenantMeta> for TenantMeta {
    fn from_wire(wire: types::TenantMeta) -> Self {
        let types::TenantMeta { hierarchy_tags, managed_by, tenant_flags } = wire;
        Self {
            hierarchy_tags: hierarchy_tags.unwrap_or_default(),
            managed_by,
            tenant_flags: tenant_flags.map(FromWire::from_wire),
        }
    }
}

impl FromWire<types::TenantFlags> for TenantFlags {
    fn from_wire(wire: types::TenantFlags) -> Self {
        let types::TenantFlags {
            account_creation,
            account_creation_applies_tenant_defaults,
            account_deletion,
            account_migration,
            account_mobility,
            enterprise_capability,
            member_management,
            sub_org_creation,
        } = wire;
        Self {
            account_creation,
            account_creation_applies_tenant_defaults,
            account_deletion,
            account_migration,
            account_mobility,
            enterprise_capability,
            member_management,
            sub_org_creation,
        }
    }
}

impl FromWire<types::TenantProfile> for TenantProfile {
    fn from_wire(wire: types::TenantProfile) -> Self {
        let types::TenantProfile {
            business_name,
            business_email,
            business_phone,
            business_address,
            external_metadata,
        } = wire;
        Self { business_name, business_email, business_phone, business_address, external_metadata }
    }
}

identified!(Tenant);
