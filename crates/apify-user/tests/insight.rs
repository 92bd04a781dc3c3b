//! Headroom, costs, projections and the watch over limits.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use std::time::Duration;

use api_simulator::{Answer, Simulator};
use apify_user::{AccountAndUsageLimits, ApifyClient, Limit, LimitCrossing, MonthlyUsage, Unit};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

fn limits_body(usd_used: f64, actors: i64) -> Value {
    json!({"data": {
        "monthlyUsageCycle": {"startAt": "2026-11-01T00:00:00Z", "endAt": "2026-11-30T23:59:59.999Z"},
        "limits": {
            "maxMonthlyUsageUsd": 200, "maxMonthlyActorComputeUnits": 1000,
            "maxMonthlyExternalDataTransferGbytes": 7, "maxMonthlyProxySerps": 0,
            "maxMonthlyResidentialProxyGbytes": 0, "maxActorMemoryGbytes": 16, "maxActorCount": 10,
            "maxActorTaskCount": 1000, "maxConcurrentActorJobs": 256, "maxTeamAccountSeatCount": 9,
            "dataRetentionDays": 90,
        },
        "current": {
            "monthlyUsageUsd": usd_used, "monthlyActorComputeUnits": 100,
            "monthlyExternalDataTransferGbytes": 8.5, "monthlyProxySerps": 3,
            "monthlyResidentialProxyGbytes": 0, "actorMemoryGbytes": 8, "actorCount": actors,
            "actorTaskCount": 1, "activeActorJobCount": 0, "teamAccountSeatCount": 5,
        },
    }})
}

fn client(simulator: &Simulator) -> ApifyClient {
    ApifyClient::builder().token("t").base_url(simulator.base_url()).max_retries(0).build().unwrap()
}

async fn read_limits(body: &Value) -> AccountAndUsageLimits {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(Answer::json(200, body));
    client(&simulator).me().limits().await.unwrap().unwrap()
}

async fn read_usage(body: &Value) -> MonthlyUsage {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(Answer::json(200, body));
    client(&simulator).me().monthly_usage().await.unwrap().unwrap()
}

#[tokio::test]
async fn each_limit_has_a_fraction_a_rest_and_a_unit() {
    let limits = read_limits(&limits_body(50.0, 10)).await;
    let of = |limit| limits.uses().into_iter().find(|usage| usage.limit == limit);
    let usd = of(Limit::MonthlyUsage).unwrap();
    assert_eq!((usd.fraction(), usd.remaining(), usd.limit.unit()), (Some(0.25), 150.0, Unit::Usd));
    let transfer = of(Limit::MonthlyExternalDataTransfer).unwrap();
    assert_eq!((transfer.remaining(), transfer.limit.unit()), (0.0, Unit::GiB));
    let nothing_of_nothing = of(Limit::MonthlyResidentialProxy).unwrap();
    assert_eq!((nothing_of_nothing.fraction(), nothing_of_nothing.is_at(0.0)), (None, false));
    assert_eq!(of(Limit::MonthlyProxySerps).unwrap().fraction(), Some(f64::INFINITY));
    assert_eq!(of(Limit::ScheduleCount), None, "the API did not say");
}

#[tokio::test]
async fn full_limits_come_first() {
    let limits = read_limits(&limits_body(50.0, 10)).await;
    let full: Vec<Limit> = limits.at(0.5).into_iter().map(|usage| usage.limit).collect();
    let expected = [
        Limit::MonthlyProxySerps,
        Limit::MonthlyExternalDataTransfer,
        Limit::ActorCount,
        Limit::TeamAccountSeats,
        Limit::ActorMemory,
    ];
    assert_eq!(full, expected);
}

