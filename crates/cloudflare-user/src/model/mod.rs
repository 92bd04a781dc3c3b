//! What the API answers with, and what it takes.
//!
//! Each type is made from the generated one by taking all of it apart, so that a field which
//! the description gains does not compile until someone has decided on it.

mod audit_log;
mod audit_log_value;
mod billing_history;
mod billing_profile;
mod invite;
mod new_policy;
mod new_token;
mod order;
mod organization;
mod permission_group;
mod rate_plan;
mod subscription;
mod subscription_update;
mod tenant;
mod token;
mod token_condition;
mod token_options;
mod token_policy;
mod token_resources;
mod token_update;
mod user;
mod user_edit;

pub use audit_log::{ActorKind, AuditLog, AuditLogAction, AuditLogActor, AuditLogOwner, AuditLogResource};
pub use audit_log_value::AuditLogValue;
pub use billing_history::{BillingHistoryItem, BillingHistoryOrder, BillingHistoryZone};
pub use billing_profile::BillingProfile;
pub use invite::{Invite, InviteStatus};
pub use new_policy::NewPolicy;
pub use new_token::NewToken;
pub use order::{Match, OrganizationOrder, SortDirection};
pub use organization::{Organization, OrganizationStatus};
pub use permission_group::{PermissionGroup, PermissionGroupCategory, PermissionGroupScope};
pub use rate_plan::{ComponentKind, RatePlan, SubscriptionComponent};
pub use subscription::{
    Subscription, SubscriptionApp, SubscriptionFrequency, SubscriptionState, SubscriptionZone,
};
pub use subscription_update::SubscriptionUpdate;
pub use tenant::{Tenant, TenantFlags, TenantMeta, TenantParent, TenantProfile};
pub use token::{CreatedToken, Token, TokenStatus, TokenVerification};
pub use token_condition::{TokenAddresses, TokenCondition};
pub use token_policy::{PermissionGroupMeta, PolicyEffect, PolicyPermissionGroup, TokenPolicy};
pub use token_resources::{TokenResource, TokenResources};
pub use token_update::TokenUpdate;
pub use user::User;
pub use user_edit::UserEdit;

use crate::wire::FromWire;

/// A list of the wire, which may be null or missing.
fn list<W, T: FromWire<W>>(wire: Option<Vec<W>>) -> Vec<T> {
    wire.unwrap_or_default().into_iter().map(T::from_wire).collect()
}

/// Says which field of an item tells it from others.
macro_rules! identified {
    ($item:ident) => {
        impl $crate::page::Identified for $item {
            fn id(&self) -> &str {
                &self.id
            }
        }
    };
}

/// The JSON Schema of an open enum: any string, the documented ones as examples.
macro_rules! open_schema {
    ($($name:ident),+) => {$(
        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "examples": Self::DOCUMENTED })
            }
        }
    )+};
}

use {identified, open_schema};
