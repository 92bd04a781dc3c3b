//! What a subscription is to, and how much of it.

use api_runtime::open_enum;
use cloudflare_user_api::types;
use serde::Serialize;

use super::open_schema;
use crate::wire::FromWire;

/// The plan behind a subscription. `RatePlan` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RatePlan {
    /// The plan's id, such as `pro`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The plan's name for readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_name: Option<String>,
    /// The currency that the plan is sold in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the plan covers, such as `zone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Sets that the plan is part of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// Whether the plan was agreed in a contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_contract: Option<bool>,
    /// Whether the plan is run outside of Cloudflare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub externally_managed: Option<bool>,
}

impl RatePlan {
    /// A plan to change a subscription to, by its id, such as `pro`.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }
}

/// One amount that a plan lets the customer choose. `SubscriptionComponent` in
/// `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SubscriptionComponent {
    /// The component's name, such as `advanced_certificates`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The component's name for readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// How the amount is to be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ComponentKind>,
    /// The amount chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The amount that the plan starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<f64>,
    /// What one unit costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
}

open_enum! {
    /// How the amount of a component is to be read.
    pub enum ComponentKind {
        /// A choice, where 0 and 1 are off and on.
        Choice = "enum",
        /// A count.
        Sum = "sum",
        /// What is metered.
        Usage = "usage",
    }
}

open_schema!(ComponentKind);

impl SubscriptionComponent {
    /// An amount to choose, by the component's name, such as `page_rules`.
    pub fn new(name: impl Into<String>, value: f64) -> Self {
        Self { name: Some(name.into()), value: Some(value), ..Self::default() }
    }
}

impl FromWire<types::RatePlan> for RatePlan {
    fn from_wire(wire: types::RatePlan) -> Self {
        let types::RatePlan { id, public_name, currency, scope, sets, is_contract, externally_managed } =
            wire;
        Self {
            id,
            public_name,
            currency,
            scope,
            sets: sets.unwrap_or_default(),
            is_contract,
            externally_managed,
        }
    }
}

impl FromWire<types::SubscriptionComponent> for SubscriptionComponent {
    fn from_wire(wire: types::SubscriptionComponent) -> Self {
        let types::SubscriptionComponent { name, display_name, kind, value, default, price } = wire;
        Self { name, display_name, kind: kind.map(Into::into), value, default, price }
    }
}

impl RatePlan {
    pub(super) fn into_wire(self) -> types::RatePlan {
        let Self { id, public_name, currency, scope, sets, is_contract, externally_managed } = self;
        let sets = (!sets.is_empty()).then_some(sets);
        types::RatePlan { id, public_name, currency, scope, sets, is_contract, externally_managed }
    }
}

impl SubscriptionComponent {
    pub(super) fn into_wire(self) -> types::SubscriptionComponent {
        let Self { name, display_name, kind, value, default, price } = self;
        let kind = kind.map(|kind| kind.as_str().to_owned());
        types::SubscriptionComponent { name, display_name, kind, value, default, price }
    }
}
