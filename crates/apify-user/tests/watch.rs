//! The watch over limits.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, Limit, LimitCrossing};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

fn body(usd_used: f64, actors: impl Into<Value>) -> Value {
    json!({ "data": {
        "limits": { "maxMonthlyUsageUsd": 200, "maxActorCount": 10 },
        "current": { "monthlyUsageUsd": usd_used, "actorCount": actors.into() },
    } })
}

fn client(simulator: &Simulator) -> ApifyClient {
    ApifyClient::builder().token("a-token").base_url(simulator.base_url()).max_retries(0).build().unwrap()
}

/// A server whose responses have these bodies, one after the other, and then an error that ends the watch.
async fn simulator(bodies: impl IntoIterator<Item = Value>) -> Simulator {
    let simulator = Simulator::plain().start().await.unwrap();
    bodies.into_iter().for_each(|body| simulator.next(MockResponse::json(200, &body)));
    simulator.otherwise(MockResponse::status(401));
    simulator
}

/// All crossings, with the minute of each.
async fn crossings(simulator: &Simulator) -> Vec<(Limit, bool, u64)> {
    let start = Instant::now();
    let watch = client(simulator).me().watch_limits(MINUTE, 0.9);
    let minute = |crossing: LimitCrossing| {
        (crossing.usage.limit, crossing.is_above, start.elapsed().as_secs() / MINUTE.as_secs())
    };
    watch.filter_map(async |item| item.ok().map(minute)).collect().await
}

#[tokio::test(start_paused = true)]
async fn it_yields_each_crossing_once_in_both_directions() {
    let simulator = simulator([body(190.0, 1), body(191.0, 1), body(191.0, 10), body(20.0, 10)]).await;
    let expected =
        [(Limit::MonthlyUsage, true, 0), (Limit::ActorCount, true, 2), (Limit::MonthlyUsage, false, 3)];
    assert_eq!(crossings(&simulator).await, expected);
    assert_eq!(simulator.requests().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_limit_without_a_figure_keeps_its_state() {
    let bodies =
        [body(190.0, 10), body(20.0, Value::Null), body(20.0, "many"), body(20.0, 10), body(20.0, 1)];
    let expected = [
        (Limit::MonthlyUsage, true, 0),
        (Limit::ActorCount, true, 0),
        (Limit::MonthlyUsage, false, 1),
        (Limit::ActorCount, false, 4),
    ];
    assert_eq!(crossings(&simulator(bodies).await).await, expected);
}

#[tokio::test(start_paused = true)]
async fn it_backs_off_from_failures_and_ends_after_an_error_that_cannot_pass() {
    let simulator = simulator([]).await;
    for _ in 0..6 {
        simulator.next(MockResponse::status(503));
    }
    let start = Instant::now();
    let mut watch = client(&simulator).me().watch_limits(MINUTE, 0.9);
    let mut failed_at = Vec::new();
    while let Some(item) = watch.next().await {
        failed_at.push((item.unwrap_err().status().unwrap().as_u16(), start.elapsed().as_secs() / 60));
    }
    let expected = [(503, 0), (503, 2), (503, 6), (503, 14), (503, 30), (503, 46), (401, 62)];
    assert_eq!(failed_at, expected);
}

#[tokio::test(start_paused = true)]
async fn it_ends_where_there_is_no_such_user() {
    let simulator = simulator([body(20.0, 1)]).await;
    let no_such_user = json!({ "error": { "type": "record-not-found", "message": "No such user" } });
    simulator.next(MockResponse::json(404, &no_such_user));
    let item = client(&simulator).me().watch_limits(MINUTE, 0.9).next().await;
    assert!(item.is_none(), "{item:?}");
    assert_eq!(simulator.requests().len(), 2);
}

#[test]
fn a_crossing_is_serialized() {
    let stored = json!({ "usage": { "limit": "actorCount", "used": 9.0, "maximum": 10.0 }, "isAbove": true });
    let crossing: LimitCrossing = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!((crossing.usage.limit, crossing.usage.remaining()), (Limit::ActorCount, 1.0));
    assert_eq!(serde_json::to_value(crossing).unwrap(), stored);
}
