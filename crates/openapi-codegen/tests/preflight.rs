//! Checks for whatever would make progenitor panic, lose data or write code that does not compile.
//!
//! In `preflight.yaml`, `paths` and `schemas` make a document; `unsupported` are all findings, as `rule @ place`. Where
//! `generator` is `fails`, the generator is tried all the same and must fail, which shows that the rule is needed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{collections::HashSet, path::Path};

use openapi_codegen::{
    api::{Api, Operation, PathItem, Schema, Shape},
    emit::progenitor,
    lower::{self, Lowered},
    prune,
    report::Finding,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    paths: Map<String, Value>,
    #[serde(default)]
    schemas: Map<String, Value>,
    unsupported: Vec<String>,
    #[serde(default)]
    generator: Option<Generator>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Generator {
    Fails,
    Accepts,
}

fn lowered(paths: &Map<String, Value>, schemas: &Map<String, Value>) -> Lowered {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    lower::lower(&document).unwrap()
}

fn describe(finding: &Finding) -> String {
    format!("{} @ {}", finding.rule.name, finding.at)
}

impl Case {
    fn check(&self) {
        let Lowered { mut api, mut report } = lowered(&self.paths, &self.schemas);
        report.extend(progenitor::adapt(&mut api));
        report.extend(progenitor::check(&api));
        let mut unsupported: Vec<String> = report.unsupported().map(describe).collect();
        let mut seen = HashSet::new();
        unsupported.retain(|finding| seen.insert(finding.clone()));
        assert_eq!(unsupported, self.unsupported, "{}", self.case);
        let generated = |api: &Api| progenitor::generate(&api.to_json(), "test");
        if let Some(expected) = &self.generator {
            assert_eq!(
                generated(&api).is_err(),
                *expected == Generator::Fails,
                "{}: the generator",
                self.case
            );
        }
        prune::prune(&mut api, &report);
        assert!(
            progenitor::check(&api).findings().is_empty(),
            "{}: pruning leaves something behind",
            self.case
        );
        generated(&api).unwrap_or_else(|error| panic!("{}: pruned, it still fails: {error}", self.case));
    }
}

#[test]
fn unsupported_documents() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/preflight.yaml");
    let cases: Vec<Case> = serde_json::from_value(openapi_document::load(&path).unwrap()).unwrap();
    cases.iter().for_each(Case::check);
}

/// The last guard: what no rule foresaw is an error that names the place, not a panic.
#[test]
fn a_panic_of_the_generator_is_traced_to_its_place() {
    let mut api = lowered(&Map::new(), &Map::new()).api;
    let operation = |id: &str, schema: &str| {
        let mut operation = Operation { id: Some(id.to_owned()), ..Operation::default() };
        operation.at = openapi_document::Pointer::of(["paths", &format!("/{id}"), "get"]);
        let schema = Schema::of(Shape::Reference(schema.to_owned()));
        let content = openapi_codegen::api::Content {
            media_type: "application/json".to_owned(),
            schema: Some(schema),
            ..Default::default()
        };
        let response = openapi_codegen::api::Response {
            description: String::new(),
            content: Some(content),
            events: None,
            at: openapi_document::Pointer::root(),
        };
        operation.responses.insert("200".to_owned(), response);
        let mut item = PathItem::default();
        item.operations.insert("get".to_owned(), operation);
        (format!("/{id}"), item)
    };
    api.schemas.insert("Good".to_owned(), Schema::of(Shape::Boolean));
    api.schemas.insert("Bad".to_owned(), Schema::of(Shape::Reference("Missing".to_owned())));
    api.paths.extend([operation("one", "Good"), operation("two", "Bad"), operation("three", "Nowhere")]);

    let error = progenitor::generate(&api.to_json(), "test").unwrap_err().to_string();
    assert!(error.contains("progenitor: panicked"), "{error}");

    let report = progenitor::explain(&api);
    let mut traced: Vec<String> = report.findings().iter().map(describe).collect();
    traced.sort();
    assert_eq!(traced, ["generator @ /components/schemas/Bad", "generator @ /paths/~1three/get"]);

    let left_out = prune::prune(&mut api, &report);
    let names: Vec<&str> = left_out.iter().map(|left_out| left_out.operation.as_str()).collect();
    assert_eq!(names, ["GET /two", "GET /three"]);
    progenitor::generate(&api.to_json(), "test").unwrap();
}
