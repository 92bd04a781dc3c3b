//! Apify's user API: state, permissions, and responses that conform to the OpenAPI document.
#![cfg(feature = "apify")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod common;

use api_simulator::{Simulator, Spec};
use chrono::NaiveDate;
use common::{Vendor, error};
use reqwest::Method;
use serde_json::{Value, json};

async fn vendor_with_seed(seed: u64) -> Vendor {
    let today = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
    let simulator = Simulator::apify().seed(seed).today(today).start().await.unwrap();
    assert_eq!(simulator.today(), today);
    Vendor::new(simulator, Spec::apify().unwrap())
}

async fn vendor() -> Vendor {
    vendor_with_seed(7).await
}

async fn data(vendor: &Vendor, path: &str) -> Value {
    vendor.get(path).await["data"].take()
}

#[tokio::test]
async fn the_public_page_is_for_all_and_the_rest_for_the_owner() {
    let vendor = vendor().await;
    let me = data(&vendor, "/v2/users/me").await;
    let (id, name) = (me["id"].as_str().unwrap(), me["username"].as_str().unwrap());
    for own_path in [format!("/v2/users/{id}"), format!("/v2/users/{name}"), "/v2/users/%6De".to_owned()] {
        assert_eq!(data(&vendor, &own_path).await, me);
    }
    let (_, public) = vendor.json(vendor.anonymous(Method::GET, &format!("/v2/users/{name}"))).await;
    assert_eq!(public["data"], json!({ "username": name, "profile": me["profile"] }));
    for path in ["/v2/users/john~doe", "/v2/users/john%2Fdoe"] {
        let (status, body) = vendor.json(vendor.anonymous(Method::GET, path)).await;
        assert_eq!((status, &body["data"]["username"]), (200, &json!("john~doe")));
    }
    vendor.simulator.assert_no_violations();
}

