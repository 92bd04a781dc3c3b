//! The billing history and subscriptions.

use chrono::{DateTime, Duration, Months, Utc};
use serde_json::{Value, json};

use super::common::{find, not_found, one, page, random_id, remove, timestamp};
use crate::script::MockResponse;
use crate::service::Call;

/// Number of months for which a plan was charged.
const MONTHS: u32 = 30;

/// Generates a charge for each month up to now, and a refund now and then; the newest comes first.
pub(super) fn charges(now: DateTime<Utc>) -> Vec<Value> {
    let mut random = fastrand::Rng::with_seed(0x5EED);
    let mut items = Vec::new();
    for months in 0..MONTHS {
        let Some(time) = now.checked_sub_months(Months::new(months)) else { break };
        let month = time.format("%B %Y").to_string();
        if months % 7 == 3 {
            items.push(json!({
                "id": random_id(&mut random),
                "type": "refund",
                "action": "adjustment",
                "description": format!("Credit for unused days in {month}"),
                "occurred_at": timestamp(time + Duration::days(3)),
                "amount": -4.25,
                "currency": "USD",
                "zone": { "name": "tidecharts.example" },
            }));
        }
        items.push(json!({
            "id": random_id(&mut random),
            "type": "charge",
            "action": "subscription",
            "description": format!("Pro plan for tidecharts.example, {month}"),
            "occurred_at": timestamp(time),
            "amount": 20.5,
            "currency": "USD",
            "zone": { "name": "tidecharts.example" },
        }));
    }
    items
}

pub(super) fn history(charges: &[Value], call: &Call<'_>) -> MockResponse {
    let mut items = charges.to_vec();
    for name in ["type", "action"] {
        if let Some(value) = call.parameter(name) {
            items.retain(|item| item[name] == value.as_str());
        }
    }
    if let Some(time) = call.parameter("occurred_at").and_then(|text| text.parse::<DateTime<Utc>>().ok()) {
        items.retain(|item| item["occurred_at"] == timestamp(time));
    }
    if let Some(order) = call.parameter("order") {
        items.sort_by_key(|item| item[order.as_str()].as_str().unwrap_or_default().to_owned());
    }
    page(call, &items, 20)
}

/// Sets what the body contains, and the price and period that follow from it.
pub(super) fn update_subscription(subscriptions: &mut [Value], call: &Call<'_>) -> MockResponse {
    let Some(subscription) = find(subscriptions, call.argument("identifier")) else {
        return not_found();
    };
    let changes = call.body();
    for (name, value) in changes["rate_plan"].as_object().into_iter().flatten() {
        subscription["rate_plan"][name.as_str()] = value.clone();
    }
    if let Some(components) = changes.get("component_values") {
        subscription["component_values"] = components.clone();
    }
    if let Some(frequency) = changes["frequency"].as_str() {
        change_frequency(subscription, frequency);
    }
    one(subscription)
}

fn change_frequency(subscription: &mut Value, frequency: &str) {
    let price = subscription["price"].as_f64().unwrap_or_default();
    let monthly = price / f64::from(months(subscription["frequency"].as_str().unwrap_or_default()));
    subscription["price"] = json!(monthly * f64::from(months(frequency)));
    subscription["frequency"] = frequency.into();
    let start: Option<DateTime<Utc>> =
        subscription["current_period_start"].as_str().and_then(|text| text.parse().ok());
    if let Some(end) = start.and_then(|start| start.checked_add_months(Months::new(months(frequency)))) {
        subscription["current_period_end"] = timestamp(end).into();
    }
}

/// Returns the months of a period. A week counts as a month, which is near enough for tests.
fn months(frequency: &str) -> u32 {
    match frequency {
        "yearly" => 12,
        "quarterly" => 3,
        _ => 1,
    }
}

/// Responds without an envelope, as the vendor does.
pub(super) fn delete_subscription(subscriptions: &mut Vec<Value>, call: &Call<'_>) -> MockResponse {
    let id = call.argument("identifier");
    if remove(subscriptions, id) {
        MockResponse::json(200, &json!({ "subscription_id": id }))
    } else {
        not_found()
    }
}
