//! What a comparison finds between small documents: where, what, what it means for callers, and the overlay's answers.
//!
//! The cases are in `schemas/` and `documents/`, one file per subject. A difference is written as
//! `what: ours → theirs (judgement) our location | their location [reasons]`.
//!
//! In `schemas/`, `ours` and `theirs` are one schema, tried as the body of a request and of a response: `request`
//! and `response` are the differences, `both` those of either. `~` is the schema's own location, and `with` holds
//! components. In `documents/`, they are the documents' `paths` and whatever else they need.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{collections::BTreeMap, path::Path};

use openapi_document::{self as document, Overlay};
use openapi_drift::{Difference, compare};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaCase {
    case: String,
    ours: Value,
    theirs: Value,
    #[serde(default)]
    with: Pair<BTreeMap<String, Value>>,
    #[serde(default)]
    openapi: Pair<Option<String>>,
    request: Option<Vec<String>>,
    response: Option<Vec<String>>,
    both: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair<T> {
    ours: T,
    theirs: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentCase {
    case: String,
    ours: Value,
    theirs: Value,
    #[serde(default)]
    overlay: Vec<Value>,
    #[serde(default)]
    adopted: usize,
    #[serde(default)]
    obsolete: Vec<usize>,
    expected: Vec<String>,
}

const REQUEST: &str = "/paths/~1things/post/requestBody/content/application~1json/schema";
const RESPONSE: &str = "/paths/~1things/post/responses/200/content/application~1json/schema";

impl SchemaCase {
    fn check(&self) {
        let expected = |own: &Option<Vec<String>>| {
            let lines = own.as_ref().or(self.both.as_ref());
            lines.unwrap_or_else(|| panic!("{}: say what is expected", self.case)).clone()
        };
        let documents = |position: &str| {
            let ours = document(position, &self.ours, &self.with.ours, self.openapi.ours.as_deref());
            (ours, document(position, &self.theirs, &self.with.theirs, self.openapi.theirs.as_deref()))
        };
        for (position, expected) in [(REQUEST, expected(&self.request)), (RESPONSE, expected(&self.response))]
        {
            let (ours, theirs) = documents(position);
            let drift = compare(&ours, None, &theirs).unwrap();
            let found = lines(&drift.differences, position);
            assert_eq!(found, sorted(expected), "{}, at {position}", self.case);
        }
    }
}

/// A document whose only operation has the schema at `position`.
fn document(position: &str, schema: &Value, with: &BTreeMap<String, Value>, version: Option<&str>) -> Value {
    let mut document = json!({
        "openapi": version.unwrap_or("3.1.0"),
        "info": { "title": "t", "version": "1" },
        "paths": { "/things": { "post": {
            "requestBody": { "content": { "application/json": { "schema": {} } } },
            "responses": { "200": { "description": "d", "content": { "application/json": { "schema": {} } } } },
        } } },
        "components": { "schemas": with },
    });
    *document.pointer_mut(position).unwrap() = schema.clone();
    document
}

impl DocumentCase {
    fn check(&self) {
        let complete = |parts: &Value| {
            let mut document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" } });
            document.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
            document
        };
        let overlay = json!({
            "overlay": "1.0.0",
            "info": { "title": "t", "version": "1" },
            "actions": self.overlay,
        });
        let overlay = (!self.overlay.is_empty()).then(|| Overlay::from_value(overlay).unwrap());
        let drift = compare(&complete(&self.ours), overlay.as_ref(), &complete(&self.theirs)).unwrap();
        assert_eq!(lines(&drift.differences, "~"), sorted(self.expected.clone()), "{}", self.case);
        assert_eq!(drift.adopted, self.adopted, "{}: adopted", self.case);
        let obsolete: Vec<usize> = drift.obsolete_actions.iter().filter_map(|answer| answer.action).collect();
        assert_eq!(obsolete, self.obsolete, "{}: obsolete", self.case);
        let unanswered = self.expected.iter().filter(|line| !line.ends_with(']')).count();
        assert_eq!(drift.unanswered(), unanswered, "{}: unanswered", self.case);
    }
}

fn lines(differences: &[Difference], root: &str) -> Vec<String> {
    sorted(differences.iter().map(|difference| line(difference).replace(root, "~")).collect())
}

fn line(difference: &Difference) -> String {
    let Difference { what, ours, theirs, judgement, answers, corrected, .. } = difference;
    let corrected = corrected.as_ref().map(|says| format!(" ~> {says}")).unwrap_or_default();
    let reasons: Vec<&str> = answers.iter().map(|answer| answer.reason.as_str()).collect();
    let answered = if reasons.is_empty() { String::new() } else { format!(" [{}]", reasons.join("; ")) };
    format!(
        "{what}: {}{corrected} → {} ({judgement}) {} | {}{answered}",
        ours.says, theirs.says, ours.at, theirs.at
    )
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

fn cases<C: serde::de::DeserializeOwned>(subject: &str) -> Vec<C> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{subject}.yaml"));
    let cases: Vec<C> = serde_json::from_value(document::load(&path).unwrap()).unwrap();
    assert!(!cases.is_empty());
    cases
}

macro_rules! subjects {
    ($case:ty, $directory:literal: $($subject:ident),* $(,)?) => {$(
        #[test]
        fn $subject() {
            cases::<$case>(concat!($directory, stringify!($subject))).iter().for_each(<$case>::check);
        }
    )*};
}

subjects!(SchemaCase, "schemas/": fields, types, limits, alternatives, inside, same);
subjects!(DocumentCase, "documents/": operations, parameters, bodies, responses, security, answered);

#[test]
fn documents_of_other_kinds_are_rejected() {
    let ours = document(REQUEST, &json!({}), &BTreeMap::new(), None);
    for (theirs, reason) in [
        (json!({ "swagger": "2.0" }), "no OpenAPI 3"),
        (json!({ "openapi": "4.0.0" }), "4.0.0"),
        (json!([]), "no OpenAPI 3"),
    ] {
        let error = compare(&ours, None, &theirs).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

/// Each of so many schemas is a choice between all others: more ways through than anybody can go.
#[test]
fn choices_that_lead_to_each_other_come_to_an_end() {
    let names: Vec<String> = (0..12).map(|number| format!("Choice{number}")).collect();
    let choice = |own: &String| {
        let others = names.iter().filter(|name| *name != own);
        let others: Vec<Value> =
            others.map(|name| json!({ "$ref": format!("#/components/schemas/{name}") })).collect();
        (own.clone(), json!({ "anyOf": others }))
    };
    let with: BTreeMap<String, Value> = names.iter().map(choice).collect();
    let document = document(RESPONSE, &json!({ "$ref": "#/components/schemas/Choice0" }), &with, None);
    assert_eq!(compare(&document, None, &document).unwrap().differences, []);
}

/// A difference at the end is seen after a hundred schemas, and after twenty thousand the comparison has an end at least.
#[test]
fn schemas_that_refer_to_each_other_in_a_row_come_to_an_end() {
    let drift = |count: usize, composed: bool| {
        let schema = |number: usize| {
            let next = json!({ "$ref": format!("#/components/schemas/A{}", number + 1) });
            (format!("A{number}"), if composed { json!({ "allOf": [next] }) } else { next })
        };
        let with = |last: &str| {
            let last = [(format!("A{count}"), json!({ "type": last }))];
            (0..count).map(schema).chain(last).collect::<BTreeMap<String, Value>>()
        };
        let first = json!({ "$ref": "#/components/schemas/A0" });
        let [ours, theirs] = ["string", "integer"].map(|last| document(RESPONSE, &first, &with(last), None));
        compare(&ours, None, &theirs).unwrap().differences.len()
    };
    for composed in [false, true] {
        assert_eq!(drift(100, composed), 1);
        drift(20_000, composed);
    }
}