#[tokio::test]
async fn each_error_has_its_type() {
    let vendor = vendor().await;
    let get = |path| vendor.anonymous(Method::GET, path);
    let wrong = |path| get(path).bearer_auth("wrong");
    for (request, expected) in [
        (get("/v2/users/nobody"), (404, "record-not-found")),
        (wrong("/v2/users/grace"), (404, "record-or-token-not-found")),
        (get("/v2/users/me"), (401, "token-not-provided")),
        (wrong("/v2/users/me/limits"), (401, "user-or-token-not-found")),
        (get("/v2/users/me?token=wrong"), (401, "user-or-token-not-found")),
        (vendor.request(Method::GET, "/v2/users/grace/limits"), (403, "insufficient-permissions")),
        (vendor.request(Method::GET, "/v2/users/nobody/usage/monthly"), (404, "record-not-found")),
        (
            vendor.request(Method::GET, "/v2/users/me/usage/monthly?date=2026-13-01"),
            (400, "invalid-parameter"),
        ),
        (vendor.request(Method::PUT, "/v2/users/me/limits").json(&json!({})), (400, "invalid-parameter")),
        (vendor.request(Method::PUT, "/v2/users/me/limits").body("{}"), (415, "invalid-content-type-header")),
        (vendor.request(Method::DELETE, "/v2/users/me"), (405, "method-not-allowed")),
        (vendor.request(Method::GET, "/v2/actors"), (404, "page-not-found")),
    ] {
        let (status, body) = vendor.json(request).await;
        assert_eq!((status, error(&body)), (expected.0, json!(expected.1)));
        assert!(!body["error"]["message"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_token_may_stand_in_the_query() {
    let simulator = Simulator::apify().token("chosen").start().await.unwrap();
    let vendor = Vendor::new(simulator, Spec::apify().unwrap());
    let request = vendor.anonymous(Method::GET, "/v2/users/me?token=chosen");
    assert_eq!(vendor.json(request).await.0, 200);
    vendor.simulator.assert_requests(["GET /v2/users/me?token=[redacted]"]);
}

#[tokio::test]
async fn a_limits_update_shows_in_the_next_read_of_that_account() {
    let vendor = vendor().await;
    let before = data(&vendor, "/v2/users/me/limits").await;
    let update = vendor.request(Method::PUT, "/v2/users/me/limits").json(&json!({ "maxMonthlyUsageUsd": 0 }));
    assert_eq!(vendor.json(update).await, (201, json!({})));
    let after = data(&vendor, "/v2/users/me/limits").await;
    assert_eq!(after["limits"]["maxMonthlyUsageUsd"], 0);
    assert_eq!(after["limits"]["dataRetentionDays"], before["limits"]["dataRetentionDays"]);
    let organization = data(&vendor, "/v2/users/analytical-society/limits").await;
    assert_eq!(organization["limits"], before["limits"]);
}

/// A sum of figures, to a hundred millionth.
fn sum<'a>(figures: impl Iterator<Item = &'a Value>) -> i64 {
    figures.map(|figure| (figure.as_f64().unwrap() * 1e8).round() as i64).sum()
}

#[tokio::test]
async fn days_add_up_to_the_month_and_services_to_the_total() {
    let vendor = vendor().await;
    for date in ["2026-10-20", "2024-02-29", "2026-02-13", "2026-06-14"] {
        let usage = data(&vendor, &format!("/v2/users/me/usage/monthly?date={date}")).await;
        let days = usage["dailyServiceUsages"].as_array().unwrap();
        let services = usage["monthlyServiceUsage"].as_object().unwrap();
        assert!(services.len() > 8);
        for (name, month) in services {
            for figure in ["quantity", "baseAmountUsd", "amountAfterVolumeDiscountUsd"] {
                let daily =
                    days.iter().filter_map(|day| day["serviceUsage"].get(name)).map(|item| &item[figure]);
                assert!(
                    (sum(daily) - sum([&month[figure]].into_iter())).abs() <= 31,
                    "{date} {name} {figure}"
                );
            }
            let tiers = month["priceTiers"].as_array().unwrap();
            assert_eq!(
                sum(tiers.iter().map(|tier| &tier["tierQuantity"])),
                sum([&month["quantity"]].into_iter())
            );
            let paid = sum([&month["amountAfterVolumeDiscountUsd"]].into_iter());
            assert!((sum(tiers.iter().map(|tier| &tier["priceUsd"])) - paid).abs() <= 3);
        }
        let total = sum([&usage["totalUsageCreditsUsdAfterVolumeDiscount"]].into_iter());
        assert!((sum(days.iter().map(|day| &day["totalUsageCreditsUsd"])) - total).abs() <= 31);
        assert!(
            (sum(services.values().map(|item| &item["amountAfterVolumeDiscountUsd"])) - total).abs() <= 31
        );
        let full = sum([&usage["totalUsageCreditsUsdBeforeVolumeDiscount"]].into_iter());
        assert!(full > total && total > 0);
    }
}

#[tokio::test]
async fn usage_covers_the_cycle_up_to_today_and_agrees_with_the_limits() {
    let vendor = vendor().await;
    let days = async |query: &str| {
        let usage = data(&vendor, &format!("/v2/users/me/usage/monthly{query}")).await;
        usage["dailyServiceUsages"].as_array().unwrap().len()
    };
    assert_eq!(days("?date=2026-02-20").await, 28);
    assert_eq!(days("?date=2026-09-20").await, 30);
    assert_eq!(days("?date=2026-08-20").await, 31);
    assert_eq!(days("").await, 25, "12 October to 5 November");
    assert_eq!(days("?date=2026-11-12").await, 0, "not begun");
    assert_eq!(days("?date=2019-01-01").await, 0, "before the account");

    let running = data(&vendor, "/v2/users/me/usage/monthly").await;
    let limits = data(&vendor, "/v2/users/me/limits").await;
    assert_eq!(limits["monthlyUsageCycle"], running["usageCycle"]);
    assert_eq!(limits["current"]["monthlyUsageUsd"], running["totalUsageCreditsUsdAfterVolumeDiscount"]);
    let searches = &running["monthlyServiceUsage"]["PROXY_SERPS"]["quantity"];
    assert_eq!(&limits["current"]["monthlyProxySerps"], searches);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_figures() {
    let path = "/v2/users/me/usage/monthly?date=2026-09-01";
    let first = data(&vendor_with_seed(1).await, path).await;
    assert_eq!(first, data(&vendor_with_seed(1).await, path).await);
    assert_ne!(first, data(&vendor_with_seed(2).await, path).await);
}

#[tokio::test]
async fn every_documented_status_can_be_had() {
    vendor().await.every_documented_status(&[("userId", "ada")]).await;
}

#[test]
fn examples_and_instances_conform() {
    common::examples_and_instances_conform(&Spec::apify().unwrap());
}
