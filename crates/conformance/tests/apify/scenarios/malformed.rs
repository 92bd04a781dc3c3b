//! Users, usage and limits that differ from the OpenAPI document.

use conformance::{
    Scenario,
    json::{with, without},
};
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, limits, private_user, public_user, usage},
    call,
};

pub fn users() -> Scenarios {
    let mut bodies = vec![
        ("public, only a name", json!({ "data": { "username": "jane" } })),
        ("public, empty profile", with(public_user(), "/data/profile", json!({}))),
        ("public, null profile", with(public_user(), "/data/profile", json!(null))),
        ("data null", json!({ "data": null })),
        ("data empty", json!({ "data": {} })),
        ("data as list", json!({ "data": [] })),
        ("no data", json!({})),
        ("not an object", json!([1])),
        ("null", json!(null)),
        ("string", json!("jane")),
        ("user without an envelope", private_user()["data"].clone()),
        ("no name", without(private_user(), "/data/username")),
        ("name null", with(private_user(), "/data/username", json!(null))),
        ("name as number", with(private_user(), "/data/username", json!(7))),
        ("no plan, e-mail or profile", {
            let body = without(without(private_user(), "/data/plan"), "/data/email");
            without(body, "/data/profile")
        }),
        ("more beside data", with(private_user(), "/meta", json!({ "a": 1 }))),
    ];
    bodies.extend(
        values().into_iter().map(|(name, pointer, value)| (name, with(private_user(), pointer, value))),
    );
    bodies
        .into_iter()
        .map(|(name, body)| Scenario::new(name, call::get("me")).response(bodies::ok(&body)))
        .collect()
}

/// Name, pointer and replacement of one value.
fn values() -> Vec<(&'static str, &'static str, Value)> {
    let features = "/data/plan/enabledPlatformFeatures";
    vec![
        ("unknown field", "/data/favouriteColour", json!("blue")),
        ("owner of an organization", "/data/organizationOwnerUserId", json!("Zz1")),
        ("empty time", "/data/createdAt", json!("")),
        ("invalid time", "/data/createdAt", json!("yesterday")),
        ("time without a zone", "/data/createdAt", json!("2021-03-04T05:06:07")),
        ("bare date", "/data/createdAt", json!("2021-03-04")),
        ("time with another zone", "/data/createdAt", json!("2021-03-04T05:06:07+02:00")),
        ("time in milliseconds", "/data/createdAt", json!(1_614_834_367_890_i64)),
        ("empty e-mail", "/data/email", json!("")),
        ("null e-mail", "/data/email", json!(null)),
        ("boolean as string", "/data/isPaying", json!("true")),
        ("website without a scheme", "/data/profile/websiteUrl", json!("jane.example")),
        ("integer with a decimal point", "/data/plan/maxActorCount", json!(100.0)),
        ("integer with a fraction", "/data/plan/maxActorCount", json!(100.5)),
        ("number as string", "/data/plan/maxActorCount", json!("100")),
        ("number beyond 2^53", "/data/plan/maxActorCount", json!(9_007_199_254_740_993_i64)),
        ("price as string", "/data/plan/monthlyBasePriceUsd", json!("39")),
        ("null plan", "/data/plan", json!(null)),
        ("plan as string", "/data/plan", json!("STARTER")),
        ("null proxy", "/data/proxy", json!(null)),
        ("null list of groups", "/data/proxy/groups", json!(null)),
        ("object as list of groups", "/data/proxy/groups", json!({})),
        ("group as string", "/data/proxy/groups/1", json!("RESIDENTIAL")),
        ("unknown feature in the plan", features, json!(["ACTORS", "TELEPATHY"])),
        ("nested features", features, json!([["ACTORS"], ["STORAGE"]])),
        ("null features", features, json!(null)),
        ("feature as number", features, json!(["ACTORS", 7])),
        (
            "unknown effective feature",
            "/data/effectivePlatformFeatures/TELEPATHY",
            json!({ "isEnabled": true }),
        ),
        ("effective feature as string", "/data/effectivePlatformFeatures/ACTORS", json!("yes")),
        ("no effective features", "/data/effectivePlatformFeatures", json!({})),
        ("null effective features", "/data/effectivePlatformFeatures", json!(null)),
        ("empty add-ons", "/data/plan/availableAddOns", json!([])),
    ]
}

