//! Lowering of everything around schemas: paths, parameters, bodies, responses, and the top of a document.
//!
//! In `documents/`, `given` is merged into an empty document; `expected` holds values of the result, by JSON Pointer;
//! `notes` are all findings, as `effect: rule @ location`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{collections::BTreeMap, path::Path};

use openapi_codegen::{lower, report::Finding};
use openapi_document as document;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    given: serde_json::Map<String, Value>,
    expected: BTreeMap<String, Value>,
    #[serde(default)]
    notes: Vec<String>,
}

impl Case {
    fn check(&self) {
        let mut document =
            json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {} });
        document.as_object_mut().unwrap().extend(self.given.clone());
        let lowered = lower::lower(&document).unwrap();
        let result = lowered.api.to_json();
        for (at, expected) in &self.expected {
            let found = result.pointer(at).unwrap_or(&Value::Null);
            assert_eq!(found, expected, "{}: {at}", self.case);
        }
        let mut notes: Vec<String> = lowered.report.findings().iter().map(note).collect();
        notes.sort();
        notes.dedup();
        let mut expected = self.notes.clone();
        expected.sort();
        assert_eq!(notes, expected, "{}: notes", self.case);
    }
}

fn note(finding: &Finding) -> String {
    format!("{}: {} @ {}", finding.rule.effect, finding.rule.name, finding.at)
}

fn check(subject: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/documents/{subject}.yaml"));
    let cases: Vec<Case> = serde_json::from_value(document::load(&path).unwrap()).unwrap();
    assert!(!cases.is_empty());
    cases.iter().for_each(Case::check);
}

#[test]
fn head() {
    check("head");
}

#[test]
fn operations() {
    check("operations");
}

#[test]
fn parameters() {
    check("parameters");
}

#[test]
fn bodies() {
    check("bodies");
}

#[test]
fn responses() {
    check("responses");
}

#[test]
fn directions() {
    check("directions");
}

#[test]
fn optional() {
    check("optional");
}

#[test]
fn what_is_no_openapi_document_is_an_error() {
    for (document, message) in [
        (json!({ "openapi": "4.0.0" }), "OpenAPI version 4.0.0"),
        (json!({ "swagger": "2.0" }), "a Swagger document"),
        (json!({ "info": {} }), "no OpenAPI 3 document"),
        (json!([]), "no OpenAPI 3 document"),
    ] {
        let error = lower::lower(&document).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

/// What can only mean one thing is a warning.
#[test]
fn versions_and_heads_that_are_missing_or_new_are_warnings() {
    for (document, at) in [
        (json!({ "openapi": "3.2.0", "info": { "title": "t", "version": "1" } }), "/openapi"),
        (json!({ "info": { "title": "t", "version": "1" }, "paths": {} }), "/openapi"),
        (json!({ "openapi": 3.1, "info": { "title": "t" } }), "/info/version"),
        (json!({ "openapi": "3.1", "info": { "version": 1 } }), "/info/title"),
    ] {
        let lowered = lower::lower(&document).unwrap();
        let warnings: Vec<&str> =
            lowered.report.findings().iter().map(|finding| finding.at.as_str()).collect();
        assert_eq!(warnings, [at], "{document}");
        assert_eq!(lowered.report.count(openapi_codegen::report::Effect::Warning), 1, "{document}");
    }
}
