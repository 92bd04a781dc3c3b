//! Finding out what a generator that fails as a whole fails on.

use std::collections::HashSet;

use serde_json::{Value, json};

use openapi_document::Pointer;

use super::generate::attempt;
use crate::{
    api::{Api, Schema},
    report::{Owner, Report, Rule},
};

static GENERATOR: Rule = Rule::refused(
    "generator",
    "progenitor does not take it and no rule here foresaw that; change the place with an overlay action",
);

/// Tries each component and each operation alone and reports those that fail.
pub fn explain(api: &Api) -> Report {
    let mut report = Report::default();
    let document = api.to_json();
    let mut broken = HashSet::new();
    for (name, schema) in &api.schemas {
        let needed = needed(api, [schema], Some(name));
        if let Err(error) = attempt(&part(&document, &needed, None)) {
            let at = Pointer::of(["components", "schemas", name]);
            report.note(&GENERATOR, &at, format!("{error:#}"), &Owner::Schema(name.clone()));
            broken.insert(name.as_str());
        }
    }
    for (path, method, item, operation) in api.operations() {
        let shared = item.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let needed = needed(api, operation.sent().chain(operation.received()).chain(shared), None);
        if needed.iter().any(|name| broken.contains(name)) {
            continue;
        }
        if let Err(error) = attempt(&part(&document, &needed, Some((path, method)))) {
            let owner = Owner::Operation(path.to_owned(), method.to_owned());
            report.note(&GENERATOR, &operation.at, format!("{error:#}"), &owner);
        }
    }
    report
}

/// The components that the schemas need, further inside too.
fn needed<'a>(
    api: &'a Api,
    from: impl IntoIterator<Item = &'a Schema>,
    own: Option<&'a String>,
) -> Vec<&'a str> {
    let mut needed: Vec<&str> = own.into_iter().map(String::as_str).collect();
    let mut open: Vec<&str> = from.into_iter().flat_map(Schema::references).collect();
    while let Some(name) = open.pop() {
        if !needed.contains(&name) {
            needed.push(name);
            open.extend(api.schemas.get(name).into_iter().flat_map(Schema::references));
        }
    }
    needed
}

/// The document with no more than the given components and at most one operation.
fn part(document: &Value, components: &[&str], operation: Option<(&str, &str)>) -> Value {
    let schemas = &document["components"]["schemas"];
    let schemas: serde_json::Map<String, Value> =
        components.iter().map(|name| ((*name).to_owned(), schemas[*name].clone())).collect();
    let mut part =
        json!({ "openapi": "3.0.3", "info": document["info"], "components": { "schemas": schemas } });
    part["paths"] = match operation {
        None => json!({}),
        Some((path, method)) => {
            let item = &document["paths"][path];
            json!({ path: { method: item[method], "parameters": item.get("parameters").unwrap_or(&json!([])) } })
        }
    };
    part
}
