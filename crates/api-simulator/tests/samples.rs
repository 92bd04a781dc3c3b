//! Values made from schemas conform to them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::Spec;
use serde_json::{Value, json};

/// Returns a document with an operation that responds with `schema`.
fn spec(schema: Value) -> Spec {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "One", "version": "1" },
        "paths": { "/one": { "get": { "operationId": "one", "responses": { "200": {
            "description": "",
            "content": { "application/json": { "schema": schema } },
        } } } } },
        "components": { "schemas": {
            "Tree": { "type": "object", "properties": { "next": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } } } },
        } },
    });
    Spec::parse(&document.to_string()).unwrap()
}

/// Returns the instances of a schema, each of which has been checked.
fn instances(schema: Value) -> Vec<Value> {
    let spec = spec(schema);
    let operation = spec.operation("one").unwrap();
    let made = spec.instances(operation.response_schema_pointer(200).unwrap());
    for value in &made {
        let violations =
            operation.response_violations(200, Some("application/json"), value.to_string().as_bytes());
        assert_eq!(violations, Vec::<String>::new(), "{value}");
    }
    made
}

#[test]
fn constraints_are_kept() {
    for schema in [
        json!({ "type": "integer", "minimum": 5, "maximum": 6 }),
        json!({ "type": "integer", "exclusiveMinimum": 5 }),
        json!({ "type": "number", "multipleOf": 0.5, "minimum": 2.25 }),
        json!({ "type": "number", "maximum": -3 }),
        json!({ "type": "string", "minLength": 40 }),
        json!({ "type": "string", "maxLength": 2 }),
        json!({ "type": "string", "format": "date-time" }),
        json!({ "type": "string", "format": "uuid" }),
        json!({ "type": "string", "format": "ipv6" }),
        json!({ "type": "string", "pattern": "^[0-9]{3}$", "examples": ["123"] }),
        json!({ "type": "string", "pattern": "^[a-f0-9]{32}$" }),
        json!({ "type": "array", "minItems": 2, "items": { "const": 1 } }),
        json!({ "type": "object", "maxProperties": 0 }),
        json!({ "type": "object", "minProperties": 1, "properties": { "a": { "type": "boolean" } } }),
        json!({ "type": "object", "required": ["x"], "additionalProperties": { "type": "integer" }, "properties": { "x": true } }),
        json!({ "allOf": [{ "type": "object", "required": ["a"], "properties": { "a": { "type": "null" } } }], "required": ["b"], "properties": { "b": {} } }),
        json!({ "$ref": "#/components/schemas/Tree" }),
        json!({}),
    ] {
        assert!(!instances(schema.clone()).is_empty(), "{schema}");
    }
}

#[test]
fn alternatives_and_nulls_all_occur() {
    assert_eq!(instances(json!({ "type": "string", "enum": ["a", "b", "c"] })), ["a", "b", "c"]);
    let made = instances(json!({ "oneOf": [{ "type": "boolean" }, { "type": "string" }] }));
    assert_eq!(made, [json!(true), json!("text")]);
    let made = instances(json!({
        "type": "object",
        "required": ["id"],
        "properties": { "id": { "type": "integer" }, "note": { "type": ["string", "null"] } },
    }));
    assert_eq!(
        made,
        [json!({ "id": 1, "note": "text" }), json!({ "id": 1, "note": null }), json!({ "id": 1 })]
    );
}
