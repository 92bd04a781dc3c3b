//! Cloudflare's API tokens: from creation to deletion.
#![cfg(feature = "cloudflare")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod common;

use api_simulator::{Simulator, Spec};
use chrono::NaiveDate;
use common::Vendor;
use reqwest::Method;
use serde_json::{Value, json};

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

fn new_token(name: &str) -> Value {
    json!({
        "name": name,
        "policies": [{
            "effect": "allow",
            "permission_groups": [{ "id": "61b3d9f07c8e4a25b0f7a4d18e5c2936" }],
            "resources": { "com.cloudflare.api.account.zone.*": "*" },
        }],
        "expires_on": "2027-01-01T00:00:00Z",
    })
}

#[tokio::test]
async fn a_token_lives_from_its_creation_to_its_deletion() {
    let vendor = vendor().await;
    let create = vendor.request(Method::POST, "/user/tokens").json(&new_token("Ephemeral"));
    let token = vendor.json(create).await.1["result"].take();
    let (id, secret) = (token["id"].as_str().unwrap(), token["value"].as_str().unwrap());
    let path = format!("/user/tokens/{id}");
    assert_eq!(result(&vendor, &path).await.get("value"), None, "the secret is shown once");
    assert_eq!(token["policies"][0]["permission_groups"][0]["name"], "Zone Settings Read");

    let verify = async |secret: &str| {
        vendor.json(vendor.anonymous(Method::GET, "/user/tokens/verify").bearer_auth(secret)).await
    };
    assert_eq!(verify(secret).await.1["result"]["id"], id);
    let roll = vendor.request(Method::PUT, &format!("{path}/value"));
    let rolled = vendor.json(roll).await.1["result"].take();
    let (status, error) = verify(secret).await;
    assert_eq!((status, &error["errors"][0]["code"]), (401, &json!(1000)));
    assert_eq!(verify(rolled.as_str().unwrap()).await.0, 200);

    let mut change = new_token("Renamed");
    change["status"] = json!("disabled");
    change.as_object_mut().unwrap().remove("expires_on");
    vendor.json(vendor.request(Method::PUT, &path).json(&change)).await;
    let shown = result(&vendor, &path).await;
    assert_eq!(
        (&shown["name"], &shown["status"], shown.get("expires_on")),
        (&json!("Renamed"), &json!("disabled"), None)
    );
    assert_eq!(verify(rolled.as_str().unwrap()).await.0, 401);

    assert_eq!(vendor.json(vendor.request(Method::DELETE, &path)).await.1["result"], json!({ "id": id }));
    assert_eq!(vendor.json(vendor.request(Method::GET, &path)).await.0, 404);
    vendor.simulator.assert_no_violations();
}

#[tokio::test]
async fn tokens_are_paged_sorted_and_hidden_once_expired() {
    let vendor = vendor().await;
    let first = vendor.get("/user/tokens?per_page=5&direction=asc").await;
    let second = vendor.get("/user/tokens?per_page=5&direction=asc&page=2").await;
    assert_eq!(
        (&first["result_info"]["total_count"], &second["result_info"]["count"]),
        (&json!(7), &json!(2))
    );
    assert!(first["result"][0]["issued_on"].as_str() < second["result"][0]["issued_on"].as_str());
    let all = result(&vendor, "/user/tokens?include_expired=true").await;
    assert_eq!(all.as_array().unwrap().iter().filter(|token| token["status"] == "expired").count(), 1);
}

#[tokio::test]
async fn permission_groups_are_found_and_unknown_ones_rejected() {
    let vendor = vendor().await;
    let zone = "/user/tokens/permission_groups?scope=com.cloudflare.api.account.zone";
    assert_eq!(ids(&result(&vendor, zone).await).len(), 2);
    let named = result(&vendor, "/user/tokens/permission_groups?name=DNS%20Write").await;
    assert_eq!(named[0]["name"], "DNS Write");
    let mut token = new_token("x");
    token["policies"][0]["permission_groups"][0]["id"] = json!("nothing");
    let (status, body) = vendor.json(vendor.request(Method::POST, "/user/tokens").json(&token)).await;
    assert_eq!(
        (status, &body["errors"][0]["source"]["pointer"]),
        (400, &json!("/policies/0/permission_groups/0/id"))
    );
}
