//! The semantics of OpenAPI Overlay 1.0, and what is rejected.

#![cfg(feature = "overlay")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use openapi_document::{Overlay, OverlayError};
use serde_json::{Value, json};

fn overlay(actions: Value) -> Result<Overlay, OverlayError> {
    Overlay::from_value(json!({
        "overlay": "1.0.0",
        "info": { "title": "t", "version": "1" },
        "extends": "openapi.yaml",
        "actions": actions,
    }))
}

fn apply(document: Value, actions: Value) -> Result<Value, OverlayError> {
    let mut document = document;
    overlay(actions)?.apply(&mut document)?;
    Ok(document)
}

#[test]
fn actions_change_what_their_targets_select() {
    let cases = [
        (
            "objects merge key by key, further inside too; other values are replaced",
            json!({ "a": { "x": { "keep": 1, "change": 2 }, "y": 3 } }),
            json!([{ "target": "$.a", "update": { "x": { "change": "new" }, "z": null } }]),
            json!({ "a": { "x": { "keep": 1, "change": "new" }, "y": 3, "z": null } }),
        ),
        (
            "lists inside an update are appended",
            json!({ "a": { "required": ["x"] } }),
            json!([{ "target": "$.a", "update": { "required": ["y", "z"] } }]),
            json!({ "a": { "required": ["x", "y", "z"] } }),
        ),
        (
            "a list takes an update as a new element",
            json!({ "a": [1] }),
            json!([{ "target": "$.a", "update": { "b": 2 } }]),
            json!({ "a": [1, { "b": 2 }] }),
        ),
        (
            "a value of another kind is replaced",
            json!({ "a": { "x": [1], "y": { "z": 1 } } }),
            json!([{ "target": "$.a", "update": { "x": "text", "y": [2] } }]),
            json!({ "a": { "x": [1, "text"], "y": [2] } }),
        ),
        (
            "the whole document",
            json!({ "a": 1 }),
            json!([{ "target": "$", "update": { "b": 2 } }]),
            json!({ "a": 1, "b": 2 }),
        ),
        (
            "every selected location is changed",
            json!({ "s": { "one": { "kind": "x" }, "two": { "kind": "y" }, "three": { "kind": "x" } } }),
            json!([{ "target": "$.s[?@.kind == 'x']", "update": { "mark": true } }]),
            json!({ "s": { "one": { "kind": "x", "mark": true }, "two": { "kind": "y" }, "three": { "kind": "x", "mark": true } } }),
        ),
        (
            "keys with slashes, tildes and percent signs",
            json!({ "paths": { "/a~b/{c%20}": { "get": {} } } }),
            json!([{ "target": "$.paths['/a~b/{c%20}'].get", "update": { "operationId": "x" } }]),
            json!({ "paths": { "/a~b/{c%20}": { "get": { "operationId": "x" } } } }),
        ),
        (
            "removing keys keeps the order of the others",
            json!({ "a": 1, "b": 2, "c": 3 }),
            json!([{ "target": "$.a", "remove": true }]),
            json!({ "b": 2, "c": 3 }),
        ),
        (
            "removing several elements, in whatever order they are selected",
            json!({ "a": [0, 1, 2, 3, 4] }),
            json!([{ "target": "$.a[3, 1, 4]", "remove": true }]),
            json!({ "a": [0, 2] }),
        ),
        (
            "removing a location and one inside it",
            json!({ "a": { "a": { "a": 1 } }, "b": 1 }),
            json!([{ "target": "$..a", "remove": true }]),
            json!({ "b": 1 }),
        ),
        (
            "remove wins over update",
            json!({ "a": {}, "b": 1 }),
            json!([{ "target": "$.a", "update": { "x": 1 }, "remove": true }]),
            json!({ "b": 1 }),
        ),
        (
            "an action sees what the one before it did",
            json!({ "a": { "required": ["x"] } }),
            json!([
                { "target": "$.a.required", "remove": true },
                { "target": "$.a", "update": { "required": ["y"] } },
            ]),
            json!({ "a": { "required": ["y"] } }),
        ),
    ];
    for (name, document, actions, expected) in cases {
        let result = apply(document, actions).unwrap_or_else(|error| panic!("{name}: {error}"));
        let keys = |value: &Value| serde_json::to_string(value).unwrap();
        assert_eq!(keys(&result), keys(&expected), "{name}");
    }
}

#[test]
fn what_does_not_fit_is_rejected_with_the_action_s_name() {
    let cases = [
        (json!([{ "target": "$.nowhere", "update": {} }]), "action 1 (target $.nowhere)", "matches nothing"),
        (
            json!([{ "target": "$.a", "update": {} }, { "target": "$.a[?@.x == 1]", "remove": true }]),
            "action 2",
            "matches nothing",
        ),
        (
            json!([{ "target": "$.a.text", "update": { "x": 1 } }]),
            "action 1",
            "target the object that holds it",
        ),
        (json!([{ "target": "$.a", "update": 7 }]), "action 1", "the update must be one"),
        (json!([{ "target": "$.a" }]), "action 1", "does nothing"),
        (json!([{ "target": "$", "remove": true }]), "action 1", "cannot remove the whole document"),
    ];
    for (actions, name, reason) in cases {
        let error = apply(json!({ "a": { "text": "t" } }), actions.clone()).unwrap_err();
        let message = format!("{error}");
        assert!(message.contains(name) && message.contains(reason), "{actions}: {message}");
    }
}

#[test]
fn what_is_no_overlay_is_rejected_with_the_key() {
    let head = json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" } });
    let with = |key: &str, value: Value| {
        let mut overlay = head.clone();
        overlay["actions"] = json!([{ "target": "$.a", "remove": true }]);
        overlay[key] = value;
        Overlay::from_value(overlay).unwrap_err().to_string()
    };
    assert!(with("overlay", json!("2.0.0")).contains("2.0.0"));
    assert!(with("actions", json!([])).contains("at least one action"));
    assert!(with("actions", json!([{ "target": "a.b", "remove": true }])).contains("actions[0].target"));
    assert!(with("actions", json!([{ "target": "$.a", "delete": true }])).contains("actions[0].delete"));
    assert!(with("info", json!({ "title": "t" })).contains("version"));
}

#[test]
fn actions_without_a_reason_are_named() {
    let actions = json!([
        { "target": "$.a", "description": "Because.", "remove": true },
        { "target": "$.b", "remove": true },
        { "target": "$.c", "description": "  ", "remove": true },
    ]);
    let message = overlay(actions).unwrap().require_reasons().unwrap_err().to_string();
    assert!(message.contains("action 2 (target $.b)") && message.contains("action 3"), "{message}");
    assert!(!message.contains("action 1"), "{message}");
}
