//! Parts of a value that no other keyword has looked at, for `unevaluatedProperties` and `unevaluatedItems`.

use openapi_document::{Node, Pointer};
use serde_json::Value;

use super::validate::{matches, violations};

/// Returns `true` if a keyword of the schema, or of one that applies to the same value and accepts it, has looked at the
/// property.
pub(super) fn has_seen_property(schema: &Node<'_>, value: &Value, name: &str) -> bool {
    let is_declared = schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
    let has_pattern = |patterns: Node<'_>| patterns.entries().any(|(pattern, _)| matches(pattern, name));
    is_declared
        || schema.get("additionalProperties").is_some()
        || schema.get("patternProperties").is_some_and(has_pattern)
        || any_applied(schema, value, |part| {
            part.get("unevaluatedProperties").is_some() || has_seen_property(part, value, name)
        })
}

/// Returns `true` if a keyword of the schema, or of one that applies to the same value and accepts it, has looked at the
/// element.
pub(super) fn has_seen_element(schema: &Node<'_>, value: &Value, index: usize) -> bool {
    let first = schema.get("prefixItems").map_or(0, |first| first.elements().count());
    let contains = |wanted: Node<'_>| value.get(index).is_some_and(|element| accepts(&wanted, element));
    index < first
        || schema.get("items").is_some()
        || schema.get("contains").is_some_and(contains)
        || any_applied(schema, value, |part| {
            part.get("unevaluatedItems").is_some() || has_seen_element(part, value, index)
        })
}

/// Returns `true` if this is so for a schema that applies to the same value and accepts it.
fn any_applied(schema: &Node<'_>, value: &Value, is_so: impl Fn(&Node<'_>) -> bool) -> bool {
    let mut parts: Vec<Node<'_>> = schema.target().ok().flatten().into_iter().collect();
    for keyword in ["allOf", "anyOf", "oneOf"] {
        parts.extend(schema.get(keyword).iter().flat_map(Node::elements));
    }
    if let Some(condition) = schema.get("if") {
        parts.extend(schema.get(if accepts(&condition, value) { "then" } else { "else" }));
        parts.push(condition);
    }
    for (name, dependent) in schema.get("dependentSchemas").iter().flat_map(Node::entries) {
        parts.extend(value.get(name).map(|_| dependent));
    }
    parts.iter().any(|part| accepts(part, value) && is_so(part))
}

fn accepts(schema: &Node<'_>, value: &Value) -> bool {
    violations(schema, value, &Pointer::root()).is_empty()
}
