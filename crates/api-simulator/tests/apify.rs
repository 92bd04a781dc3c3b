//! Apify's user API: state, permissions, and answers that conform to the description.
#![cfg(feature = "apify")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::{Answer, Description, Simulator};
use chrono::NaiveDate;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

async fn simulator() -> Simulator {
    let today = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
    Simulator::apify().seed(7).today(today).start().await.unwrap()
}

fn anonymous(simulator: &Simulator, method: Method, path: &str) -> RequestBuilder {
    Client::new().request(method, format!("{}{path}", simulator.base_url()))
}

fn own(simulator: &Simulator, method: Method, path: &str) -> RequestBuilder {
    anonymous(simulator, method, path).bearer_auth(simulator.token())
}

/// Status and body, which must be as documented.
async fn answer(simulator: &Simulator, request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let content_type = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let body = response.bytes().await.unwrap();
    if let Some(id) = simulator.requests().last().unwrap().operation() {
        let description = Description::apify().unwrap();
        let operation = description.operation(id).unwrap();
        let violations = operation.answer_violations(status, content_type.as_deref(), &body);
        assert_eq!(violations, Vec::<String>::new(), "{}", String::from_utf8_lossy(&body));
    }
    (status, serde_json::from_slice(&body).unwrap())
}

async fn data(simulator: &Simulator, path: &str) -> Value {
    let (status, mut body) = answer(simulator, own(simulator, Method::GET, path)).await;
    assert_eq!(status, 200, "{path}: {body}");
    body["data"].take()
}

#[tokio::test]
async fn anybody_sees_a_user_and_the_owner_everything() {
    let simulator = simulator().await;
    let me = data(&simulator, "/v2/users/me").await;
    let (id, name) = (me["id"].as_str().unwrap(), me["username"].as_str().unwrap());
    for own_path in [format!("/v2/users/{id}"), format!("/v2/users/{name}"), "/v2/users/%6De".to_owned()] {
        assert_eq!(data(&simulator, &own_path).await, me);
    }
    let (_, public) = answer(&simulator, anonymous(&simulator, Method::GET, &format!("/v2/users/{name}"))).await;
    assert_eq!(public["data"], json!({ "username": name, "profile": me["profile"] }));
    for path in ["/v2/users/john~doe", "/v2/users/john%2Fdoe"] {
        let (status, body) = answer(&simulator, anonymous(&simulator, Method::GET, path)).await;
        assert_eq!((status, &body["data"]["username"]), (200, &json!("john~doe")));
    }
    simulator.assert_no_violations();
}

