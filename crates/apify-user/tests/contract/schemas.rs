//! The JSON Schemas of the facade's types are those of the document.

use std::collections::BTreeMap;

use apify_user::{AccountAndUsageLimits, MonthlyUsage, User};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::calls::spec;

/// Paths at which the facade's types differ from the document on purpose, with the reason.
const DELIBERATE: [(&str, &str); 1] = [(
    "$.plan.enabledPlatformFeatures[]",
    "the document leaves the items open, for names alone and names in lists; the type has the names",
)];

#[test]
fn a_user_is_as_documented() {
    assert_same::<User>("UserPrivateInfo");
}

#[test]
fn usage_is_as_documented() {
    assert_same::<MonthlyUsage>("MonthlyUsage");
}

#[test]
fn limits_are_as_documented() {
    assert_same::<AccountAndUsageLimits>("AccountLimits");
}

fn assert_same<T: JsonSchema>(schema: &str) {
    let document = spec();
    let document = document.document();
    let described = document.pointer(&format!("/components/schemas/{schema}")).unwrap();
    let ours = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    let described = places(document, described);
    let ours = places(&ours, &ours);
    assert!(described.len() > 5, "the schema {schema} is empty");
    assert_eq!(ours, described);
}

/// The type of each value by its path, such as `$.plan.tier: string`.
fn places(document: &Value, schema: &Value) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    collect(document, schema, "$", &mut places);
    places
}

fn collect(document: &Value, schema: &Value, path: &str, places: &mut BTreeMap<String, String>) {
    if DELIBERATE.iter().any(|(deliberate, _)| *deliberate == path) {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        return collect(document, document.pointer(&reference[1..]).unwrap(), path, places);
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let branch = branches.iter().find(|branch| branch["type"] != json!("null")).unwrap();
        return collect(document, branch, path, places);
    }
    let format = schema["format"].as_str().filter(|format| *format == "date-time");
    places.insert(path.to_owned(), format.map_or(kind(schema), str::to_owned));
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        collect(document, member, &format!("{path}.{name}"), places);
    }
    for (keyword, mark) in [("items", "[]"), ("additionalProperties", ".*")] {
        if schema[keyword].as_object().is_some_and(|inner| !inner.is_empty()) {
            collect(document, &schema[keyword], &format!("{path}{mark}"), places);
        }
    }
}

/// The type without null: every field may be null when it is read.
fn kind(schema: &Value) -> String {
    match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap().to_owned()
        }
        _ => "any".to_owned(),
    }
}
