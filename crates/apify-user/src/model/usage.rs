//! What an account has used.

use std::collections::BTreeMap;

use api_runtime::Members;
use apify_user_api::types;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::UsageCycle;
use crate::wire::FromWire;

/// What an account has used in one cycle, by service and by day. `MonthlyUsage` in
/// `openapi/apify`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MonthlyUsage {
    /// The cycle that was asked for.
    pub usage_cycle: UsageCycle,
    /// The cycle's usage by service, such as `ACTOR_COMPUTE_UNITS`.
    pub monthly_service_usage: BTreeMap<String, ServiceUsage>,
    /// The cycle's usage day by day.
    pub daily_service_usages: Vec<DailyServiceUsage>,
    /// What it all costs at list prices, in USD.
    pub total_usage_credits_usd_before_volume_discount: f64,
    /// What it all costs, in USD.
    pub total_usage_credits_usd_after_volume_discount: f64,
}

/// One day's usage. `DailyServiceUsages` in `openapi/apify`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DailyServiceUsage {
    /// The day's first moment (UTC). Absent where the API sent no date that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateTime<Utc>>,
    /// The day's usage by service.
    pub service_usage: BTreeMap<String, ServiceUsage>,
    /// What the day costs, in USD.
    pub total_usage_credits_usd: f64,
}

/// How much of one service was used. `UsageItem` in `openapi/apify`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServiceUsage {
    /// How much, in the service's own unit.
    pub quantity: f64,
    /// What it costs at list prices, in USD.
    pub base_amount_usd: f64,
    /// The list price of one unit, in USD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_unit_price_usd: Option<f64>,
    /// What it costs, in USD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_after_volume_discount_usd: Option<f64>,
    /// How the price came about, tier by tier.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub price_tiers: Vec<PriceTier>,
}

/// The part of a quantity that is sold at one price. `PriceTiers` in `openapi/apify`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceTier {
    /// The quantity that the tier begins above.
    pub quantity_above: f64,
    /// What is taken off the list price, in percent.
    pub discount_percent: f64,
    /// How much falls into the tier.
    pub tier_quantity: f64,
    /// The price of one unit in the tier, in USD.
    pub unit_price_usd: f64,
    /// What the tier costs, in USD.
    pub price_usd: f64,
}

impl FromWire<types::MonthlyUsage> for MonthlyUsage {
    fn from_wire(wire: types::MonthlyUsage) -> Self {
        let types::MonthlyUsage {
            usage_cycle,
            monthly_service_usage,
            daily_service_usages,
            total_usage_credits_usd_before_volume_discount,
            total_usage_credits_usd_after_volume_discount,
        } = wire;
        Self {
            usage_cycle: usage_cycle.map(FromWire::from_wire).unwrap_or_default(),
            monthly_service_usage: by_service(monthly_service_usage.0),
            daily_service_usages: daily_service_usages.into_iter().map(FromWire::from_wire).collect(),
            total_usage_credits_usd_before_volume_discount,
            total_usage_credits_usd_after_volume_discount,
        }
    }
}

impl FromWire<types::DailyServiceUsages> for DailyServiceUsage {
    fn from_wire(wire: types::DailyServiceUsages) -> Self {
        let types::DailyServiceUsages { date, service_usage, total_usage_credits_usd } = wire;
        Self { date, service_usage: by_service(service_usage.0), total_usage_credits_usd }
    }
}

fn by_service(wire: Members<String, types::UsageItem>) -> BTreeMap<String, ServiceUsage> {
    wire.into_iter().map(|(service, usage)| (service, FromWire::from_wire(usage))).collect()
}

impl FromWire<types::UsageItem> for ServiceUsage {
    fn from_wire(wire: types::UsageItem) -> Self {
        let types::UsageItem {
            quantity,
            base_amount_usd,
            base_unit_price_usd,
            amount_after_volume_discount_usd,
            price_tiers,
        } = wire;
        Self {
            quantity,
            base_amount_usd,
            base_unit_price_usd,
            amount_after_volume_discount_usd,
            price_tiers: price_tiers.unwrap_or_default().into_iter().map(FromWire::from_wire).collect(),
        }
    }
}

impl FromWire<types::PriceTiers> for PriceTier {
    fn from_wire(wire: types::PriceTiers) -> Self {
        let types::PriceTiers { quantity_above, discount_percent, tier_quantity, unit_price_usd, price_usd } =
            wire;
        Self { quantity_above, discount_percent, tier_quantity, unit_price_usd, price_usd }
    }
}
