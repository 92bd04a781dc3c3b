//! Usage and limits that are not what the description says.

use conformance::Scenario;
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, limits, usage, with, without},
    call,
};

pub fn scenarios() -> Scenarios {
    let usages = odd_usage().into_iter().map(|(name, body)| {
        Scenario::new(format!("usage, {name}"), call::monthly_usage("me")).answer(bodies::ok(&body))
    });
    let limits = odd_limits().into_iter().map(|(name, body)| {
        Scenario::new(format!("limits, {name}"), call::limits("me")).answer(bodies::ok(&body))
    });
    usages.chain(limits).collect()
}

fn odd_usage() -> Vec<(&'static str, Value)> {
    let service = "/data/monthlyServiceUsage/PROXY_SERPS";
    let day = "/data/dailyServiceUsages/0";
    vec![
        ("bare date of a day", with(usage(), &format!("{day}/date"), json!("2026-10-17"))),
        ("day without a date", without(usage(), &format!("{day}/date"))),
        ("date that is none", with(usage(), &format!("{day}/date"), json!("someday"))),
        ("no services", with(usage(), "/data/monthlyServiceUsage", json!({}))),
        ("no days", with(usage(), "/data/dailyServiceUsages", json!([]))),
        ("unknown service", {
            with(usage(), "/data/monthlyServiceUsage/TELEPATHY", json!({ "quantity": 1, "baseAmountUsd": 2 }))
        }),
        ("unknown field of a service", with(usage(), &format!("{service}/unit"), json!("page"))),
        ("no tiers", without(usage(), &format!("{service}/priceTiers"))),
        ("null tiers", with(usage(), &format!("{service}/priceTiers"), json!(null))),
        ("no quantity", without(usage(), &format!("{service}/quantity"))),
        ("quantity as text", with(usage(), &format!("{service}/quantity"), json!("12"))),
        ("negative amount", with(usage(), &format!("{service}/baseAmountUsd"), json!(-0.5))),
        ("no total", without(usage(), "/data/totalUsageCreditsUsdAfterVolumeDiscount")),
        ("null total", with(usage(), "/data/totalUsageCreditsUsdAfterVolumeDiscount", json!(null))),
        ("no cycle", without(usage(), "/data/usageCycle")),
        ("cycle without an end", without(usage(), "/data/usageCycle/endAt")),
        ("no services at all", without(usage(), "/data/monthlyServiceUsage")),
    ]
}

fn odd_limits() -> Vec<(&'static str, Value)> {
    vec![
        ("schedules", {
            let body = with(limits(), "/data/limits/maxScheduleCount", json!(100));
            with(body, "/data/current/scheduleCount", json!(3))
        }),
        ("unknown limit", with(limits(), "/data/limits/maxDreams", json!(3))),
        ("whole number with a point", with(limits(), "/data/limits/maxActorCount", json!(100.0))),
        ("limit missing", without(limits(), "/data/limits/maxActorCount")),
        ("limit null", with(limits(), "/data/limits/maxMonthlyUsageUsd", json!(null))),
        ("limit as text", with(limits(), "/data/limits/maxMonthlyUsageUsd", json!("300"))),
        ("use missing", without(limits(), "/data/current/monthlyUsageUsd")),
        ("current missing", without(limits(), "/data/current")),
        ("no cycle", without(limits(), "/data/monthlyUsageCycle")),
        (
            "cycle with naive times",
            with(limits(), "/data/monthlyUsageCycle/startAt", json!("2026-10-17T00:00:00")),
        ),
        ("zero everywhere", with(limits(), "/data/limits/maxMonthlyUsageUsd", json!(0))),
        ("data is null", json!({ "data": null })),
    ]
}
