//! Every documented body decodes, and nothing of it is lost.

use std::path::Path;

use api_simulator::MockResponse;
use serde_json::{Value, json};

use crate::{
    calls::{call, client, simulator, spec},
    loss::lost,
};

/// Operations whose responses hold a value.
const READS: [&str; 6] = [
    "users_me_get",
    "user_get",
    "users_me_usage_monthly_get",
    "user_usage_monthly_get",
    "users_me_limits_get",
    "user_limits_get",
];

/// Paths of the body that the typed value lacks, when the operation's response has this body.
async fn lost_of(operation: &str, body: &Value) -> Vec<String> {
    let simulator = simulator().await;
    simulator.on(operation, MockResponse::json(200, body));
    let typed = call(&client(&simulator), operation).await.unwrap().unwrap();
    lost(&body["data"], &typed)
}

#[tokio::test]
async fn documented_examples_lose_nothing() {
    let spec = spec();
    for operation in READS {
        let examples = spec.operation(operation).unwrap().response_examples(200);
        assert!(!examples.is_empty(), "{operation}");
        for (name, body) in examples {
            assert_eq!(lost_of(operation, body).await, [""; 0], "{operation}: {name}");
        }
    }
}

#[tokio::test]
async fn instances_of_every_schema_lose_nothing() {
    let spec = spec();
    for operation in READS {
        let pointer = spec.operation(operation).unwrap().response_schema_pointer(200).unwrap();
        let instances = spec.instances(pointer);
        assert!(instances.len() >= 2, "{operation}");
        for body in instances {
            assert_eq!(lost_of(operation, &body).await, [""; 0], "{operation}: {body}");
        }
    }
}

#[tokio::test]
async fn a_bare_date_is_the_days_first_moment() {
    let body = json!({"data": {
        "usageCycle": {"startAt": "2022-10-02", "endAt": "2022-11-01T23:59:59.999"},
        "monthlyServiceUsage": {},
        "dailyServiceUsages": [{"date": "2022-10-02", "serviceUsage": {}, "totalUsageCreditsUsd": 0.5}],
        "totalUsageCreditsUsdBeforeVolumeDiscount": 1,
        "totalUsageCreditsUsdAfterVolumeDiscount": 0.5,
    }});
    let simulator = simulator().await;
    simulator.on("users_me_usage_monthly_get", MockResponse::json(200, &body));
    let usage = call(&client(&simulator), "users_me_usage_monthly_get").await.unwrap().unwrap();
    assert_eq!(usage["dailyServiceUsages"][0]["date"], "2022-10-02T00:00:00Z");
    assert_eq!(usage["usageCycle"]["endAt"], "2022-11-01T23:59:59.999Z");
}

/// The vendor's own bodies, where they are at hand; they are not part of this repository.
fn shared(file: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            println!("SKIPPED: ../shared/{file} is not here");
            None
        }
    }
}

#[tokio::test]
async fn the_vendors_seed_loses_nothing() {
    let Some(body) = shared("seed/users-me.json") else { return };
    assert_eq!(lost_of("users_me_get", &body).await, [""; 0]);
}

#[tokio::test]
async fn the_vendors_own_examples_lose_nothing() {
    let Some(upstream) = shared("upstream/apify.openapi.json") else { return };
    for (operation, schema) in [
        ("user_get", "PublicUserDataResponse"),
        ("users_me_get", "PrivateUserDataResponse"),
        ("users_me_usage_monthly_get", "MonthlyUsageResponse"),
        ("users_me_limits_get", "LimitsResponse"),
    ] {
        let pointer = format!("/components/schemas/{schema}");
        let body = example(&upstream, upstream.pointer(&pointer).unwrap());
        assert_eq!(lost_of(operation, &body).await, [""; 0], "{schema}: {body}");
    }
}

/// The body that a schema's own examples make up.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return example(document, document.pointer(&reference[1..]).unwrap());
    }
    if let Some(given) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return given.clone();
    }
    match schema["type"].as_str() {
        Some("object") => {
            let members = schema["properties"].as_object().into_iter().flatten();
            let mut object: serde_json::Map<_, _> =
                members.map(|(name, schema)| (name.clone(), example(document, schema))).collect();
            if schema["additionalProperties"].is_object() {
                object.insert("A_SERVICE".into(), example(document, &schema["additionalProperties"]));
            }
            object.into()
        }
        Some("array") => json!([example(document, &schema["items"])]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ => json!("text"),
    }
}
