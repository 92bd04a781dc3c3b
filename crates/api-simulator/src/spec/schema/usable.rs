//! Checking that a schema can be used.

use std::collections::BTreeSet;

use openapi_document::{Node, Pointer};
use regex_lite::Regex;
use serde_json::Value;

use super::{super::invalid, value::TYPES};
use crate::Error;

/// Keywords with a schema that applies to the same value.
const SAME: [&str; 4] = ["not", "if", "then", "else"];
/// Keywords with a list of schemas that apply to the same value.
const SAME_LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords with a schema that applies to parts of the value.
const PARTS: [&str; 6] = [
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "items",
    "unevaluatedItems",
    "contains",
];
/// Keywords with schemas by the name or pattern of a property.
const PART_MAPS: [&str; 2] = ["properties", "patternProperties"];
/// Keyword without which a value would pass that the schema forbids.
const UNSUPPORTED: &str = "$dynamicRef";

/// Fails if the schema, or one that it leads to, is malformed or cannot be enforced.
pub(super) fn check(schema: &Node<'_>, checked: &mut BTreeSet<Pointer>) -> Result<(), Error> {
    let mut open = vec![schema.clone()];
    while let Some(schema) = open.pop() {
        if checked.insert(schema.pointer().clone()) {
            let same_value = for_same_value(&schema)?;
            check_keywords(&schema)?;
            check_end(&schema, same_value.clone())?;
            open.extend(same_value);
            open.extend(for_parts(&schema));
        }
    }
    Ok(())
}

/// Fails if validating a value would lead back to the same schema and value.
fn check_end(schema: &Node<'_>, mut open: Vec<Node<'_>>) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        if next.pointer() == schema.pointer() {
            return Err(invalid(schema.pointer(), "the schema cannot be used: it leads back to itself"));
        }
        if seen.insert(next.pointer().clone()) {
            open.extend(for_same_value(&next)?);
        }
    }
    Ok(())
}

fn for_same_value<'v>(schema: &Node<'v>) -> Result<Vec<Node<'v>>, Error> {
    let mut schemas: Vec<Node<'v>> = schema.target()?.into_iter().collect();
    schemas.extend(SAME.iter().filter_map(|keyword| schema.get(keyword)));
    let lists = SAME_LISTS.iter().filter_map(|keyword| schema.get(keyword));
    schemas.extend(lists.flat_map(|list| list.elements().collect::<Vec<_>>()));
    schemas.extend(schema.get("dependentSchemas").iter().flat_map(Node::entries).map(|(_, schema)| schema));
    Ok(schemas)
}

fn for_parts<'v>(schema: &Node<'v>) -> Vec<Node<'v>> {
    let mut schemas: Vec<Node<'v>> = PARTS.iter().filter_map(|keyword| schema.get(keyword)).collect();
    let maps = PART_MAPS.iter().filter_map(|keyword| schema.get(keyword));
    schemas.extend(maps.flat_map(|map| map.entries().map(|(_, schema)| schema).collect::<Vec<_>>()));
    schemas.extend(schema.get("prefixItems").iter().flat_map(Node::elements));
    schemas
}

fn check_keywords(schema: &Node<'_>) -> Result<(), Error> {
    let unusable =
        |reason: String| Err(invalid(schema.pointer(), format!("the schema cannot be used: {reason}")));
    let Value::Object(keywords) = schema.value() else {
        return if schema.value().is_boolean() { Ok(()) } else { unusable("it is no object".to_owned()) };
    };
    for (keyword, value) in keywords {
        if keyword == UNSUPPORTED {
            return unusable(format!("`{keyword}` is not supported"));
        }
        if !is_well_formed(keyword, value) {
            return unusable(format!("`{keyword}` is malformed"));
        }
    }
    let patterns = schema.value().get("patternProperties").and_then(Value::as_object);
    let patterns = patterns.into_iter().flat_map(|map| map.keys().map(String::as_str));
    for pattern in patterns.chain(schema.text("pattern")) {
        if let Err(error) = Regex::new(pattern) {
            return unusable(format!("the pattern {pattern:?} is not supported: {error}"));
        }
    }
    Ok(())
}

fn is_well_formed(keyword: &str, value: &Value) -> bool {
    let is_texts =
        |value: &Value| value.as_array().is_some_and(|elements| elements.iter().all(Value::is_string));
    let is_type = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    match keyword {
        "type" => is_type(value) || value.as_array().is_some_and(|types| types.iter().all(is_type)),
        "enum" | "allOf" | "anyOf" | "oneOf" | "prefixItems" => value.is_array(),
        "properties" | "patternProperties" | "dependentSchemas" => value.is_object(),
        "dependentRequired" => value.as_object().is_some_and(|names| names.values().all(is_texts)),
        "required" => is_texts(value),
        "format" | "pattern" | "$ref" => value.is_string(),
        "uniqueItems" => value.is_boolean(),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|unit| unit > 0.0),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties"
        | "minContains" | "maxContains" => {
            value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0)
        }
        _ => true,
    }
}
