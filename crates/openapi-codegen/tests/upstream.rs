//! The vendors' own documents, whole, as far as they lie beside this repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::path::{Path, PathBuf};

use openapi_codegen::{
    api::{Api, Schema},
    emit::progenitor,
    lower, prune,
};
use serde_json::Value;

fn upstream(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/upstream").join(name);
    if !path.is_file() {
        println!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

/// Load, lower, check, leave out, generate: twice, since the result must not depend on anything but the document.
fn generate(document: &Value) -> (Api, String) {
    let run = || {
        let lowered = lower::lower(document).unwrap();
        let mut api = lowered.api;
        prune::prune(&mut api, &lowered.report);
        let adapted = progenitor::adapt(&mut api);
        prune::prune(&mut api, &adapted);
        let found = progenitor::check(&api);
        prune::prune(&mut api, &found);
        let code = progenitor::generate(&api.to_json(), "test").unwrap();
        (api, code)
    };
    let (api, code) = run();
    assert!(run().1 == code, "two runs differ");
    (api, code)
}

fn operations_in(document: &Value) -> usize {
    let methods = ["get", "put", "post", "delete", "patch", "head"];
    let items = document["paths"].as_object().unwrap().values();
    items.map(|item| methods.iter().filter(|method| item.get(method).is_some()).count()).sum()
}

#[test]
fn every_operation_of_both_vendors_is_generated() {
    for name in ["apify.openapi.json", "cloudflare-user.openapi.json"] {
        let Some(path) = upstream(name) else { continue };
        let document = openapi_document::load(&path).unwrap();
        let (api, code) = generate(&document);
        assert_eq!(api.operations().count(), operations_in(&document), "{name}");
        for (_, _, _, operation) in api.operations() {
            let method = openapi_codegen::ident::method_name(operation.id.as_deref().unwrap());
            assert!(code.contains(&format!("pub async fn {method}<")), "{name}: {method}");
        }
        every_reference_leads_somewhere(&api);
        every_type_is_there_once(&code);
    }
}

fn every_reference_leads_somewhere(api: &Api) {
    let operations =
        api.operations().flat_map(|(_, _, _, operation)| operation.sent().chain(operation.received()));
    for name in api.schemas.values().chain(operations).flat_map(Schema::references) {
        assert!(api.schemas.contains_key(name), "{name}");
    }
}

fn every_type_is_there_once(code: &str) {
    let mut names: Vec<&str> =
        code.lines().filter_map(|line| line.trim().strip_prefix("pub struct ")).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup_by_key(|line| line.split(['(', ' ', ';']).next().unwrap_or_default().to_owned());
    assert_eq!(names.len(), all);
    assert!(!code.contains("#[serde(untagged)]") && !code.contains("serde(flatten"));
}