#[tokio::test]
async fn errors_are_told_apart() {
    let simulator = simulator().await;
    let get = |path| anonymous(&simulator, Method::GET, path);
    let wrong = |path| get(path).bearer_auth("wrong");
    for (request, expected) in [
        (get("/v2/users/nobody"), (404, "record-not-found")),
        (wrong("/v2/users/grace"), (404, "record-or-token-not-found")),
        (get("/v2/users/me"), (401, "token-not-provided")),
        (wrong("/v2/users/me/limits"), (401, "user-or-token-not-found")),
        (get("/v2/users/me?token=wrong"), (401, "user-or-token-not-found")),
        (own(&simulator, Method::GET, "/v2/users/grace/limits"), (403, "insufficient-permissions")),
        (own(&simulator, Method::GET, "/v2/users/nobody/usage/monthly"), (404, "record-not-found")),
        (own(&simulator, Method::GET, "/v2/users/me/usage/monthly?date=2026-13-01"), (400, "invalid-parameter")),
        (own(&simulator, Method::PUT, "/v2/users/me/limits").json(&json!({})), (400, "invalid-parameter")),
        (own(&simulator, Method::PUT, "/v2/users/me/limits").body("{}"), (415, "invalid-content-type-header")),
        (own(&simulator, Method::DELETE, "/v2/users/me"), (405, "method-not-allowed")),
        (own(&simulator, Method::GET, "/v2/actors"), (404, "page-not-found")),
    ] {
        let (status, body) = answer(&simulator, request).await;
        assert_eq!((status, body["error"]["type"].as_str().unwrap()), expected);
        assert!(!body["error"]["message"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_token_may_stand_in_the_query() {
    let simulator = Simulator::apify().token("chosen").start().await.unwrap();
    let request = anonymous(&simulator, Method::GET, "/v2/users/me?token=chosen");
    assert_eq!(answer(&simulator, request).await.0, 200);
    simulator.assert_requests(["GET /v2/users/me?token=[redacted]"]);
}

#[tokio::test]
async fn a_limits_update_shows_in_the_next_read_of_that_account() {
    let simulator = simulator().await;
    let before = data(&simulator, "/v2/users/me/limits").await;
    let update = own(&simulator, Method::PUT, "/v2/users/me/limits").json(&json!({ "maxMonthlyUsageUsd": 0 }));
    assert_eq!(answer(&simulator, update).await, (201, json!({})));
    let after = data(&simulator, "/v2/users/me/limits").await;
    assert_eq!(after["limits"]["maxMonthlyUsageUsd"], 0);
    assert_eq!(after["limits"]["dataRetentionDays"], before["limits"]["dataRetentionDays"]);
    let organization = data(&simulator, "/v2/users/analytical-society/limits").await;
    assert_eq!(organization["limits"], before["limits"]);
}

/// A sum of figures, to a hundred millionth.
fn sum<'a>(figures: impl Iterator<Item = &'a Value>) -> i64 {
    figures.map(|figure| (figure.as_f64().unwrap() * 1e8).round() as i64).sum()
}

#[tokio::test]
async fn days_add_up_to_the_month_and_services_to_the_total() {
    let simulator = simulator().await;
    for date in ["2026-10-20", "2024-02-29", "2026-02-13", "2026-06-14"] {
        let usage = data(&simulator, &format!("/v2/users/me/usage/monthly?date={date}")).await;
        let days = usage["dailyServiceUsages"].as_array().unwrap();
        let services = usage["monthlyServiceUsage"].as_object().unwrap();
        assert!(services.len() > 8);
        for (name, month) in services {
            for figure in ["quantity", "baseAmountUsd", "amountAfterVolumeDiscountUsd"] {
                let daily = days.iter().filter_map(|day| day["serviceUsage"].get(name)).map(|item| &item[figure]);
                assert!((sum(daily) - sum([&month[figure]].into_iter())).abs() <= 31, "{date} {name} {figure}");
            }
            let tiers = month["priceTiers"].as_array().unwrap();
            assert_eq!(sum(tiers.iter().map(|tier| &tier["tierQuantity"])), sum([&month["quantity"]].into_iter()));
            let paid = sum([&month["amountAfterVolumeDiscountUsd"]].into_iter());
            assert!((sum(tiers.iter().map(|tier| &tier["priceUsd"])) - paid).abs() <= 3);
        }
        let total = sum([&usage["totalUsageCreditsUsdAfterVolumeDiscount"]].into_iter());
        assert!((sum(days.iter().map(|day| &day["totalUsageCreditsUsd"])) - total).abs() <= 31);
        assert!((sum(services.values().map(|item| &item["amountAfterVolumeDiscountUsd"])) - total).abs() <= 31);
        let full = sum([&usage["totalUsageCreditsUsdBeforeVolumeDiscount"]].into_iter());
        assert!(full > total && total > 0);
    }
}

#[tokio::test]
async fn usage_covers_the_cycle_up_to_today_and_agrees_with_the_limits() {
    let simulator = simulator().await;
    let days = async |query: &str| {
        let usage = data(&simulator, &format!("/v2/users/me/usage/monthly{query}")).await;
        usage["dailyServiceUsages"].as_array().unwrap().len()
    };
    assert_eq!(days("?date=2026-02-20").await, 28);
    assert_eq!(days("?date=2026-09-20").await, 30);
    assert_eq!(days("?date=2026-08-20").await, 31);
    assert_eq!(days("").await, 25, "12 October to 5 November");
    assert_eq!(days("?date=2026-11-12").await, 0, "not begun");
    assert_eq!(days("?date=2019-01-01").await, 0, "before the account");

    let running = data(&simulator, "/v2/users/me/usage/monthly").await;
    let limits = data(&simulator, "/v2/users/me/limits").await;
    assert_eq!(limits["monthlyUsageCycle"], running["usageCycle"]);
    assert_eq!(limits["current"]["monthlyUsageUsd"], running["totalUsageCreditsUsdAfterVolumeDiscount"]);
    let searches = &running["monthlyServiceUsage"]["PROXY_SERPS"]["quantity"];
    assert_eq!(&limits["current"]["monthlyProxySerps"], searches);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_figures() {
    let path = "/v2/users/me/usage/monthly?date=2026-09-01";
    let first = data(&simulator().await, path).await;
    assert_eq!(first, data(&simulator().await, path).await);
    let other = Simulator::apify().seed(8).start().await.unwrap();
    assert_ne!(first, data(&other, path).await);
}

#[tokio::test]
async fn every_documented_status_can_be_had() {
    let simulator = simulator().await;
    for operation in Description::apify().unwrap().operations() {
        for status in operation.statuses().filter_map(|status| status.parse::<u16>().ok()) {
            let path = operation.path().replace("{userId}", "ada");
            let mut request = own(&simulator, operation.method().parse().unwrap(), &path);
            if let Some((_, example)) = operation.request_examples().first() {
                request = request.json(example);
            }
            simulator.on(operation.id(), Answer::documented(status));
            assert_eq!(answer(&simulator, request).await.0, status, "{}", operation.id());
        }
    }
    simulator.assert_no_violations();
}

#[test]
fn examples_and_made_values_conform() {
    let description = Description::apify().unwrap();
    for operation in description.operations() {
        for status in operation.statuses().filter_map(|status| status.parse::<u16>().ok()) {
            let examples = operation.examples(status).into_iter().map(|(_, value)| value.clone());
            let made = operation.schema_pointer(status).map(|pointer| description.instances(pointer));
            for value in examples.chain(made.into_iter().flatten()) {
                let body = value.to_string();
                let violations = operation.answer_violations(status, Some("application/json"), body.as_bytes());
                assert_eq!(violations, Vec::<String>::new(), "{body}");
            }
        }
    }
}
