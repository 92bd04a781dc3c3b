//! Bundles of operations, for a token's policies.

use api_runtime::open_enum;
use cloudflare_user_api::types;
use serde::Serialize;

use super::{identified, open_schema};
use crate::wire::FromWire;

open_enum! {
    /// The area of products that a permission group belongs to.
    pub enum PermissionGroupCategory {
        /// Workers and what belongs to them.
        DeveloperPlatform = "developer_platform",
        /// Models and what runs on them.
        AiAndMachineLearning = "ai_and_machine_learning",
        /// Zones and their DNS.
        DnsAndZones = "dns_and_zones",
        /// Protection of applications.
        AppSecurity = "app_security",
        /// Rules and settings.
        RulesAndConfiguration = "rules_and_configuration",
        /// Zero Trust.
        CloudflareOneAndZeroTrust = "cloudflare_one_and_zero_trust",
        /// Analytics and logs.
        AnalyticsAndLogs = "analytics_and_logs",
        /// Network services.
        NetworkServices = "network_services",
        /// Images and video.
        Media = "media",
        /// E-mail and messages.
        EmailAndMessaging = "email_and_messaging",
        /// Cache and speed.
        CacheAndPerformance = "cache_and_performance",
        /// Accounts and billing.
        AccountAndBilling = "account_and_billing",
        /// Anything else.
        Other = "other",
    }
}

open_enum! {
    /// A kind of resources that a permission group is for.
    pub enum PermissionGroupScope {
        /// Accounts.
        Account = "com.cloudflare.api.account",
        /// Zones.
        Zone = "com.cloudflare.api.account.zone",
        /// Users.
        User = "com.cloudflare.api.user",
        /// R2 buckets.
        R2Bucket = "com.cloudflare.edge.r2.bucket",
    }
}

open_schema!(PermissionGroupCategory, PermissionGroupScope);

/// A bundle of operations that a policy can name. `PermissionGroup` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PermissionGroup {
    /// The group's id.
    pub id: String,
    /// The group's name, such as `DNS Read`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The area of products that the group belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<PermissionGroupCategory>,
    /// The kinds of resources that the group is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<PermissionGroupScope>,
    /// Whether the user may put the group into a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_selectable: Option<bool>,
}

impl FromWire<types::PermissionGroup> for PermissionGroup {
    fn from_wire(wire: types::PermissionGroup) -> Self {
        let types::PermissionGroup { id, name, category, scopes, is_selectable } = wire;
        let scopes = scopes.unwrap_or_default().into_iter().map(Into::into).collect();
        Self { id, name, category: category.map(Into::into), scopes, is_selectable }
    }
}

identified!(PermissionGroup);
