//! Organizations, as one user sees them.

use api_runtime::open_enum;
use cloudflare_user_api::types;
use serde::Serialize;

use super::{identified, open_schema};
use crate::wire::FromWire;

open_enum! {
    /// How far a user belongs to an organization.
    pub enum OrganizationStatus {
        /// The user has joined.
        Member = "member",
        /// The user is asked to join.
        Invited = "invited",
    }
}

open_schema!(OrganizationStatus);

/// An organization that a user belongs to or is invited to. `Organization` in
/// `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Organization {
    /// The organization's id.
    pub id: String,
    /// The organization's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the user has joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrganizationStatus>,
    /// What the user may do there, as `#subject:verb`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// The names of the user's roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

impl FromWire<types::Organization> for Organization {
    fn from_wire(wire: types::Organization) -> Self {
        let types::Organization { id, name, status, permissions, roles } = wire;
        Self {
            id,
            name,
            status: status.map(Into::into),
            permissions: permissions.unwrap_or_default(),
            roles: roles.unwrap_or_default(),
        }
    }
}

identified!(Organization);
