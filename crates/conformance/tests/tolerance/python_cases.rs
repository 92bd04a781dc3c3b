//! Private users that break the official Python client, and some more.

use serde_json::{Value, json};

use crate::{apify::Apify, location::Location, run::Vendor};

fn user() -> Value {
    json!({"data": {
        "id": "Lb4vWq9ZyT2mRx7Kd",
        "username": "ada",
        "profile": {"name": "Ada Lovelace", "pictureUrl": "https://example.org/ada.png", "websiteUrl": "https://example.org"},
        "email": "ada@example.org",
        "proxy": {"password": "pw", "groups": [{"name": "DATACENTER", "description": "d", "availableCount": 5}]},
        "plan": {
            "id": "STARTER", "maxActorCount": 7, "monthlyBasePriceUsd": 39,
            "enabledPlatformFeatures": ["ACTORS"], "availableProxyGroups": {"DATACENTER": 5},
            "availableAddOns": [],
        },
        "effectivePlatformFeatures": {
            "ACTORS": {"isEnabled": true, "disabledReason": null, "disabledReasonType": null,
                       "isTrial": false, "trialExpirationAt": "2026-01-01T00:00:00Z"},
        },
        "createdAt": "2022-11-29T14:48:29.381Z",
        "isPaying": true,
    }})
}

/// Path and malformed value; `None` removes the field.
fn variations() -> Vec<(&'static str, Option<Value>)> {
    let created = ["", "2022-11-29T14:48:29.381", "2022-11-29", "garbage", "2022-11-29 14:48:29"];
    let links = ["", "example.org/ada.png", "/ada.png", "not a link"];
    let mut table: Vec<(&'static str, Option<Value>)> = Vec::new();
    table.extend(created.map(|text| ("createdAt", Some(json!(text)))));
    table.extend([Some(json!(1_669_733_309)), Some(Value::Null), None].map(|value| ("createdAt", value)));
    table.extend(links.map(|text| ("profile.pictureUrl", Some(json!(text)))));
    table.extend(links.map(|text| ("profile.websiteUrl", Some(json!(text)))));
    table.extend(["", "no address", "ada@"].map(|text| ("email", Some(json!(text)))));
    table.extend([
        ("plan.maxActorCount", Some(json!(7.0))),
        ("plan.maxActorCount", Some(json!(7.5))),
        ("plan.maxActorCount", Some(json!("7"))),
        ("plan.monthlyBasePriceUsd", Some(json!("39"))),
        ("plan.enabledPlatformFeatures", Some(Value::Null)),
        ("plan.enabledPlatformFeatures", Some(json!([["ACTORS"]]))),
        ("plan.enabledPlatformFeatures", Some(json!([null, 7]))),
        ("plan.availableProxyGroups", Some(Value::Null)),
        ("plan.availableProxyGroups", None),
        ("plan.availableAddOns", Some(Value::Null)),
        ("plan", None),
        ("plan", Some(Value::Null)),
        ("proxy.groups", Some(Value::Null)),
        ("proxy.groups", Some(json!([{"name": "X"}]))),
        ("proxy.password", None),
        ("proxy", None),
        ("effectivePlatformFeatures.ACTORS", None),
        ("effectivePlatformFeatures.ACTORS", Some(json!({"isEnabled": true}))),
        ("effectivePlatformFeatures.NEW", Some(json!({"isEnabled": true}))),
        ("effectivePlatformFeatures", None),
        ("isPaying", None),
        ("isPaying", Some(json!("yes"))),
    ]);
    table
}

#[tokio::test]
async fn every_variation_of_a_private_user_decodes() {
    let account = Apify::start().await;
    let table = variations();
    assert!(table.len() >= 36);
    for (path, value) in &table {
        let location =
            path.split('.').fold(Location::default().key("data"), |location, key| location.key(key));
        let body = location.replace(&user(), value.clone());
        let typed = account
            .read("users_me_get", &body)
            .await
            .unwrap_or_else(|error| panic!("{path} {value:?}: {error}"));
        assert_eq!(
            (&typed["username"], &typed["id"]),
            (&json!("ada"), &json!("Lb4vWq9ZyT2mRx7Kd")),
            "{path}"
        );
        let untouched = if *path == "isPaying" { "email" } else { "isPaying" };
        assert!(!typed[untouched].is_null(), "{path} {value:?} cost {untouched}");
    }
    println!("{} variations of a private user, all decoded", table.len());
}
