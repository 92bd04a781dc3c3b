//! What an account may use, and what it uses.

use apify_user_api::types;
use serde::Serialize;

use super::MonthlyUsageCycle;
use crate::wire::FromWire;

/// An account's limits and how much of each is used. `AccountLimits` in `openapi/apify`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccountAndUsageLimits {
    /// The cycle that monthly figures are counted in.
    pub monthly_usage_cycle: MonthlyUsageCycle,
    /// What the account may use.
    pub limits: Limits,
    /// What it uses.
    pub current: Current,
}

/// What an account may use. `Limits` in `openapi/apify`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Limits {
    /// The most usage a month, in USD.
    pub max_monthly_usage_usd: f64,
    /// The most compute units a month.
    pub max_monthly_actor_compute_units: f64,
    /// The most traffic out of the platform a month, in GiB.
    pub max_monthly_external_data_transfer_gbytes: f64,
    /// The most search engine result pages a month.
    pub max_monthly_proxy_serps: i64,
    /// The most traffic through residential proxies a month, in GiB.
    pub max_monthly_residential_proxy_gbytes: f64,
    /// The most memory that all running Actors together may have, in GiB.
    pub max_actor_memory_gbytes: f64,
    /// The most Actors.
    pub max_actor_count: i64,
    /// The most Actor tasks.
    pub max_actor_task_count: i64,
    /// The most Actor runs at a time.
    pub max_concurrent_actor_jobs: i64,
    /// The most members of the account's team.
    pub max_team_account_seat_count: i64,
    /// How long data is kept, in days.
    pub data_retention_days: i64,
    /// The most schedules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_schedule_count: Option<i64>,
}

/// What an account uses: monthly figures of this cycle, others of this moment. `Current` in
/// `openapi/apify`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Current {
    /// This cycle's usage, in USD.
    pub monthly_usage_usd: f64,
    /// This cycle's compute units.
    pub monthly_actor_compute_units: f64,
    /// This cycle's traffic out of the platform, in GiB.
    pub monthly_external_data_transfer_gbytes: f64,
    /// This cycle's search engine result pages.
    pub monthly_proxy_serps: i64,
    /// This cycle's traffic through residential proxies, in GiB.
    pub monthly_residential_proxy_gbytes: f64,
    /// Memory of the Actors that are running, in GiB.
    pub actor_memory_gbytes: f64,
    /// Actors.
    pub actor_count: i64,
    /// Actor tasks.
    pub actor_task_count: i64,
    /// Actor runs that are running.
    pub active_actor_job_count: i64,
    /// Members of the account's team.
    pub team_account_seat_count: i64,
    /// Schedules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_count: Option<i64>,
}

impl FromWire<types::AccountLimits> for AccountAndUsageLimits {
    fn from_wire(wire: types::AccountLimits) -> Self {
        let types::AccountLimits { monthly_usage_cycle, limits, current } = wire;
        Self {
            monthly_usage_cycle: monthly_usage_cycle.map(FromWire::from_wire).unwrap_or_default(),
            limits: FromWire::from_wire(limits),
            current: FromWire::from_wire(current),
        }
    }
}

impl FromWire<types::Limits> for Limits {
    fn from_wire(wire: types::Limits) -> Self {
        let types::Limits {
            max_monthly_usage_usd,
            max_monthly_actor_compute_units,
            max_monthly_external_data_transfer_gbytes,
            max_monthly_proxy_serps,
            max_monthly_residential_proxy_gbytes,
            max_actor_memory_gbytes,
            max_actor_count,
            max_actor_task_count,
            max_concurrent_actor_jobs,
            max_team_account_seat_count,
            data_retention_days,
            max_schedule_count,
        } = wire;
        Self {
            max_monthly_usage_usd,
            max_monthly_actor_compute_units,
            max_monthly_external_data_transfer_gbytes,
            max_monthly_proxy_serps,
            max_monthly_residential_proxy_gbytes,
            max_actor_memory_gbytes,
            max_actor_count,
            max_actor_task_count,
            max_concurrent_actor_jobs,
            max_team_account_seat_count,
            data_retention_days,
            max_schedule_count,
        }
    }
}

impl FromWire<types::Current> for Current {
    fn from_wire(wire: types::Current) -> Self {
        let types::Current {
            monthly_usage_usd,
            monthly_actor_compute_units,
            monthly_external_data_transfer_gbytes,
            monthly_proxy_serps,
            monthly_residential_proxy_gbytes,
            actor_memory_gbytes,
            actor_count,
            actor_task_count,
            active_actor_job_count,
            team_account_seat_count,
            schedule_count,
        } = wire;
        Self {
            monthly_usage_usd,
            monthly_actor_compute_units,
            monthly_external_data_transfer_gbytes,
            monthly_proxy_serps,
            monthly_residential_proxy_gbytes,
            actor_memory_gbytes,
            actor_count,
            actor_task_count,
            active_actor_job_count,
            team_account_seat_count,
            schedule_count,
        }
    }
}