fn usage_body() -> Value {
    let item = |usd: f64| json!({"quantity": 1, "baseAmountUsd": usd});
    json!({"data": {
        "usageCycle": {"startAt": "2026-11-01T00:00:00Z", "endAt": "2026-11-11T00:00:00Z"},
        "monthlyServiceUsage": {
            "A": item(1.0), "B": item(7.0),
            "C": {"quantity": 1, "baseAmountUsd": 100, "amountAfterVolumeDiscountUsd": 2},
        },
        "dailyServiceUsages": [
            {"date": "2026-11-01T00:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 4},
            {"date": "2026-11-02", "serviceUsage": {}, "totalUsageCreditsUsd": 6},
            {"date": "?", "serviceUsage": {}, "totalUsageCreditsUsd": 1},
        ],
        "totalUsageCreditsUsdBeforeVolumeDiscount": 108,
        "totalUsageCreditsUsdAfterVolumeDiscount": 10,
    }})
}

#[tokio::test]
async fn costs_are_summed_by_service_and_by_day() {
    let usage = read_usage(&usage_body()).await;
    assert_eq!(usage.costliest_services(2), [("B", 7.0), ("C", 2.0)]);
    assert_eq!(usage.cost_by_service().into_iter().collect::<Vec<_>>(), [("A", 1.0), ("B", 7.0), ("C", 2.0)]);
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    assert_eq!(usage.cost_by_day().into_iter().collect::<Vec<_>>(), [(day(1), 4.0), (day(2), 6.0)]);
}

#[tokio::test]
async fn a_projection_stretches_what_was_spent_over_the_cycle() {
    let usage = read_usage(&usage_body()).await;
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(usage.projection(at("2026-11-01T23:00:00Z")), None, "too early");
    assert_eq!(usage.projection(at("2026-10-01T00:00:00Z")), None, "before it began");
    let fourth = usage.projection(at("2026-11-05T00:00:00Z")).unwrap();
    assert_eq!((fourth.so_far_usd, fourth.projected_usd, fourth.elapsed), (10.0, 25.0, 0.4));
    let over = usage.projection(at("2026-12-24T00:00:00Z")).unwrap();
    assert_eq!((over.projected_usd, over.elapsed), (10.0, 1.0));
}

fn name(crossing: &LimitCrossing) -> (Limit, bool) {
    (crossing.usage.limit, crossing.is_above)
}

#[tokio::test(start_paused = true)]
async fn the_watch_tells_of_crossings_once_in_both_directions() {
    let simulator = Simulator::plain().start().await.unwrap();
    for (usd, actors) in [(190.0, 1), (191.0, 1), (191.0, 10), (20.0, 10)] {
        let mut body = limits_body(usd, actors);
        body["data"]["current"]["monthlyExternalDataTransferGbytes"] = json!(0);
        body["data"]["current"]["monthlyProxySerps"] = json!(0);
        simulator.next(Answer::json(200, &body));
    }
    let start = Instant::now();
    let mut watch = client(&simulator).me().watch_limits(MINUTE, 0.9);
    let mut crossings = Vec::new();
    for _ in 0..3 {
        let crossing = watch.next().await.unwrap().unwrap();
        crossings.push((name(&crossing), start.elapsed().as_secs() / 60));
    }
    let expected =
        [((Limit::MonthlyUsage, true), 0), ((Limit::ActorCount, true), 2), ((Limit::MonthlyUsage, false), 3)];
    assert_eq!(crossings, expected);
    assert_eq!(simulator.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_watch_backs_off_from_failures_and_ends_where_there_is_no_use() {
    let simulator = Simulator::plain().start().await.unwrap();
    for _ in 0..6 {
        simulator.next(Answer::status(503));
    }
    simulator.next(Answer::status(401));
    let start = Instant::now();
    let mut watch = client(&simulator).me().watch_limits(MINUTE, 0.9);
    let mut failed_at = Vec::new();
    while let Some(item) = watch.next().await {
        failed_at.push((item.unwrap_err().status().unwrap().as_u16(), start.elapsed().as_secs() / 60));
    }
    let expected = [(503, 0), (503, 2), (503, 6), (503, 14), (503, 30), (503, 46), (401, 62)];
    assert_eq!(failed_at, expected);
}
