//! Who a user is.

use std::collections::BTreeMap;

use apify_user_api::types;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{EffectivePlatformFeature, PlatformFeature, UserPlan, UserProfile, UserProxy};
use crate::wire::FromWire;

/// A user, as far as the caller may see it. Of one's own account everything is there, unless
/// an Actor run asks: then `plan`, `email` and `profile` are not. Of any other user there are
/// `username` and perhaps `profile`.
///
/// `UserPrivateInfo` in `openapi/apify`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// The account's id, such as `YiKoxjkaS9gjGTqhF`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name that the account goes by; always there.
    pub username: String,
    /// What the user shows of itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<UserProfile>,
    /// The account's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Access to Apify Proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<UserProxy>,
    /// The plan that the account is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<UserPlan>,
    /// The platform's features and whether the account may use each; new ones come without
    /// notice.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub effective_platform_features: BTreeMap<PlatformFeature, EffectivePlatformFeature>,
    /// When the account was made (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// Whether the account pays for its plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_paying: Option<bool>,
    /// The id of the organization's owner, where the account is an organization's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_owner_user_id: Option<String>,
}

impl FromWire<types::UserPrivateInfo> for User {
    fn from_wire(wire: types::UserPrivateInfo) -> Self {
        let types::UserPrivateInfo {
            id,
            username,
            profile,
            email,
            proxy,
            plan,
            effective_platform_features,
            created_at,
            is_paying,
            organization_owner_user_id,
        } = wire;
        let features = effective_platform_features.map(|features| features.0).unwrap_or_default();
        Self {
            id,
            username,
            profile: profile.map(FromWire::from_wire),
            email,
            proxy: proxy.map(FromWire::from_wire),
            plan: plan.map(FromWire::from_wire),
            effective_platform_features: features
                .into_iter()
                .map(|(name, feature)| (name.into(), FromWire::from_wire(feature)))
                .collect(),
            created_at,
            is_paying,
            organization_owner_user_id,
        }
    }
}
