//! Reading OpenAPI documents, and checking responses against them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod shelves;

use api_simulator::{Error, Spec};
use serde_json::{Value, json};
use shelves::document;

#[test]
fn responses_are_checked_too() {
    let spec = Spec::parse(&document().to_string()).unwrap();
    let get = spec.operation("shelf_get").unwrap();
    let json = Some("application/json; charset=utf-8");
    assert!(get.response_violations(200, json, br#"{"name":"abc"}"#).is_empty());
    assert!(get.response_violations(418, json, b"{}").is_empty());
    assert_eq!(
        get.response_violations(200, json, b"{}"),
        ["shelf_get, status 200: \"name\" is a required property"]
    );
    assert_eq!(
        get.response_violations(200, None, b"{}"),
        ["shelf_get, status 200: content type \"\" is not documented"]
    );
    assert_eq!(get.response_violations(500, json, b"{}"), ["shelf_get: status 500 is not documented"]);
    assert_eq!(get.statuses().collect::<Vec<_>>(), ["200", "4XX"]);
}

/// Parses the document with the value at a pointer replaced.
fn changed(pointer: &str, value: Value) -> Result<Spec, Error> {
    let mut changed = document();
    *changed.pointer_mut(pointer).unwrap() = value;
    Spec::parse(&changed.to_string())
}

#[test]
fn unusable_documents_are_rejected_with_the_location() {
    let message = |pointer: &str, value: Value| changed(pointer, value).unwrap_err().to_string();
    assert!(Spec::parse("{").unwrap_err().to_string().contains("it is not JSON"));
    assert!(message("/openapi", json!("3.0.3")).contains("`openapi` is not 3.1.x (at #)"));
    let schema = "/components/schemas/Shelf/properties/below";
    let reason = message(schema, json!({ "$ref": "#/components/schemas/None" }));
    assert!(reason.contains("/components/schemas/None"), "{reason}");
    let response = "/paths/~1shelves~1{shelf}/get/responses/4XX";
    let reason = message(response, json!({ "$ref": "other.yaml#/x" }));
    assert!(
        reason.contains("points into another document") && reason.contains(&format!("at #{response}")),
        "{reason}"
    );
    let reason = message(response, json!({ "$ref": format!("#{response}") }));
    assert!(reason.contains("leads back to itself"), "{reason}");
    let reason = message("/paths/~1shelves~1all/get/operationId", json!("shelf_get"));
    assert!(reason.contains("two operations have the id"), "{reason}");
    let reason = message("/paths/~1shelves~1all/get/parameters/0/schema", json!({ "type": 5 }));
    assert!(reason.contains("the schema cannot be used: `type` is malformed"), "{reason}");
}

#[test]
fn schemas_that_cannot_be_enforced_are_rejected() {
    let shelf = "/components/schemas/Shelf/properties/below";
    for (schema, expected) in [
        (json!({ "$dynamicRef": "#shelf" }), "`$dynamicRef` is not supported"),
        (json!({ "pattern": "(?!a)" }), "the pattern \"(?!a)\" is not supported"),
        (json!({ "allOf": [{ "$ref": format!("#{shelf}") }] }), "it leads back to itself"),
        (json!({ "items": { "minimum": "1" } }), "`minimum` is malformed"),
        (json!({ "properties": { "a": 1 } }), "it is no object"),
    ] {
        let reason = changed(shelf, schema).unwrap_err().to_string();
        assert!(reason.contains(expected) && reason.contains(&format!("at #{shelf}")), "{reason}");
    }
}

#[test]
fn keywords_beside_a_reference_count() {
    let schema = json!({ "$ref": "#/components/schemas/Shelf", "minProperties": 2 });
    let content =
        json!({ "200": { "description": "", "content": { "application/json": { "schema": schema } } } });
    let spec = changed("/paths/~1shelves~1{shelf}/get/responses", content).unwrap();
    let get = spec.operation("shelf_get").unwrap();
    let violations = get.response_violations(200, Some("application/json"), br#"{"name":"abc"}"#);
    assert_eq!(violations, ["shelf_get, status 200: value has less than 2 properties"]);
}
