//! Users that are not what the description says.

use conformance::Scenario;
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, private_user, public_user, with, without},
    call,
};

pub fn scenarios() -> Scenarios {
    let mut bodies = vec![
        ("public, only a name", json!({ "data": { "username": "jane" } })),
        ("public, empty profile", with(public_user(), "/data/profile", json!({}))),
        ("public, null profile", with(public_user(), "/data/profile", json!(null))),
        ("data is null", json!({ "data": null })),
        ("data is empty", json!({ "data": {} })),
        ("data is a list", json!({ "data": [] })),
        ("no data", json!({})),
        ("not an object", json!([1])),
        ("null", json!(null)),
        ("text", json!("jane")),
        ("user without an envelope", private_user()["data"].clone()),
        ("no name", without(private_user(), "/data/username")),
        ("name is null", with(private_user(), "/data/username", json!(null))),
        ("name is a number", with(private_user(), "/data/username", json!(7))),
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
        .map(|(name, body)| Scenario::new(name, call::get("me")).answer(bodies::ok(&body)))
        .collect()
}

/// One value in another's place.
fn values() -> Vec<(&'static str, &'static str, Value)> {
    let features = "/data/plan/enabledPlatformFeatures";
    vec![
        ("unknown field", "/data/favouriteColour", json!("blue")),
        ("owner of an organization", "/data/organizationOwnerUserId", json!("Zz1")),
        ("empty time", "/data/createdAt", json!("")),
        ("time that is none", "/data/createdAt", json!("yesterday")),
        ("time without a zone", "/data/createdAt", json!("2021-03-04T05:06:07")),
        ("bare date", "/data/createdAt", json!("2021-03-04")),
        ("time with another zone", "/data/createdAt", json!("2021-03-04T05:06:07+02:00")),
        ("time in milliseconds", "/data/createdAt", json!(1_614_834_367_890_i64)),
        ("empty e-mail", "/data/email", json!("")),
        ("null e-mail", "/data/email", json!(null)),
        ("truth as text", "/data/isPaying", json!("true")),
        ("website without a scheme", "/data/profile/websiteUrl", json!("jane.example")),
        ("whole number with a point", "/data/plan/maxActorCount", json!(100.0)),
        ("number with a fraction", "/data/plan/maxActorCount", json!(100.5)),
        ("number as text", "/data/plan/maxActorCount", json!("100")),
        ("number beyond 2^53", "/data/plan/maxActorCount", json!(9_007_199_254_740_993_i64)),
        ("price that is text", "/data/plan/monthlyBasePriceUsd", json!("39")),
        ("null plan", "/data/plan", json!(null)),
        ("plan that is text", "/data/plan", json!("STARTER")),
        ("null proxy", "/data/proxy", json!(null)),
        ("null list of groups", "/data/proxy/groups", json!(null)),
        ("list of groups that is an object", "/data/proxy/groups", json!({})),
        ("group that is text", "/data/proxy/groups/1", json!("RESIDENTIAL")),
        ("unknown feature in the plan", features, json!(["ACTORS", "TELEPATHY"])),
        ("nested features", features, json!([["ACTORS"], ["STORAGE"]])),
        ("null features", features, json!(null)),
        ("feature that is a number", features, json!(["ACTORS", 7])),
        (
            "unknown effective feature",
            "/data/effectivePlatformFeatures/TELEPATHY",
            json!({ "isEnabled": true }),
        ),
        ("effective feature that is text", "/data/effectivePlatformFeatures/ACTORS", json!("yes")),
        ("no effective features", "/data/effectivePlatformFeatures", json!({})),
        ("null effective features", "/data/effectivePlatformFeatures", json!(null)),
        ("empty add-ons", "/data/plan/availableAddOns", json!([])),
    ]
}
