//! Who a user is.

use cloudflare_user_api::types;
use serde::Serialize;

use super::{Organization, list};
use crate::wire::FromWire;

/// The person that a login belongs to. `User` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: String,
    /// The address that the user logs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Country of residence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zipcode: Option<String>,
    /// Organizations that the user belongs to or is invited to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<Organization>,
    /// Trial features that are switched on for the user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub betas: Vec<String>,
    /// Whether a zone of the user is on the Pro plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_pro_zones: Option<bool>,
    /// Whether a zone of the user is on the Business plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_business_zones: Option<bool>,
    /// Whether a zone of the user is on the Enterprise plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_enterprise_zones: Option<bool>,
    /// Whether Cloudflare has locked the user out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
    /// Whether logging in takes a second factor; API calls never take one. Absent is not known,
    /// not off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_factor_authentication_enabled: Option<bool>,
    /// Whether an account of the user insists on a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_factor_authentication_locked: Option<bool>,
}

impl FromWire<types::User> for User {
    fn from_wire(wire: types::User) -> Self {
        let types::User {
            id,
            email,
            first_name,
            last_name,
            telephone,
            country,
            zipcode,
            organizations,
            betas,
            has_pro_zones,
            has_business_zones,
            has_enterprise_zones,
            suspended,
            two_factor_authentication_enabled,
            two_factor_authentication_locked,
        } = wire;
        Self {
            id,
            email,
            first_name,
            last_name,
            telephone,
            country,
            zipcode,
            organizations: list(organizations),
            betas: betas.unwrap_or_default(),
            has_pro_zones,
            has_business_zones,
            has_enterprise_zones,
            suspended,
            two_factor_authentication_enabled,
            two_factor_authentication_locked,
        }
    }
}
