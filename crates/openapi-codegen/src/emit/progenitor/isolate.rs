//! Search for the parts of a document on which progenitor fails.

use std::collections::HashSet;

use openapi_document::Pointer;
use serde_json::{Value, json};

use super::generate::attempt;
use crate::{
    api::{Api, Schema},
    report::{Owner, Report, Rule},
};

static GENERATOR: Rule = Rule::unsupported(
    "generator",
    "progenitor rejects it, which no rule here foresaw; change it with an overlay action",
);

/// Tries each component and each operation alone and reports those that fail.
pub fn explain(api: &Api) -> Report {
    let mut report = Report::default();
    let document = api.to_json();
    let mut rejected = HashSet::new();
    for (name, schema) in &api.schemas {
        let needed = needed(api, [schema], Some(name));
        if let Err(error) = attempt(&part(&document, &needed, None)) {
            let at = Pointer::of(["components", "schemas", name]);
            report.note(&GENERATOR, &at, error.to_string(), &Owner::Schema(name.clone()));
            rejected.insert(name.as_str());
        }
    }
    for (path, method, item, operation) in api.operations() {
        let shared = item.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let needed = needed(api, operation.sent().chain(operation.received()).chain(shared), None);
        if needed.iter().any(|name| rejected.contains(name)) {
            continue;
        }
        if let Err(error) = attempt(&part(&document, &needed, Some((path, method)))) {
            let owner = Owner::Operation(path.to_owned(), method.to_owned());
            report.note(&GENERATOR, &operation.at, error.to_string(), &owner);
        }
    }
    report
}

/// Returns the components that the schemas need, themselves or further inside.
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

/// Returns the document with no more than the given components and at most one operation.
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
