//! The result as people and programs read it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use openapi_drift::{Drift, compare};
use serde_json::{Value, json};

fn document(paths: &Value, thing: &Value) -> Value {
    json!({ "openapi": "3.1.0", "paths": paths, "components": { "schemas": {
        "Thing": thing,
        "Things": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } },
    } } })
}

fn returning(schema: &str) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
    json!({ "responses": { "200": { "content": { "application/json": { "schema": schema } } } } })
}

/// Compares documents whose operations return a schema and a list of it.
fn drift(ours: &Value, theirs: &Value) -> Drift {
    let paths = json!({
        "/things": { "get": returning("Things"), "post": returning("Thing") },
        "/things/{id}": { "get": returning("Thing"), "head": {} },
    });
    compare(&document(&paths, ours), None, &document(&paths, theirs)).unwrap()
}

#[test]
fn a_component_names_all_operations_that_use_it() {
    let drift = drift(&json!({ "type": "integer" }), &json!({ "type": "string" }));
    assert_eq!(drift.differences.len(), 1);
    // First the one that is nearest, which the path belongs to.
    let all = ["POST /things", "GET /things", "GET /things/{id}"];
    assert_eq!(drift.differences[0].operation, all[0]);
    assert_eq!(drift.differences[0].operations, all);
    let text = drift.listing();
    let line = text.lines().find(|line| line.trim_start().starts_with("also ")).unwrap();
    assert_eq!(line.matches("/things").count(), 2, "{text}");
}

#[test]
fn operations_that_share_a_parameter_are_named_too() {
    let paths = json!({
        "/a": { "parameters": [{ "$ref": "#/components/parameters/page" }], "get": {}, "put": {} },
        "/b": { "get": { "parameters": [{ "$ref": "#/components/parameters/page" }] } },
    });
    let document = |is_required: bool| {
        let page = json!({ "name": "page", "in": "query", "required": is_required, "schema": {} });
        json!({ "openapi": "3.1.0", "paths": paths, "components": { "parameters": { "page": page } } })
    };
    let drift = compare(&document(false), None, &document(true)).unwrap();
    assert_eq!(drift.differences.len(), 1);
    assert_eq!(drift.differences[0].operations, ["GET /a", "PUT /a", "GET /b"]);
}

#[test]
fn a_long_enum_is_a_few_lines_and_json_has_it_all() {
    let values = |count: usize| (0..count).map(|number| format!("value-{number:03}")).collect::<Vec<_>>();
    let drift = drift(
        &json!({ "type": "integer", "enum": [1] }),
        &json!({ "type": "integer", "enum": (1..900).collect::<Vec<_>>() }),
    );
    assert_eq!(drift.unanswered(), 1);
    let text = drift.listing();
    assert!(text.lines().count() < 10 && text.lines().all(|line| line.chars().count() < 250), "{text}");
    assert!(text.contains("1 choice → 899 choices: + 10, + 100"), "{text}");
    assert!(drift.differences[0].theirs.says.contains("+ 899"), "{:?}", drift.differences[0].theirs);

    let drift = self::drift(&json!({ "enum": values(3) }), &json!({ "enum": values(203) }));
    assert_eq!(drift.unanswered(), 0);
    assert_eq!(drift.listing().matches("Enums of strings are open in responses").count(), 1);
}

#[test]
fn pointers_are_never_split() {
    let name = "a-field-with-a-name-that-is-far-longer-than-any-terminal-has-ever-been-and-a-half";
    let thing = |kind: &str| json!({ "type": "object", "properties": { name: { "type": kind } } });
    let text = drift(&thing("integer"), &thing("string")).listing();
    let at = format!("/components/schemas/Thing/properties/{name}/type");
    for line in [format!("    ours   {at}"), format!("    theirs {at}")] {
        assert!(text.lines().any(|own| own == line), "{text}");
    }
    assert!(text.starts_with("UNANSWERED  type: integer → string (breaks callers)\n"), "{text}");
}

#[test]
fn a_part_in_another_document_is_an_error_and_no_difference() {
    let ours = json!({ "openapi": "3.1.0", "paths": { "/a": { "get": {} } } });
    for theirs in [
        json!({ "$ref": "paths.yaml#/a" }),
        json!({ "get": { "$ref": "https://example.com/a.yaml" } }),
        json!({ "get": { "parameters": [{ "$ref": "parameters.yaml#/page" }] } }),
        json!({ "get": { "responses": { "200": { "$ref": "ok.yaml" } } } }),
    ] {
        let theirs = json!({ "openapi": "3.1.0", "paths": { "/a": theirs } });
        let message = compare(&ours, None, &theirs).unwrap_err().to_string();
        let start = message.starts_with("upstream's document: /paths/~1a");
        assert!(start && message.contains("points into another document"), "{message}");
    }
}
