//! Cloudflare's user API: state, paging, credentials, and responses that conform to the OpenAPI document.
#![cfg(feature = "cloudflare")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod common;

use api_simulator::{Simulator, Spec};
use chrono::NaiveDate;
use common::{Vendor, error};
use reqwest::Method;
use serde_json::{Value, json};

const ORGANIZATION: &str = "3f92d6b0c17e4e58b4a90d2e85c6f713";
const INVITE: &str = "58d0e3b7a2f94c16b8e5d4017f6a3c92";
const SUBSCRIPTION: &str = "d28c5e70f1b34a9d86e0b7fa3c915d46";
const TOKEN: &str = "a90f3c75e2d84b61b5c7084e9d1f26a8";

async fn vendor() -> Vendor {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let simulator = Simulator::cloudflare().seed(3).today(today).start().await.unwrap();
    Vendor::new(simulator, Spec::cloudflare().unwrap())
}

async fn result(vendor: &Vendor, path: &str) -> Value {
    vendor.get(path).await["result"].take()
}

fn ids(items: &Value) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn three_kinds_of_credentials_are_accepted() {
    let vendor = vendor().await;
    let simulator = &vendor.simulator;
    let get = || vendor.anonymous(Method::GET, "/user");
    for (request, status) in [
        (get().bearer_auth(simulator.token()), 200),
        (get().header("X-Auth-Email", simulator.api_email()).header("X-Auth-Key", simulator.api_key()), 200),
        (get().header("X-Auth-User-Service-Key", simulator.user_service_key()), 200),
        (get(), 401),
        (get().bearer_auth("wrong"), 401),
        (get().header("X-Auth-Email", "else@example.com").header("X-Auth-Key", simulator.api_key()), 401),
        (get().header("X-Auth-Key", simulator.api_key()), 401),
    ] {
        assert_eq!(vendor.json(request).await.0, status);
    }
    assert_eq!(vendor.simulator.violations().len(), 2, "no credential, and a key alone");
    let shown = format!("{:?}", vendor.simulator.requests());
    for secret in
        [simulator.token(), simulator.api_email(), simulator.api_key(), simulator.user_service_key()]
    {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn the_value_of_a_token_is_redacted() {
    let vendor = vendor().await;
    let body = json!({ "name": "x", "value": "SECRET" });
    vendor.json(vendor.request(Method::POST, "/user/tokens").json(&body)).await;
    let request = vendor.simulator.requests().remove(0);
    assert_eq!(request.json(), Some(json!({ "name": "x", "value": "[redacted]" })));
}

#[tokio::test]
async fn an_edited_field_is_set_and_a_null_one_cleared() {
    let vendor = vendor().await;
    let before = result(&vendor, "/user").await;
    let edit =
        vendor.request(Method::PATCH, "/user").json(&json!({ "first_name": "Jane", "telephone": null }));
    vendor.json(edit).await;
    let after = result(&vendor, "/user").await;
    assert_eq!((&after["first_name"], &after["telephone"]), (&json!("Jane"), &Value::Null));
    assert_eq!(after["last_name"], before["last_name"]);
}

#[tokio::test]
async fn audit_logs_are_paged() {
    let vendor = vendor().await;
    let mut seen = std::collections::BTreeSet::new();
    for (page, count) in [(1, 1000), (2, 1000), (3, 500), (4, 0)] {
        let mut body = vendor.get(&format!("/user/audit_logs?per_page=1000&page={page}")).await;
        let info =
            json!({ "page": page, "per_page": 1000, "count": count, "total_count": 2500, "total_pages": 3 });
        assert_eq!(body["result_info"], info);
        seen.extend(ids(&body["result"].take()));
    }
    assert_eq!(seen.len(), 2500);
    assert_eq!(ids(&result(&vendor, "/user/audit_logs").await).len(), 100);
}

#[tokio::test]
async fn audit_logs_are_filtered_and_sorted() {
    let vendor = vendor().await;
    let logs = async |query: &str| result(&vendor, &format!("/user/audit_logs?per_page=1000&{query}")).await;
    let added = logs("action.type=add").await;
    assert!(added.as_array().unwrap().len() > 300);
    assert!(
        added
            .as_array()
            .unwrap()
            .iter()
            .all(|log| log["action"]["type"] == "add" && log["newValue"].is_object())
    );
    let one = added[7]["id"].as_str().unwrap();
    assert_eq!(ids(&logs(&format!("id={one}")).await), [one]);
    let by = logs("actor.email=tomas.quill%40example.com").await;
    assert!(by.as_array().unwrap().iter().all(|log| log["actor"]["email"] == "tomas.quill@example.com"));
    let when = |log: &Value| log["when"].as_str().unwrap().to_owned();
    let days = logs("since=2026-11-18&before=2026-11-20T06:00:00Z&direction=asc").await;
    let times: Vec<String> = days.as_array().unwrap().iter().map(when).collect();
    assert!(times.len() > 100 && times.is_sorted());
    assert!(times[0].as_str() > "2026-11-18" && times.last().unwrap().as_str() < "2026-11-20T06:00:00Z");
    let shown = logs("hide_user_logs=true").await;
    assert!(shown.as_array().unwrap().iter().all(|log| log["metadata"]["zone_name"].is_string()));
}

#[tokio::test]
async fn an_export_is_all_matching_entries_as_csv() {
    let vendor = vendor().await;
    let request = vendor.request(Method::GET, "/user/audit_logs?export=true&per_page=10");
    let (status, text) = vendor.text(request).await;
    assert_eq!((status, text.lines().count()), (200, 2501));
    assert!(text.starts_with("id,when,action_type,"), "{text}");
}

#[tokio::test]
async fn billing_history_is_paged_and_filtered() {
    let vendor = vendor().await;
    let body = vendor.get("/user/billing/history?per_page=50").await;
    assert_eq!(body["result_info"]["total_pages"], 1);
    let refunds = result(&vendor, "/user/billing/history?type=refund").await;
    assert!(
        !ids(&refunds).is_empty()
            && refunds.as_array().unwrap().iter().all(|item| item["amount"].as_f64() < Some(0.0))
    );
    let ordered = result(&vendor, "/user/billing/history?order=occurred_at&per_page=5").await;
    assert!(ordered[0]["occurred_at"].as_str() < ordered[4]["occurred_at"].as_str());
    assert!(result(&vendor, "/user/billing/profile").await["company"].is_string());
    assert!(!ids(&result(&vendor, "/user/tenants").await).is_empty());
}

#[tokio::test]
async fn an_accepted_invite_makes_a_member_and_can_be_accepted_once() {
    let vendor = vendor().await;
    let edit = |status: &str| {
        let path = format!("/user/invites/{INVITE}");
        vendor.request(Method::PATCH, &path).json(&json!({ "status": status }))
    };
    assert_eq!(result(&vendor, &format!("/user/organizations/{ORGANIZATION}")).await["status"], "invited");
    assert_eq!(vendor.json(edit("accepted")).await.1["result"]["status"], "accepted");
    assert_eq!(result(&vendor, &format!("/user/invites/{INVITE}")).await["status"], "accepted");
    assert_eq!(result(&vendor, &format!("/user/organizations/{ORGANIZATION}")).await["status"], "member");
    assert_eq!(ids(&result(&vendor, "/user").await["organizations"]).len(), 2);
    assert_eq!(vendor.json(edit("rejected")).await.0, 400);
}

#[tokio::test]
async fn a_rejected_invite_makes_none() {
    let vendor = vendor().await;
    let path = format!("/user/invites/{INVITE}");
    vendor.json(vendor.request(Method::PATCH, &path).json(&json!({ "status": "rejected" }))).await;
    assert_eq!(ids(&result(&vendor, "/user/organizations?status=invited").await).len(), 0);
}

#[tokio::test]
async fn organizations_are_filtered_and_left() {
    let vendor = vendor().await;
    let path = format!("/user/organizations/{ORGANIZATION}");
    let name = "Maravall%20Tide%20Charts";
    let both = format!("/user/organizations?name={name}&status=invited");
    assert_eq!(ids(&result(&vendor, &both).await).len(), 0);
    assert_eq!(ids(&result(&vendor, &format!("{both}&match=any")).await).len(), 2);
    let ordered = result(&vendor, "/user/organizations?order=name&direction=desc").await;
    assert_eq!(ordered[0]["name"], "Maravall Tide Charts");
    assert_eq!(
        vendor.json(vendor.request(Method::DELETE, &path)).await,
        (200, json!({ "id": ORGANIZATION }))
    );
    assert_eq!(vendor.json(vendor.request(Method::GET, &path)).await.0, 404);
}

#[tokio::test]
async fn a_subscription_is_changed_and_cancelled() {
    let vendor = vendor().await;
    let path = format!("/user/subscriptions/{SUBSCRIPTION}");
    let change = json!({ "frequency": "yearly", "rate_plan": { "id": "business" } });
    vendor.json(vendor.request(Method::PUT, &path).json(&change)).await;
    let subscription = result(&vendor, "/user/subscriptions").await[0].take();
    assert_eq!(
        (&subscription["price"], &subscription["rate_plan"]["id"]),
        (&json!(246.0), &json!("business"))
    );
    assert_eq!(subscription["current_period_end"], "2027-11-03T04:00:00Z");
    let cancelled = vendor.json(vendor.request(Method::DELETE, &path)).await;
    assert_eq!(cancelled, (200, json!({ "subscription_id": SUBSCRIPTION })));
    assert_eq!(vendor.json(vendor.request(Method::DELETE, &path)).await.0, 404);
    assert!(ids(&result(&vendor, "/user/subscriptions").await).is_empty());
}

#[tokio::test]
async fn each_error_has_its_code() {
    let vendor = vendor().await;
    for (request, expected) in [
        (vendor.request(Method::GET, "/user/tokens/nothing"), (404, 7003)),
        (vendor.request(Method::GET, "/user/zones"), (404, 7000)),
        (vendor.request(Method::DELETE, "/user"), (405, 7001)),
        (vendor.anonymous(Method::GET, "/user"), (401, 9106)),
        (vendor.request(Method::GET, "/user/tokens?per_page=4"), (400, 1001)),
        (vendor.request(Method::GET, "/user/audit_logs?page=1.0"), (400, 1001)),
        (vendor.request(Method::POST, "/user/tokens").json(&json!({ "name": "x" })), (400, 1001)),
        (vendor.request(Method::PATCH, "/user").body("first_name=x"), (415, 6004)),
    ] {
        let (status, body) = vendor.json(request).await;
        assert_eq!((status, error(&body)), (expected.0, json!(expected.1)));
        assert_eq!(body["success"], false);
    }
}

#[tokio::test]
async fn every_documented_status_can_be_had() {
    let arguments = [
        ("invite_id", INVITE),
        ("organization_id", ORGANIZATION),
        ("identifier", SUBSCRIPTION),
        ("token_id", TOKEN),
    ];
    vendor().await.every_documented_status(&arguments).await;
}

#[test]
fn examples_and_instances_conform() {
    common::examples_and_instances_conform(&Spec::cloudflare().unwrap());
}
