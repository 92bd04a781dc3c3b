//! The constraints that the schemas of an alternative set together, keyword by keyword.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapi_document::{Node, Pointer};
use serde_json::Value;

use crate::{
    constraint::{Constraint, canonical},
    part::{Child, Part},
    rules::Aspect,
    schema::{Branch, View, branch_types, is_constraint},
    types::NULL,
};

/// Keywords that can decide on the type.
pub const TYPE_KEYS: &[&str] = &["type", "nullable", "enum", "const", "oneOf", "anyOf", "allOf", "$ref"];

/// The same, those around the type first.
pub const AROUND_KEYS: &[&str] = &["nullable", "anyOf", "oneOf", "type", "enum", "const", "allOf", "$ref"];

/// Keywords that hold one schema, and the step to show in the path.
const SINGLE: &[(&str, &str)] = &[
    ("items", "[]"),
    ("additionalProperties", ".*"),
    ("unevaluatedItems", "[rest]"),
    ("unevaluatedProperties", ".rest"),
    ("propertyNames", "(names)"),
    ("contains", "(contains)"),
    ("not", "(not)"),
    ("if", "(if)"),
    ("then", "(then)"),
    ("else", "(else)"),
];

/// Reads the constraint that keywords of schemas set together.
type Read = fn(&[Node<'_>], &[&str]) -> Constraint;

/// Keywords that set one constraint, which the first one names.
#[rustfmt::skip]
const KEYWORDS: &[(Aspect, &[&str], Read)] = &[
    (Aspect::ReadOnly, &["readOnly"], flag),
    (Aspect::WriteOnly, &["writeOnly"], flag),
    (Aspect::Reference, &["$ref"], dangling),
    (Aspect::Default, &["default"], setting),
    (Aspect::Format, &["format", "contentEncoding", "contentMediaType"], formats),
    (Aspect::Constraint, &["pattern"], requirements),
    (Aspect::Constraint, &["multipleOf"], requirements),
    (Aspect::Constraint, &["minimum", "exclusiveMinimum"], minimum),
    (Aspect::Constraint, &["maximum", "exclusiveMaximum"], maximum),
    (Aspect::Constraint, &["minLength"], minimum),
    (Aspect::Constraint, &["maxLength"], maximum),
    (Aspect::Constraint, &["minItems"], minimum),
    (Aspect::Constraint, &["maxItems"], maximum),
    (Aspect::Constraint, &["minContains"], minimum),
    (Aspect::Constraint, &["maxContains"], maximum),
    (Aspect::Constraint, &["minProperties"], minimum),
    (Aspect::Constraint, &["maxProperties"], maximum),
    (Aspect::Constraint, &["uniqueItems"], flag),
    (Aspect::Constraint, &["dependentRequired"], requirements),
];

/// Returns the part that branches describe: one, or several that were joined.
pub fn alternative<'v>(branches: Vec<Branch<'v>>, fallback: &Pointer) -> Part<'v> {
    let types = branches.iter().fold(0, |types, branch| types | branch_types(branch));
    let values = values(&branches);
    let nodes = branches.into_iter().flatten().map(|conjunct| conjunct.node).collect();
    let mut part = Part { types, ..Part::new(nodes, fallback.clone()) };
    part.is_unconstrained = part.nodes.iter().all(is_unconstrained);
    let without_null = if types == NULL { NULL } else { types & !NULL };
    part.add_fact("type", Aspect::Type, TYPE_KEYS, Constraint::Types(without_null));
    part.add_fact("enum", Aspect::Enum, &["enum", "const"], Constraint::Choices(values));
    for (aspect, keys, read) in KEYWORDS {
        let is_set = part.nodes.iter().any(|node| keys.iter().any(|key| node.value().get(key).is_some()));
        if let Some(name) = keys.first().filter(|_| is_set) {
            part.add_fact(name, *aspect, keys, read(&part.nodes, keys));
        }
    }
    add_children(&mut part);
    part
}

fn add_children(part: &mut Part<'_>) {
    let required: BTreeSet<&str> = all(&part.nodes, "required")
        .flat_map(|list| list.value().as_array().into_iter().flatten().filter_map(Value::as_str))
        .collect();
    let field =
        |name: &str, part| Child { part, is_required: required.contains(name), step: format!(".{name}") };
    for (name, view) in named(&part.nodes, "properties") {
        part.add("properties", name, field(name, Some(Part::value(view))));
    }
    for name in &required {
        if !part.children.contains_key(&("properties", (*name).to_owned())) {
            part.add("properties", *name, field(name, None));
        }
    }
    let schema = |view, step| Child { part: Some(Part::value(view)), is_required: true, step };
    for (key, step) in SINGLE {
        let nodes: Vec<_> = all(&part.nodes, key).collect();
        if let Some(fallback) = nodes.first().map(|node| node.pointer().clone()) {
            part.add(key, "", schema(View { nodes, fallback }, (*step).to_owned()));
        }
    }
    for key in ["patternProperties", "dependentSchemas"] {
        for (name, view) in named(&part.nodes, key) {
            part.add(key, name, schema(view, format!("({name})")));
        }
    }
    let tuple: Vec<_> = all(&part.nodes, "prefixItems").next().iter().flat_map(Node::elements).collect();
    for (index, element) in tuple.into_iter().enumerate() {
        part.add("prefixItems", index.to_string(), schema(View::of(element), format!("[{index}]")));
    }
}

