//! The watch over limits.

use std::time::Duration;

use api_simulator::{Fault, MockResponse, Simulator};
use apify_user::{Error, ErrorKind, Limit, LimitCrossing, LimitsEvent, LimitsWatch, Threshold};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{client, no_such_user, plain};

const MINUTE: Duration = Duration::from_secs(60);

fn body(usd_used: f64, actors: impl Into<Value>) -> Value {
    json!({ "data": {
        "limits": { "maxMonthlyUsageUsd": 200, "maxActorCount": 10 },
        "current": { "monthlyUsageUsd": usd_used, "actorCount": actors.into() },
    } })
}

/// A server whose responses have these bodies, one after the other, and then an error that ends the watch.
async fn simulator(bodies: impl IntoIterator<Item = Value>) -> Simulator {
    let simulator = plain().await;
    bodies.into_iter().for_each(|body| simulator.next(MockResponse::json(200, &body)));
    simulator.otherwise(MockResponse::status(401));
    simulator
}

fn watch(simulator: &Simulator) -> LimitsWatch {
    client(simulator).me().watch_limits(MINUTE, 0.9).unwrap()
}

/// All crossings, with the minute of each.
async fn crossings(simulator: &Simulator) -> Vec<(Limit, bool, u64)> {
    let start = Instant::now();
    let minute = |crossing: LimitCrossing| {
        (crossing.usage.limit, crossing.is_above, start.elapsed().as_secs() / MINUTE.as_secs())
    };
    let crossing = async |item| match item {
        Ok(LimitsEvent::Crossing(crossing)) => Some(minute(crossing)),
        _ => None,
    };
    watch(simulator).filter_map(crossing).collect().await
}

/// The error of a failed read and the seconds until the next one.
fn failure(item: Option<Result<LimitsEvent, Error>>) -> (Error, u64) {
    match item {
        Some(Ok(LimitsEvent::ReadFailed { error, next_read_in, .. })) => (error, next_read_in.as_secs()),
        other => panic!("{other:?}"),
    }
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
    let minute = || start.elapsed().as_secs() / 60;
    let mut watch = watch(&simulator);
    let mut failures = Vec::new();
    for _ in 0..6 {
        let (error, wait) = failure(watch.next().await);
        failures.push((error.status().unwrap().as_u16(), minute(), wait / 60));
    }
    let expected = [(503, 0, 2), (503, 2, 4), (503, 6, 8), (503, 14, 16), (503, 30, 16), (503, 46, 16)];
    assert_eq!(failures, expected);
    let error = watch.next().await.unwrap().unwrap_err();
    assert_eq!((error.is_unauthorized(), minute()), (true, 62));
    assert!(watch.next().await.is_none());
}

/// Whatever stands between the program and Apify: the watch says so, goes on, and still knows its state.
#[tokio::test(start_paused = true)]
async fn it_survives_a_response_that_it_cannot_read() {
    let html = "<html><title>Sign in</title>";
    let unreadable = [
        (MockResponse::text(200, "text/html", html), ErrorKind::Decode),
        (MockResponse::text(200, "application/json", ""), ErrorKind::Decode),
        (MockResponse::json(200, &json!({ "data": { "limits": {} } })), ErrorKind::Decode),
        (MockResponse::json(200, &json!({ "data": { "limits": {}, "current": {} } })), ErrorKind::Decode),
        (MockResponse::text(404, "text/html", html), ErrorKind::Status),
        (MockResponse::text(403, "text/html", html), ErrorKind::Status),
        (MockResponse::redirect(302, "https://login.example/"), ErrorKind::Redirect),
        (MockResponse::status(200).fault(Fault::GarbageStatusLine), ErrorKind::Connection),
    ];
    for (response, kind) in unreadable {
        let simulator = plain().await;
        simulator.next(MockResponse::json(200, &body(190.0, 1)));
        simulator.next(response);
        simulator.next(MockResponse::json(200, &body(191.0, 10)));
        let mut watch = watch(&simulator);
        let first = watch.next().await.unwrap().unwrap();
        assert!(matches!(first, LimitsEvent::Crossing(LimitCrossing { is_above: true, .. })), "{first:?}");
        let (error, wait) = failure(watch.next().await);
        assert_eq!((error.kind(), wait), (kind, 120));
        let LimitsEvent::Crossing(crossing) = watch.next().await.unwrap().unwrap() else {
            panic!("{kind:?}")
        };
        assert_eq!((crossing.usage.limit, crossing.is_above), (Limit::ActorCount, true));
        assert_eq!(simulator.requests().len(), 3);
    }
}

