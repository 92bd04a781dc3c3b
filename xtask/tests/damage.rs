//! Whatever stands at a place of a description, it is generated or refused with its place, and nothing panics.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::path::Path;

use openapi_codegen::{emit, lower, prune};
use openapi_document::Pointer;
use serde_json::{Value, json};
use xtask::{codegen, vendor::Vendor};

/// Every place of a document.
fn places(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    found.push(at.clone());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| places(value, &at.child(key), found)),
        Value::Array(array) => {
            array.iter().enumerate().for_each(|(index, value)| places(value, &at.index(index), found));
        }
        _ => {}
    }
}

#[test]
fn a_damaged_description_is_generated_or_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let junk = [
        Value::Null,
        json!(7),
        json!("text"),
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([{ "$ref": "#/components/schemas/Missing" }]),
        json!({ "$ref": "#" }),
        json!({ "allOf": [{ "type": "string" }, { "type": "array" }], "nullable": true }),
        json!({ "type": ["object", "null"], "properties": { "a": { "not": {} } } }),
    ];
    let mut tried = 0;
    for vendor in Vendor::all(&root).unwrap() {
        let description = codegen::effective(&vendor, &root).unwrap();
        let mut found = Vec::new();
        places(&description, &Pointer::root(), &mut found);
        // A prime step visits all kinds of places with all kinds of junk, and keeps the test short.
        for (index, place) in found.iter().enumerate().step_by(151) {
            let mut damaged = description.clone();
            *place.find_mut(&mut damaged).unwrap() = junk[index % junk.len()].clone();
            let Ok(lowered) = lower::lower(&damaged) else { continue };
            let mut api = lowered.api;
            prune::prune(&mut api, &lowered.report);
            if let Err(error) = emit::emit(&api, "openapi/test") {
                let message = format!("{error:#}");
                let names_a_location =
                    ["/user", "/components/", "openapi/test"].iter().any(|at| message.contains(at));
                assert!(names_a_location, "{} at {place}: {message}", junk[index % junk.len()]);
            }
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried} descriptions were lowered");
}