/// Returns the values that nodes have below `key`.
fn all<'a, 'v>(nodes: &'a [Node<'v>], key: &'a str) -> impl Iterator<Item = Node<'v>> + use<'a, 'v> {
    nodes.iter().filter_map(move |node| node.get(key))
}

/// Returns the schemas in the objects below `key`, by name.
fn named<'v>(nodes: &[Node<'v>], key: &str) -> IndexMap<&'v str, View<'v>> {
    let mut named: IndexMap<&'v str, View<'v>> = IndexMap::new();
    for (name, node) in all(nodes, key).flat_map(|holder| holder.entries().collect::<Vec<_>>()) {
        let view = named.entry(name).or_insert_with(|| View::anything(node.pointer().clone()));
        if !view.nodes.iter().any(|known| known.pointer() == node.pointer()) {
            view.nodes.push(node);
        }
    }
    named
}

fn is_unconstrained(node: &Node<'_>) -> bool {
    match node.value() {
        Value::Object(schema) => !schema.keys().any(|key| is_constraint(key)),
        other => other == &Value::Bool(true),
    }
}

/// Returns the values that are allowed, null aside, if they are listed.
fn values(branches: &[Branch<'_>]) -> Option<BTreeSet<String>> {
    let mut joined = BTreeSet::new();
    for branch in branches {
        let lists = branch.iter().filter_map(|conjunct| conjunct.values());
        let lists = lists.map(|list| list.iter().filter(|value| !value.is_null()).map(canonical).collect());
        joined.extend(lists.reduce(|one: BTreeSet<String>, other| &one & &other)?);
    }
    // A list of null alone is a matter of the type.
    Some(joined).filter(|values| !values.is_empty())
}

fn flag(nodes: &[Node<'_>], keys: &[&str]) -> Constraint {
    Constraint::Requirement(keys.iter().any(|key| nodes.iter().any(|node| node.flag(key) == Some(true))))
}

fn setting(nodes: &[Node<'_>], keys: &[&str]) -> Constraint {
    Constraint::Setting(
        keys.iter().find_map(|key| all(nodes, key).next()).map(|node| canonical(node.value())),
    )
}

fn requirements(nodes: &[Node<'_>], keys: &[&str]) -> Constraint {
    let values = keys.iter().flat_map(|key| all(nodes, key));
    Constraint::Requirements(
        values
            .map(|node| node.value().as_str().map_or_else(|| canonical(node.value()), str::to_owned))
            .collect(),
    )
}

/// Reads `contentEncoding` and `contentMediaType` of 3.1 as the formats `byte` and `binary` of 3.0.
fn formats(nodes: &[Node<'_>], keys: &[&str]) -> Constraint {
    let Constraint::Requirements(formats) = requirements(nodes, keys) else {
        return Constraint::Setting(None);
    };
    let formats = formats.into_iter().map(|format| match format.as_str() {
        "base64" => "byte".to_owned(),
        "application/octet-stream" => "binary".to_owned(),
        _ => format,
    });
    Constraint::Requirements(formats.collect())
}

fn minimum(nodes: &[Node<'_>], keys: &[&str]) -> Constraint {
    let (bound, is_excluded) = tightest(nodes, keys, 1.0);
    Constraint::Minimum(bound, is_excluded)
}

fn maximum(nodes: &[Node<'_>], keys: &[&str]) -> Constraint {
    let (bound, is_excluded) = tightest(nodes, keys, -1.0);
    Constraint::Maximum(bound, is_excluded)
}

/// Reads the tightest bound below `keys`, times `sign`; of equal ones, that which is excluded itself. 3.1 gives an excluded
/// bound in `exclusive…`, 3.0 a flag.
fn tightest(nodes: &[Node<'_>], keys: &[&str], sign: f64) -> (f64, bool) {
    let mut tightest = (f64::NEG_INFINITY, false);
    for node in nodes {
        let values = keys.iter().map(|key| node.value().get(key));
        let is_flagged = values.clone().any(|value| value == Some(&Value::Bool(true)));
        for (index, value) in values.enumerate() {
            let bound = value.and_then(Value::as_f64).map(|number| (sign * number, is_flagged || index == 1));
            tightest = bound.filter(|bound| *bound > tightest).unwrap_or(tightest);
        }
    }
    tightest
}

fn dangling(nodes: &[Node<'_>], _: &[&str]) -> Constraint {
    let references = nodes.iter().filter(|node| node.target().is_err()).filter_map(Node::reference);
    Constraint::Requirements(references.map(str::to_owned).collect())
}
