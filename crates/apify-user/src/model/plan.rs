//! What an account's plan comes with.

use std::collections::BTreeMap;

use apify_user_api::types;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{PlatformFeature, feature};
use crate::wire::FromWire;

/// The plan that an account is on. `Plan` in `openapi/apify`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPlan {
    /// The plan's id, such as `Personal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the plan is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the plan is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    /// What the plan costs a month, in USD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_base_price_usd: Option<f64>,
    /// The usage that the price includes each month, in USD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_usage_credits_usd: Option<f64>,
    /// What is taken off the price of usage, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_discount_percent: Option<f64>,
    /// The features that the plan includes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enabled_platform_features: Vec<PlatformFeature>,
    /// The most usage that a month may have, in USD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_monthly_usage_usd: Option<f64>,
    /// The most memory that all running Actors together may have, in GiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_actor_memory_gbytes: Option<f64>,
    /// The most compute units a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_monthly_actor_compute_units: Option<f64>,
    /// The most traffic through residential proxies a month, in GiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_monthly_residential_proxy_gbytes: Option<f64>,
    /// The most search engine result pages a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_monthly_proxy_serps: Option<i64>,
    /// The most traffic out of the platform a month, in GiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_monthly_external_data_transfer_gbytes: Option<f64>,
    /// The most Actors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_actor_count: Option<i64>,
    /// The most Actor tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_actor_task_count: Option<i64>,
    /// How long data is kept, in days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_retention_days: Option<i64>,
    /// Proxies available, by group.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub available_proxy_groups: BTreeMap<String, i64>,
    /// Seats for members of the account's team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_account_seat_count: Option<i64>,
    /// The kind of support, such as `COMMUNITY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_level: Option<String>,
    /// What may be added to the plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub available_add_ons: Vec<String>,
    /// The plan's tier, such as `FREE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// How often the API's rate limit was raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_rate_limit_boosts: Option<i64>,
    /// The most schedules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_schedule_count: Option<i64>,
    /// The most Actor runs at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_concurrent_actor_runs: Option<i64>,
    /// The plan's prices; the description does not say of what form.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub plan_pricing: Map<String, Value>,
}

impl FromWire<types::Plan> for UserPlan {
    fn from_wire(wire: types::Plan) -> Self {
        let types::Plan {
            id,
            description,
            is_enabled,
            monthly_base_price_usd,
            monthly_usage_credits_usd,
            usage_discount_percent,
            enabled_platform_features,
            max_monthly_usage_usd,
            max_actor_memory_gbytes,
            max_monthly_actor_compute_units,
            max_monthly_residential_proxy_gbytes,
            max_monthly_proxy_serps,
            max_monthly_external_data_transfer_gbytes,
            max_actor_count,
            max_actor_task_count,
            data_retention_days,
            available_proxy_groups,
            team_account_seat_count,
            support_level,
            available_add_ons,
            tier,
            api_rate_limit_boosts,
            max_schedule_count,
            max_concurrent_actor_runs,
            plan_pricing,
        } = wire;
        Self {
            id,
            description,
            is_enabled,
            monthly_base_price_usd,
            monthly_usage_credits_usd,
            usage_discount_percent,
            enabled_platform_features: feature::names(enabled_platform_features.unwrap_or_default()),
            max_monthly_usage_usd,
            max_actor_memory_gbytes,
            max_monthly_actor_compute_units,
            max_monthly_residential_proxy_gbytes,
            max_monthly_proxy_serps,
            max_monthly_external_data_transfer_gbytes,
            max_actor_count,
            max_actor_task_count,
            data_retention_days,
            available_proxy_groups: available_proxy_groups
                .map(|groups| groups.0.into_iter().collect())
                .unwrap_or_default(),
            team_account_seat_count,
            support_level,
            available_add_ons: available_add_ons.unwrap_or_default(),
            tier,
            api_rate_limit_boosts,
            max_schedule_count,
            max_concurrent_actor_runs,
            plan_pricing: plan_pricing.unwrap_or_default(),
        }
    }
}