pub fn accounts() -> Scenarios {
    let usages = malformed_usage().into_iter().map(|(name, body)| {
        Scenario::new(format!("usage, {name}"), call::monthly_usage("me")).response(bodies::ok(&body))
    });
    let limits = malformed_limits().into_iter().map(|(name, body)| {
        Scenario::new(format!("limits, {name}"), call::limits("me")).response(bodies::ok(&body))
    });
    usages.chain(limits).collect()
}

fn malformed_usage() -> Vec<(&'static str, Value)> {
    let service = "/data/monthlyServiceUsage/PROXY_SERPS";
    let day = "/data/dailyServiceUsages/0";
    vec![
        ("bare date of a day", with(usage(), &format!("{day}/date"), json!("2026-10-17"))),
        ("day without a date", without(usage(), &format!("{day}/date"))),
        ("invalid date", with(usage(), &format!("{day}/date"), json!("someday"))),
        ("no services", with(usage(), "/data/monthlyServiceUsage", json!({}))),
        ("no days", with(usage(), "/data/dailyServiceUsages", json!([]))),
        ("unknown service", {
            with(usage(), "/data/monthlyServiceUsage/TELEPATHY", json!({ "quantity": 1, "baseAmountUsd": 2 }))
        }),
        ("unknown field of a service", with(usage(), &format!("{service}/unit"), json!("HTML"))),
        ("no tiers", without(usage(), &format!("{service}/priceTiers"))),
        ("null tiers", with(usage(), &format!("{service}/priceTiers"), json!(null))),
        ("no quantity", without(usage(), &format!("{service}/quantity"))),
        ("quantity as string", with(usage(), &format!("{service}/quantity"), json!("12"))),
        ("negative amount", with(usage(), &format!("{service}/baseAmountUsd"), json!(-0.5))),
        ("no total", without(usage(), "/data/totalUsageCreditsUsdAfterVolumeDiscount")),
        ("null total", with(usage(), "/data/totalUsageCreditsUsdAfterVolumeDiscount", json!(null))),
        ("no cycle", without(usage(), "/data/usageCycle")),
        ("cycle without an end", without(usage(), "/data/usageCycle/endAt")),
        ("no services at all", without(usage(), "/data/monthlyServiceUsage")),
    ]
}

fn malformed_limits() -> Vec<(&'static str, Value)> {
    vec![
        ("schedules", {
            let body = with(limits(), "/data/limits/maxScheduleCount", json!(100));
            with(body, "/data/current/scheduleCount", json!(3))
        }),
        ("unknown limit", with(limits(), "/data/limits/maxDreams", json!(3))),
        ("integer with a decimal point", with(limits(), "/data/limits/maxActorCount", json!(100.0))),
        ("limit missing", without(limits(), "/data/limits/maxActorCount")),
        ("limit null", with(limits(), "/data/limits/maxMonthlyUsageUsd", json!(null))),
        ("limit as string", with(limits(), "/data/limits/maxMonthlyUsageUsd", json!("300"))),
        ("usage missing", without(limits(), "/data/current/monthlyUsageUsd")),
        ("current missing", without(limits(), "/data/current")),
        ("no cycle", without(limits(), "/data/monthlyUsageCycle")),
        (
            "cycle with naive times",
            with(limits(), "/data/monthlyUsageCycle/startAt", json!("2026-10-17T00:00:00")),
        ),
        ("zero everywhere", with(limits(), "/data/limits/maxMonthlyUsageUsd", json!(0))),
        ("data null", json!({ "data": null })),
    ]
}
