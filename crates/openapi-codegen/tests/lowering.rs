//! Each lowering rule on small schemas: the schema, its lowered form, and the findings.
//!
//! The cases are in `lowering/`, one file per subject. `given` is the component schema `Given`; `expected` what becomes
//! of it; `with` holds further components, and `also` what becomes of those or of hoisted ones. `notes` are all findings,
//! as `effect: rule @ location`, with `~` for that of `Given`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{collections::BTreeMap, path::Path};

use openapi_codegen::lower;
use openapi_document as document;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    #[serde(default = "version")]
    openapi: String,
    given: Value,
    #[serde(default)]
    with: BTreeMap<String, Value>,
    expected: Value,
    #[serde(default)]
    also: BTreeMap<String, Value>,
    #[serde(default)]
    notes: Vec<String>,
}

fn version() -> String {
    "3.1.0".to_owned()
}

impl Case {
    fn document(&self) -> Value {
        let mut schemas = serde_json::Map::from_iter([("Given".to_owned(), self.given.clone())]);
        schemas.extend(self.with.clone());
        json!({
            "openapi": self.openapi,
            "info": { "title": "t", "version": "1" },
            "paths": {},
            "components": { "schemas": schemas },
        })
    }

    fn check(&self) {
        let lowered = lower::lower(&self.document()).unwrap();
        let document = lowered.api.to_json();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Given"], self.expected, "{}: Given", self.case);
        for (name, expected) in &self.also {
            assert_eq!(&schemas[name], expected, "{}: {name}", self.case);
        }
        let mut notes: Vec<String> = lowered.report.findings().iter().map(note).collect();
        notes.sort();
        notes.dedup();
        let mut expected = self.notes.clone();
        expected.sort();
        assert_eq!(notes, expected, "{}: notes", self.case);
    }
}

fn note(finding: &openapi_codegen::report::Finding) -> String {
    let at = finding.at.to_string().replace("/components/schemas/Given", "~");
    format!("{}: {} @ {at}", finding.rule.effect, finding.rule.name)
}

fn check(subject: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/lowering/{subject}.yaml"));
    let cases: Vec<Case> = serde_json::from_value(document::load(&path).unwrap()).unwrap();
    assert!(!cases.is_empty());
    cases.iter().for_each(Case::check);
}

macro_rules! subjects {
    ($($subject:ident),* $(,)?) => {$(
        #[test]
        fn $subject() {
            check(stringify!($subject));
        }
    )*};
}

subjects!(
    kinds,
    values,
    formats,
    constraints,
    objects,
    arrays,
    alternatives,
    sums,
    references,
    directions,
    optional,
    names
);
