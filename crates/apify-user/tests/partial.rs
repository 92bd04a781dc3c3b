//! Responses in which figures are missing, null or malformed.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use api_simulator::MockResponse;
use apify_user::{AccountAndUsageLimits, CostSum, ErrorKind, Limit, MonthlyUsage, Response};
use chrono::NaiveDate;
use serde_json::{Value, json};
use support::{Operation, bodies, client, plain};

async fn limits(body: &Value) -> Response<Option<AccountAndUsageLimits>> {
    let simulator = plain().await;
    simulator.next(MockResponse::json(200, body));
    client(&simulator).me().limits().with_response().await.unwrap()
}

async fn usage(body: &Value) -> Response<Option<MonthlyUsage>> {
    let simulator = plain().await;
    simulator.next(MockResponse::json(200, body));
    client(&simulator).me().monthly_usage().with_response().await.unwrap()
}

/// Each figure of limits but the one that is required, taken away in each of three ways.
#[tokio::test(start_paused = true)]
async fn a_figure_of_limits_costs_its_own_limit_only() {
    let whole = limits(&bodies::limits()).await.into_value().unwrap();
    assert_eq!(whole.unknown_usage(), [Limit::ScheduleCount]);
    for part in ["limits", "current"] {
        for field in bodies::limits()["data"][part].as_object().unwrap().keys() {
            if ["monthlyUsageUsd", "dataRetentionDays"].contains(&field.as_str()) {
                continue;
            }
            for value in [None, Some(Value::Null), Some(json!("many"))] {
                let mut body = bodies::limits();
                let figures = body["data"][part].as_object_mut().unwrap();
                match &value {
                    Some(value) => figures.insert(field.clone(), value.clone()),
                    None => figures.remove(field),
                };
                let response = limits(&body).await;
                let is_malformed = value.is_some_and(|value| !value.is_null());
                let skipped = if is_malformed { vec![format!("data.{part}.{field}")] } else { vec![] };
                assert_eq!(response.skipped_fields().paths(), skipped);
                let limits = response.into_value().unwrap();
                assert_eq!((limits.usage().len(), limits.unknown_usage().len()), (9, 2), "{part}.{field}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn limits_without_any_ceiling_have_no_usage() {
    let body = json!({ "data": { "limits": {}, "current": { "monthlyUsageUsd": 43 } } });
    let limits = limits(&body).await.into_value().unwrap();
    assert_eq!((limits.usage(), limits.above(0.0)), (vec![], vec![]));
    assert_eq!(limits.unknown_usage(), Limit::ALL);
    assert_eq!(limits.monthly_usage_cycle, None);
}

#[tokio::test(start_paused = true)]
async fn a_service_without_figures_is_of_unknown_cost() {
    let mut body = bodies::monthly_usage();
    body["data"]["monthlyServiceUsage"] = json!({
        "A": { "quantity": 1, "baseAmountUsd": 2.5 },
        "B": { "quantity": 1 },
        "C": { "quantity": null, "baseAmountUsd": null, "amountAfterVolumeDiscountUsd": 1.5 },
        "D": { "baseAmountUsd": "free", "priceTiers": [{ "discountPercent": null }] },
    });
    let response = usage(&body).await;
    assert_eq!(response.skipped_fields().paths(), ["data.monthlyServiceUsage.D.baseAmountUsd"]);
    let usage = response.into_value().unwrap();
    let expected = [("A", Some(2.5)), ("B", None), ("C", Some(1.5)), ("D", None)];
    assert_eq!(usage.cost_by_service().into_iter().collect::<Vec<_>>(), expected);
    let sum: CostSum = usage.cost_by_service().into_values().sum();
    assert_eq!((sum.known_usd, sum.unknown, sum.complete_usd()), (4.0, 2, None));
    assert_eq!(usage.monthly_service_usage["D"].price_tiers[0].discount_percent, None);
}

#[tokio::test(start_paused = true)]
async fn a_day_without_a_readable_date_is_left_out_of_costs_by_day() {
    let mut body = bodies::monthly_usage();
    body["data"]["dailyServiceUsages"] = json!([
        { "date": "2026-11-01T00:00:00Z", "serviceUsage": {}, "totalUsageCreditsUsd": 4 },
        { "date": "2026-11-02", "totalUsageCreditsUsd": 6 },
        { "date": "?", "serviceUsage": {}, "totalUsageCreditsUsd": 1 },
    ]);
    let response = usage(&body).await;
    assert_eq!(response.skipped_fields().paths(), ["data.dailyServiceUsages[2].date"]);
    let usage = response.into_value().unwrap();
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    assert_eq!(usage.cost_by_day().into_iter().collect::<Vec<_>>(), [(day(1), 4.0), (day(2), 6.0)]);
    assert_eq!(usage.daily_service_usages.len(), 3);
}

/// Each required figure, taken away: no value is better than a wrong one.
#[tokio::test(start_paused = true)]
async fn a_required_field_costs_the_response() {
    for (operation, path) in [
        (Operation::Get, "/data/username"),
        (Operation::MonthlyUsage, "/data/totalUsageCreditsUsdBeforeVolumeDiscount"),
        (Operation::MonthlyUsage, "/data/totalUsageCreditsUsdAfterVolumeDiscount"),
        (Operation::MonthlyUsage, "/data/dailyServiceUsages/0/totalUsageCreditsUsd"),
        (Operation::Limits, "/data/current/monthlyUsageUsd"),
        (Operation::Limits, "/data/limits"),
    ] {
        for value in [Value::Null, json!([true])] {
            let mut body = operation.body();
            *body.pointer_mut(path).unwrap() = value;
            let simulator = plain().await;
            simulator.next(MockResponse::json(200, &body));
            let error = operation.call(&client(&simulator)).await.error.unwrap();
            assert_eq!(error.kind(), ErrorKind::Decode, "{path}");
            let field = path.rsplit('/').next().unwrap();
            assert!(error.to_string().contains(field), "{error}");
        }
    }
}
