//! Figures that take several requests, or the same one again and again; and requests of one's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test says what it expects"
)]

mod credit;
mod custom_requests;
mod usage_between;
mod watch;

use api_simulator::{MockResponse, Simulator};
use apify_user::ApifyClient;
use serde_json::{Value, json};

/// A client without retries: what is repeated here is repeated by the code under test.
fn client(simulator: &Simulator) -> ApifyClient {
    ApifyClient::builder().token("a-token").base_url(simulator.base_url()).max_retries(0).build().unwrap()
}

async fn plain() -> Simulator {
    Simulator::plain().start().await.unwrap()
}

fn no_such_user() -> MockResponse {
    MockResponse::json(404, &json!({ "error": { "type": "record-not-found", "message": "No such user" } }))
}

/// Usage of a cycle with these days, each of which cost so much.
fn usage<'a>(cycle: Value, days: impl IntoIterator<Item = (&'a str, f64)>) -> MockResponse {
    let days: Vec<Value> = days
        .into_iter()
        .map(|(day, usd)| {
            let services = json!({ "PROXY_SERPS": { "quantity": 100, "baseAmountUsd": usd } });
            json!({ "date": format!("{day}T00:00:00.000Z"), "serviceUsage": services, "totalUsageCreditsUsd": usd })
        })
        .collect();
    let total: f64 = days.iter().filter_map(|day| day["totalUsageCreditsUsd"].as_f64()).sum();
    MockResponse::json(
        200,
        &json!({ "data": {
            "usageCycle": cycle, "monthlyServiceUsage": {}, "dailyServiceUsages": days,
            "totalUsageCreditsUsdBeforeVolumeDiscount": 2.0 * total,
            "totalUsageCreditsUsdAfterVolumeDiscount": total,
        } }),
    )
}

/// A cycle as Apify sends it, from its first day to its last.
fn cycle(first: &str, last: &str) -> Value {
    json!({ "startAt": format!("{first}T00:00:00.000Z"), "endAt": format!("{last}T23:59:59.999Z") })
}
