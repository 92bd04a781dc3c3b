//! The constraints that the schemas of an alternative set together, keyword by keyword.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    constraint::{Constraint, canonical},
    rules::Aspect,
    schema_view::Alternative,
};

/// A constraint, and the keywords that set it.
pub struct Keyword {
    /// Kind of the constraint.
    pub aspect: Aspect,
    /// The keywords; the first one names the constraint.
    pub keys: &'static [&'static str],
    read: fn(&Alternative<'_>, &[&str]) -> Constraint,
}

const fn keyword(
    aspect: Aspect,
    keys: &'static [&'static str],
    read: fn(&Alternative<'_>, &[&str]) -> Constraint,
) -> Keyword {
    Keyword { aspect, keys, read }
}

/// Keywords that apply to every type.
pub const FOR_ALL_TYPES: &[Keyword] = &[
    keyword(Aspect::ReadOnly, &["readOnly"], flag),
    keyword(Aspect::WriteOnly, &["writeOnly"], flag),
    keyword(Aspect::Reference, &["$ref"], dangling),
];

/// Keywords that narrow a type, and have no meaning of their own where the types differ.
pub const FOR_ONE_TYPE: &[Keyword] = &[
    keyword(Aspect::Default, &["default"], setting),
    keyword(Aspect::Format, &["format", "contentEncoding", "contentMediaType"], formats),
    keyword(Aspect::Enum, &["enum", "const"], values),
    keyword(Aspect::Constraint, &["pattern"], requirements),
    keyword(Aspect::Constraint, &["multipleOf"], requirements),
    keyword(Aspect::Constraint, &["minimum", "exclusiveMinimum"], minimum),
    keyword(Aspect::Constraint, &["maximum", "exclusiveMaximum"], maximum),
    keyword(Aspect::Constraint, &["minLength"], minimum),
    keyword(Aspect::Constraint, &["maxLength"], maximum),
    keyword(Aspect::Constraint, &["minItems"], minimum),
    keyword(Aspect::Constraint, &["maxItems"], maximum),
    keyword(Aspect::Constraint, &["minContains"], minimum),
    keyword(Aspect::Constraint, &["maxContains"], maximum),
    keyword(Aspect::Constraint, &["minProperties"], minimum),
    keyword(Aspect::Constraint, &["maxProperties"], maximum),
    keyword(Aspect::Constraint, &["uniqueItems"], flag),
    keyword(Aspect::Constraint, &["dependentRequired"], requirements),
];

impl Keyword {
    /// Reads the constraint that an alternative sets.
    pub fn read(&self, schema: &Alternative<'_>) -> Constraint {
        (self.read)(schema, self.keys)
    }
}

fn flag(schema: &Alternative<'_>, keys: &[&str]) -> Constraint {
    Constraint::Requirement(keys.iter().any(|key| schema.has_flag(key)))
}

fn setting(schema: &Alternative<'_>, keys: &[&str]) -> Constraint {
    let first = keys.iter().find_map(|key| schema.all(key).next());
    Constraint::Setting(first.map(|node| canonical(node.value())))
}

fn requirements(schema: &Alternative<'_>, keys: &[&str]) -> Constraint {
    Constraint::Requirements(texts(schema, keys).collect())
}

/// Reads `contentEncoding` and `contentMediaType` of 3.1 as the formats `byte` and `binary` of 3.0.
fn formats(schema: &Alternative<'_>, keys: &[&str]) -> Constraint {
    let formats = texts(schema, keys).map(|format| match format.as_str() {
        "base64" => "byte".to_owned(),
        "application/octet-stream" => "binary".to_owned(),
        _ => format,
    });
    Constraint::Requirements(formats.collect())
}

fn values(schema: &Alternative<'_>, _: &[&str]) -> Constraint {
    Constraint::Choices(schema.values().map(|values| values.into_iter().map(canonical).collect()))
}

fn minimum(schema: &Alternative<'_>, keys: &[&str]) -> Constraint {
    let bounds = bounds(schema, keys).into_iter();
    // Of equal numbers, the one that is excluded itself requires more.
    Constraint::Minimum(bounds.reduce(|one, other| if other > one { other } else { one }))
}

fn maximum(schema: &Alternative<'_>, keys: &[&str]) -> Constraint {
    let bounds = bounds(schema, keys).into_iter();
    let lower = |one: (f64, bool), other: (f64, bool)| {
        let is_lower = other.0 < one.0 || (other.0 == one.0 && other.1);
        if is_lower { other } else { one }
    };
    Constraint::Maximum(bounds.reduce(lower))
}

/// Reads the bounds below `keys`, and whether each is itself excluded: 3.1 gives the bound in `exclusive…`, 3.0 a flag.
fn bounds(schema: &Alternative<'_>, keys: &[&str]) -> Vec<(f64, bool)> {
    let mut bounds = Vec::new();
    for conjunct in schema.conjuncts() {
        let values: Vec<Option<&Value>> = keys.iter().map(|key| conjunct.node.value().get(key)).collect();
        let is_flagged = values.contains(&Some(&Value::Bool(true)));
        for (index, value) in values.into_iter().enumerate() {
            bounds.extend(value.and_then(Value::as_f64).map(|number| (number, is_flagged || index == 1)));
        }
    }
    bounds
}

fn dangling(schema: &Alternative<'_>, _: &[&str]) -> Constraint {
    let references = schema.conjuncts().filter(|conjunct| conjunct.node.target().is_err());
    let references: BTreeSet<String> =
        references.filter_map(|conjunct| conjunct.node.reference().map(str::to_owned)).collect();
    Constraint::Requirements(references)
}

fn texts(schema: &Alternative<'_>, keys: &[&str]) -> impl Iterator<Item = String> {
    keys.iter().flat_map(|key| schema.all(key)).map(|node| match node.value() {
        Value::String(text) => text.clone(),
        value => canonical(value),
    })
}