/// Apify itself says that the account cannot be read.
#[tokio::test(start_paused = true)]
async fn it_ends_after_an_error_of_apifys_that_cannot_pass() {
    for status in [400, 401, 403, 404] {
        let simulator = plain().await;
        let problem = json!({ "error": { "type": "insufficient-permissions", "message": "No." } });
        simulator.next(MockResponse::json(status, &problem));
        let mut watch = watch(&simulator);
        assert_eq!(watch.next().await.unwrap().unwrap_err().status().unwrap(), status);
        assert!(watch.next().await.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn after_failures_it_waits_an_hour_at_most_and_as_long_as_the_server_asks() {
    let simulator = plain().await;
    let (hour, day) = (3600, 86_400);
    simulator.otherwise(MockResponse::status(503));
    let mut slow = client(&simulator).me().watch_limits(15 * MINUTE, 0.9).unwrap();
    let mut daily = client(&simulator).me().watch_limits(24 * 60 * MINUTE, 0.9).unwrap();
    for (slow_wait, daily_wait) in [(30 * 60, day), (hour, day), (hour, day)] {
        assert_eq!(failure(slow.next().await).1, slow_wait);
        assert_eq!(failure(daily.next().await).1, daily_wait);
    }
    let mut asked = watch(&simulator);
    for (retry_after, wait) in
        [("7200", 7200), ("1", 240), ("86400", day), ("99999999999999999999", 31 * day)]
    {
        simulator.next(MockResponse::status(503).header("retry-after", retry_after));
        assert_eq!(failure(asked.next().await).1, wait, "{retry_after}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_ends_where_there_is_no_such_user() {
    let simulator = simulator([body(20.0, 1)]).await;
    simulator.next(no_such_user());
    let item = watch(&simulator).next().await;
    assert!(item.is_none(), "{item:?}");
    assert_eq!(simulator.requests().len(), 2);
}

#[tokio::test]
async fn an_interval_that_is_none_is_rejected() {
    let simulator = plain().await;
    let me = client(&simulator).me();
    let nanosecond = Duration::from_nanos(1);
    for (interval, reason) in [
        (Duration::ZERO, "at least a second"),
        (Duration::from_millis(16), "at least a second"),
        (LimitsWatch::MIN_INTERVAL - nanosecond, "at least a second"),
        (LimitsWatch::MAX_INTERVAL + nanosecond, "at most 31 days"),
        (Duration::MAX, "at most 31 days"),
    ] {
        let error = me.watch_limits(interval, 0.9).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains(reason), "{interval:?}: {error}");
    }
    assert!(me.watch_limits(LimitsWatch::MIN_INTERVAL, 0.9).is_ok());
    assert!(me.watch_limits(LimitsWatch::MAX_INTERVAL, 0.9).is_ok());
    assert_eq!(simulator.attempts(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_longest_interval_is_waited_for() {
    let simulator = plain().await;
    simulator.next(MockResponse::json(200, &body(20.0, 1)));
    simulator.next(MockResponse::json(200, &body(190.0, 1)));
    let start = Instant::now();
    let mut watch = client(&simulator).me().watch_limits(LimitsWatch::MAX_INTERVAL, 0.9).unwrap();
    assert!(matches!(watch.next().await, Some(Ok(LimitsEvent::Crossing(_)))));
    assert_eq!(start.elapsed().as_secs(), LimitsWatch::MAX_INTERVAL.as_secs());
}

#[tokio::test]
async fn a_threshold_or_an_id_that_is_none_is_rejected() {
    let simulator = plain().await;
    for threshold in [80.0, 1.1, -0.1, f64::NAN, f64::INFINITY] {
        let error = client(&simulator).me().watch_limits(MINUTE, threshold).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("a fraction from 0 to 1"), "{error}");
    }
    let percent: Threshold = "90%".parse().unwrap();
    assert!(client(&simulator).me().watch_limits(MINUTE, percent).is_ok());
    assert_eq!(client(&simulator).user("..").watch_limits(MINUTE, 0.9).unwrap_err().kind(), ErrorKind::Input);
    assert_eq!(simulator.attempts(), 0);
}

#[test]
fn a_crossing_is_serialized() {
    let stored = json!({ "usage": { "limit": "actorCount", "used": 9.0, "maximum": 10.0 }, "isAbove": true });
    let crossing: LimitCrossing = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!((crossing.usage.limit, crossing.usage.remaining()), (Limit::ActorCount, 1.0));
    assert_eq!(serde_json::to_value(crossing).unwrap(), stored);
}
