//! The billing history.

use chrono::{DateTime, Months, Utc};
use serde_json::{Value, json};

use super::envelope;
use super::state::{State, random_id, timestamp};
use crate::described::Call;
use crate::script::MockResponse;

/// Months for which a plan was charged.
const MONTHS: u32 = 30;

/// A charge for each month up to now, and now and then a refund; the newest first.
pub(super) fn charges(now: DateTime<Utc>) -> Vec<Value> {
    let mut random = fastrand::Rng::with_seed(0x5EED);
    let mut items = Vec::new();
    for months in 0..MONTHS {
        let Some(moment) = now.checked_sub_months(Months::new(months)) else { break };
        let month = moment.format("%B %Y").to_string();
        if months % 7 == 3 {
            items.push(json!({
                "id": random_id(&mut random),
                "type": "refund",
                "action": "adjustment",
                "description": format!("Credit for unused days in {month}"),
                "occurred_at": timestamp(moment + chrono::Duration::days(3)),
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
            "occurred_at": timestamp(moment),
            "amount": 20.5,
            "currency": "USD",
            "zone": { "name": "tidecharts.example" },
        }));
    }
    items
}

pub(super) fn history(state: &State, call: &Call<'_>) -> MockResponse {
    let mut items = state.billing_history.clone();
    for name in ["type", "action"] {
        if let Some(wanted) = call.parameter(name) {
            items.retain(|item| item[name] == wanted.as_str());
        }
    }
    if let Some(wanted) = call.parameter("occurred_at").and_then(|text| text.parse::<DateTime<Utc>>().ok()) {
        items.retain(|item| item["occurred_at"] == timestamp(wanted));
    }
    if let Some(order) = call.parameter("order") {
        items.sort_by_key(|item| item[order.as_str()].as_str().unwrap_or_default().to_owned());
    }
    envelope::page(call, &items, 20)
}
