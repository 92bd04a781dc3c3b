//! Invitations to organizations.

use api_runtime::open_enum;
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use super::{identified, open_schema};
use crate::{Error, wire::FromWire};

open_enum! {
    /// Where an invitation stands, or what a user answers to it.
    pub enum InviteStatus {
        /// Nobody has answered yet.
        Pending = "pending",
        /// The user joins.
        Accepted = "accepted",
        /// The user does not join.
        Rejected = "rejected",
        /// Nobody answered in time.
        Expired = "expired",
    }
}

open_schema!(InviteStatus);

impl InviteStatus {
    /// The request's body, once it is known to be an answer.
    pub(crate) fn checked(&self) -> Result<types::InviteEdit, Error> {
        match self {
            Self::Accepted | Self::Rejected => Ok(types::InviteEdit { status: self.as_str().to_owned() }),
            _ => Err(Error::input("an invitation can be answered with `Accepted` or `Rejected` only")),
        }
    }
}

/// An offer to join an organization. `Invite` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Invite {
    /// The invitation's id.
    pub id: String,
    /// The invited user's id; absent while there is no such user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_member_id: Option<String>,
    /// The address that the invitation went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_member_email: Option<String>,
    /// The inviting organization's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The inviting organization's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_name: Option<String>,
    /// Whether members must log in with a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_is_enforcing_twofactor: Option<bool>,
    /// The names of the roles that come with the membership.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The e-mail address of the person who invites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<String>,
    /// When the invitation went out (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_on: Option<DateTime<Utc>>,
    /// When the invitation lapses (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<DateTime<Utc>>,
    /// Where the invitation stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<InviteStatus>,
}

impl FromWire<types::Invite> for Invite {
    fn from_wire(wire: types::Invite) -> Self {
        let types::Invite {
            id,
            invited_member_id,
            invited_member_email,
            organization_id,
            organization_name,
            organization_is_enforcing_twofactor,
            roles,
            invited_by,
            invited_on,
            expires_on,
            status,
        } = wire;
        Self {
            id,
            invited_member_id,
            invited_member_email,
            organization_id,
            organization_name,
            organization_is_enforcing_twofactor,
            roles: roles.unwrap_or_default(),
            invited_by,
            invited_on,
            expires_on,
            status: status.map(Into::into),
        }
    }
}

identified!(Invite);
