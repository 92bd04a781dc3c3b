//! Handwritten types with every documented field of Apify's responses, optional wherever the document says so.

#![allow(dead_code, missing_debug_implementations, reason = "the fields exist to be decoded")]

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
pub(crate) struct Envelope<T> {
    pub(crate) data: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    id: Option<String>,
    pub(crate) username: String,
    profile: Option<Profile>,
    email: Option<String>,
    proxy: Option<Proxy>,
    plan: Option<Plan>,
    effective_platform_features: Option<BTreeMap<String, Feature>>,
    created_at: Option<DateTime<Utc>>,
    is_paying: Option<bool>,
    organization_owner_user_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    bio: Option<String>,
    name: Option<String>,
    picture_url: Option<String>,
    github_username: Option<String>,
    website_url: Option<String>,
    twitter_username: Option<String>,
    readme: Option<String>,
}

#[derive(Deserialize)]
struct Proxy {
    password: Option<String>,
    groups: Option<Vec<ProxyGroup>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProxyGroup {
    name: Option<String>,
    description: Option<String>,
    available_count: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Plan {
    id: Option<String>,
    description: Option<String>,
    is_enabled: Option<bool>,
    monthly_base_price_usd: Option<f64>,
    monthly_usage_credits_usd: Option<f64>,
    usage_discount_percent: Option<f64>,
    enabled_platform_features: Option<Vec<String>>,
    max_monthly_usage_usd: Option<f64>,
    max_actor_memory_gbytes: Option<f64>,
    max_monthly_actor_compute_units: Option<f64>,
    max_monthly_residential_proxy_gbytes: Option<f64>,
    max_monthly_proxy_serps: Option<i64>,
    max_monthly_external_data_transfer_gbytes: Option<f64>,
    max_actor_count: Option<i64>,
    max_actor_task_count: Option<i64>,
    data_retention_days: Option<i64>,
    available_proxy_groups: Option<BTreeMap<String, i64>>,
    team_account_seat_count: Option<i64>,
    support_level: Option<String>,
    available_add_ons: Option<Vec<String>>,
    tier: Option<String>,
    api_rate_limit_boosts: Option<i64>,
    max_schedule_count: Option<i64>,
    max_concurrent_actor_runs: Option<i64>,
    plan_pricing: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    is_enabled: Option<bool>,
    disabled_reason: Option<String>,
    disabled_reason_type: Option<String>,
    is_trial: Option<bool>,
    trial_expiration_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonthlyUsage {
    usage_cycle: Option<Cycle>,
    monthly_service_usage: BTreeMap<String, ServiceUsage>,
    daily_service_usages: Vec<Day>,
    total_usage_credits_usd_before_volume_discount: f64,
    total_usage_credits_usd_after_volume_discount: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cycle {
    start_at: Option<DateTime<Utc>>,
    end_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    date: Option<DateTime<Utc>>,
    service_usage: BTreeMap<String, ServiceUsage>,
    total_usage_credits_usd: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServiceUsage {
    quantity: Option<f64>,
    base_amount_usd: Option<f64>,
    base_unit_price_usd: Option<f64>,
    amount_after_volume_discount_usd: Option<f64>,
    price_tiers: Option<Vec<PriceTier>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PriceTier {
    quantity_above: Option<f64>,
    discount_percent: Option<f64>,
    tier_quantity: Option<f64>,
    unit_price_usd: Option<f64>,
    price_usd: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountLimits {
    monthly_usage_cycle: Option<Cycle>,
    limits: Limits,
    current: Current,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Limits {
    max_monthly_usage_usd: Option<f64>,
    max_monthly_actor_compute_units: Option<f64>,
    max_monthly_external_data_transfer_gbytes: Option<f64>,
    max_monthly_proxy_serps: Option<i64>,
    max_monthly_residential_proxy_gbytes: Option<f64>,
    max_actor_memory_gbytes: Option<f64>,
    max_actor_count: Option<i64>,
    max_actor_task_count: Option<i64>,
    max_concurrent_actor_jobs: Option<i64>,
    max_team_account_seat_count: Option<i64>,
    data_retention_days: Option<i64>,
    max_schedule_count: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Current {
    monthly_usage_usd: f64,
    monthly_actor_compute_units: Option<f64>,
    monthly_external_data_transfer_gbytes: Option<f64>,
    monthly_proxy_serps: Option<i64>,
    monthly_residential_proxy_gbytes: Option<f64>,
    actor_memory_gbytes: Option<f64>,
    actor_count: Option<i64>,
    actor_task_count: Option<i64>,
    active_actor_job_count: Option<i64>,
    team_account_seat_count: Option<i64>,
    schedule_count: Option<i64>,
}
