//! What an alternative's schemas say together, keyword by keyword.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    alternative::Alternative,
    fact::{Fact, canonical},
    judgement::Aspect,
};

/// A statement that schemas make, and the keywords that make it.
pub struct Keyword {
    /// What it is about.
    pub aspect: Aspect,
    /// The keywords; the first one names it.
    pub keys: &'static [&'static str],
    /// Reads it; `keys` are passed on.
    pub read: fn(&Alternative<'_>, &[&str]) -> Fact,
}

/// What applies whatever the type is.
pub const USAGE: &[Keyword] = &[
    Keyword { aspect: Aspect::ReadOnly, keys: &["readOnly"], read: flag },
    Keyword { aspect: Aspect::WriteOnly, keys: &["writeOnly"], read: flag },
    Keyword { aspect: Aspect::Reference, keys: &["$ref"], read: broken },
];

/// What narrows a type, and so has no meaning of its own once the type is another.
pub const LIMITS: &[Keyword] = &[
    Keyword { aspect: Aspect::Default, keys: &["default"], read: setting },
    Keyword {
        aspect: Aspect::Format,
        keys: &["format", "contentEncoding", "contentMediaType"],
        read: formats,
    },
    Keyword { aspect: Aspect::Enum, keys: &["enum", "const"], read: values },
    Keyword { aspect: Aspect::Constraint, keys: &["pattern"], read: demands },
    Keyword { aspect: Aspect::Constraint, keys: &["multipleOf"], read: demands },
    Keyword { aspect: Aspect::Constraint, keys: &["minimum", "exclusiveMinimum"], read: at_least },
    Keyword { aspect: Aspect::Constraint, keys: &["maximum", "exclusiveMaximum"], read: at_most },
    Keyword { aspect: Aspect::Constraint, keys: &["minLength"], read: at_least },
    Keyword { aspect: Aspect::Constraint, keys: &["maxLength"], read: at_most },
    Keyword { aspect: Aspect::Constraint, keys: &["minItems"], read: at_least },
    Keyword { aspect: Aspect::Constraint, keys: &["maxItems"], read: at_most },
    Keyword { aspect: Aspect::Constraint, keys: &["minContains"], read: at_least },
    Keyword { aspect: Aspect::Constraint, keys: &["maxContains"], read: at_most },
    Keyword { aspect: Aspect::Constraint, keys: &["minProperties"], read: at_least },
    Keyword { aspect: Aspect::Constraint, keys: &["maxProperties"], read: at_most },
    Keyword { aspect: Aspect::Constraint, keys: &["uniqueItems"], read: flag },
    Keyword { aspect: Aspect::Constraint, keys: &["dependentRequired"], read: demands },
];

fn flag(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    Fact::Demand(keys.iter().any(|key| schema.says(key)))
}

fn setting(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    Fact::Setting(keys.iter().find_map(|key| schema.all(key).next()).map(|node| canonical(node.value)))
}

fn demands(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    Fact::Demands(keys.iter().flat_map(|key| schema.all(key)).map(|node| plain(node.value)).collect())
}

/// 3.1 says with `contentEncoding` and `contentMediaType` what 3.0 says with the formats `byte` and `binary`.
fn formats(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    let said = keys.iter().flat_map(|key| schema.all(key)).map(|node| match plain(node.value).as_str() {
        "base64" => "byte".to_owned(),
        "application/octet-stream" => "binary".to_owned(),
        other => other.to_owned(),
    });
    Fact::Demands(said.collect())
}

fn values(schema: &Alternative<'_>, _: &[&str]) -> Fact {
    Fact::Choices(schema.values().map(|values| values.iter().map(canonical).collect()))
}

fn at_least(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    let bounds = bounds(schema, keys).into_iter();
    // Where numbers are equal, the one that is left out itself demands more.
    Fact::AtLeast(bounds.reduce(|one, other| if other > one { other } else { one }))
}

fn at_most(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    let bounds = bounds(schema, keys).into_iter();
    let lower = |one: (f64, bool), other: (f64, bool)| {
        let less = other.0 < one.0 || (other.0 == one.0 && other.1);
        if less { other } else { one }
    };
    Fact::AtMost(bounds.reduce(lower))
}

/// The numbers below `keys`, and whether each is itself left out: 3.1 gives the bound in `exclusive…`, 3.0 a flag.
fn bounds(schema: &Alternative<'_>, keys: &[&str]) -> Vec<(f64, bool)> {
    let mut bounds = Vec::new();
    for conjunct in schema.conjuncts() {
        let values: Vec<Option<&Value>> = keys.iter().map(|key| conjunct.node.value.get(key)).collect();
        let flagged = values.iter().any(|value| value == &Some(&Value::Bool(true)));
        for (index, value) in values.into_iter().enumerate() {
            bounds.extend(value.and_then(Value::as_f64).map(|number| (number, flagged || index == 1)));
        }
    }
    bounds
}

/// References that lead nowhere.
fn broken(schema: &Alternative<'_>, keys: &[&str]) -> Fact {
    let references = keys.iter().flat_map(|key| {
        schema.conjuncts().filter_map(move |conjunct| {
            let broken = conjunct.node.target().is_none();
            conjunct.node.text(key).filter(|_| broken)
        })
    });
    Fact::Demands(references.map(str::to_owned).collect::<BTreeSet<String>>())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| canonical(value), str::to_owned)
}
