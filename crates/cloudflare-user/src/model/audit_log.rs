//! What was changed, by whom.

use api_runtime::open_enum;
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;
use serde_json::Value;

use super::{AuditLogValue, identified, open_schema};
use crate::wire::FromWire;

/// One recorded change. `AuditLog` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AuditLog {
    /// The entry's id, in UUID form.
    pub id: String,
    /// When the change happened (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<DateTime<Utc>>,
    /// What was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<AuditLogAction>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<AuditLogActor>,
    /// What the change came through, such as `API` or `UI`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// Whose log the entry stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<AuditLogOwner>,
    /// What it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<AuditLogResource>,
    /// What stood there before.
    #[serde(rename = "oldValue", skip_serializing_if = "Option::is_none")]
    pub old_value: Option<AuditLogValue>,
    /// What stands there now.
    #[serde(rename = "newValue", skip_serializing_if = "Option::is_none")]
    pub new_value: Option<AuditLogValue>,
    /// Details that differ from one kind of action to the next; mostly an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// What stood there before, as JSON; only with some entries.
    #[serde(rename = "oldValueJson", skip_serializing_if = "Option::is_none")]
    pub old_value_json: Option<Value>,
    /// What stands there now, as JSON; only with some entries.
    #[serde(rename = "newValueJson", skip_serializing_if = "Option::is_none")]
    pub new_value_json: Option<Value>,
}

/// What was done. `AuditLogAction` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AuditLogAction {
    /// The kind of action, such as `add` or `token_roll`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether it worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<bool>,
}

/// Who did it. `AuditLogActor` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AuditLogActor {
    /// The actor's id; of people, their user id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The actor's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The address that the request came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// What kind of actor it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ActorKind>,
}

open_enum! {
    /// What kind of actor did something.
    pub enum ActorKind {
        /// A person.
        User = "user",
        /// Cloudflare's staff.
        Admin = "admin",
        /// Cloudflare's machinery.
        Cloudflare = "Cloudflare",
    }
}

open_schema!(ActorKind);

/// Whose log an entry stands in. `AuditLogOwner` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AuditLogOwner {
    /// The owner's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// What something was done to. `AuditLogResource` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AuditLogResource {
    /// The id of the thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The kind of thing, such as `zone` or `token`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl FromWire<types::AuditLog> for AuditLog {
    fn from_wire(wire: types::AuditLog) -> Self {
        let types::AuditLog {
            id,
            when,
            action,
            actor,
            interface,
            owner,
            resource,
            old_value,
            new_value,
            metadata,
            old_value_json,
            new_value_json,
        } = wire;
        Self {
            id,
            when,
            action: action.map(FromWire::from_wire),
            actor: actor.map(FromWire::from_wire),
            interface,
            owner: owner.map(FromWire::from_wire),
            resource: resource.map(FromWire::from_wire),
            old_value: old_value.map(Into::into),
            new_value: new_value.map(Into::into),
            metadata,
            old_value_json,
            new_value_json,
        }
    }
}

impl FromWire<types::AuditLogAction> for AuditLogAction {
    fn from_wire(wire: types::AuditLogAction) -> Self {
        let types::AuditLogAction { type_: kind, result } = wire;
        Self { kind, result }
    }
}

impl FromWire<types::AuditLogActor> for AuditLogActor {
    fn from_wire(wire: types::AuditLogActor) -> Self {
        let types::AuditLogActor { id, email, ip, type_: kind } = wire;
        Self { id, email, ip, kind: kind.map(Into::into) }
    }
}

impl FromWire<types::AuditLogOwner> for AuditLogOwner {
    fn from_wire(wire: types::AuditLogOwner) -> Self {
        let types::AuditLogOwner { id } = wire;
        Self { id }
    }
}

impl FromWire<types::AuditLogResource> for AuditLogResource {
    fn from_wire(wire: types::AuditLogResource) -> Self {
        let types::AuditLogResource { id, type_: kind } = wire;
        Self { id, kind }
    }
}

identified!(AuditLog);
