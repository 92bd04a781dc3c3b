//! Paid plans that renew.

use api_runtime::open_enum;
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use super::{RatePlan, SubscriptionComponent, identified, list, open_schema};
use crate::wire::FromWire;

open_enum! {
    /// Where a subscription stands.
    pub enum SubscriptionState {
        /// It costs nothing yet.
        Trial = "Trial",
        /// It is set up and not yet charged.
        Provisioned = "Provisioned",
        /// It is paid for.
        Paid = "Paid",
        /// A payment is due.
        AwaitingPayment = "AwaitingPayment",
        /// It was ended.
        Cancelled = "Cancelled",
        /// A payment failed.
        Failed = "Failed",
        /// It ran out.
        Expired = "Expired",
    }
}

open_enum! {
    /// How often a subscription renews.
    pub enum SubscriptionFrequency {
        /// Every week.
        Weekly = "weekly",
        /// Every month.
        Monthly = "monthly",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every year.
        Yearly = "yearly",
    }
}

open_schema!(SubscriptionState, SubscriptionFrequency);

/// A paid plan that renews. `Subscription` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Subscription {
    /// The subscription's id.
    pub id: String,
    /// Where the subscription stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<SubscriptionState>,
    /// What one interval costs, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// The currency's three letters, such as `USD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How often it renews.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<SubscriptionFrequency>,
    /// When the running interval began (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_period_start: Option<DateTime<Utc>>,
    /// When the running interval ends, and the next is charged (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_period_end: Option<DateTime<Utc>>,
    /// The plan behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_plan: Option<RatePlan>,
    /// Amounts that the plan lets the customer choose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub component_values: Vec<SubscriptionComponent>,
    /// The zone that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<SubscriptionZone>,
    /// A purchase from the closed app marketplace, for those who still have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<SubscriptionApp>,
}

/// The zone that a subscription belongs to. `SubscriptionZone` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SubscriptionZone {
    /// The zone's id; absent where the subscription has no zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The zone's domain name; absent where the subscription has no zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A purchase from the closed app marketplace. `SubscriptionApp` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SubscriptionApp {
    /// The installation's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_id: Option<String>,
}

impl FromWire<types::Subscription> for Subscription {
    fn from_wire(wire: types::Subscription) -> Self {
        let types::Subscription {
            id,
            state,
            price,
            currency,
            frequency,
            current_period_start,
            current_period_end,
            rate_plan,
            component_values,
            zone,
            app,
        } = wire;
        Self {
            id,
            state: state.map(Into::into),
            price,
            currency,
            frequency: frequency.map(Into::into),
            current_period_start,
            current_period_end,
            rate_plan: rate_plan.map(FromWire::from_wire),
            component_values: list(component_values),
            zone: zone.map(FromWire::from_wire),
            app: app.map(FromWire::from_wire),
        }
    }
}

impl FromWire<types::SubscriptionZone> for SubscriptionZone {
    fn from_wire(wire: types::SubscriptionZone) -> Self {
        let types::SubscriptionZone { id, name } = wire;
        Self { id, name }
    }
}

impl FromWire<types::SubscriptionApp> for SubscriptionApp {
    fn from_wire(wire: types::SubscriptionApp) -> Self {
        let types::SubscriptionApp { install_id } = wire;
        Self { install_id }
    }
}

identified!(Subscription);
