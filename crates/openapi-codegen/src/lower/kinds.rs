//! Which JSON types a schema allows: `type` in all its forms, `nullable`, and what other keywords imply.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::Lowering;
use crate::report::Rule;

static TYPE_WITH_NULL: Rule = Rule::lowered("type with null", "OpenAPI 3.0 writes it as `nullable`");
static ONLY_NULL: Rule = Rule::lowered(
    "only null",
    "read as any JSON, so that the answer survives the day on which there is a value",
);
static SEVERAL_TYPES: Rule = Rule::left_out(
    "several types",
    "read as any JSON: nothing is lost, and no value can fail an answer; the facade gives it a type",
);
static IMPLIED: Rule = Rule::lowered("implied type", "the other keywords only make sense for this type");
static SINGLE_TYPE: Rule = Rule::lowered("list of one type", "OpenAPI 3.0 writes it as the type itself");

/// A JSON type as a schema names it, `null` aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// What a schema says about the types of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kinds {
    /// Nothing.
    Unsaid,
    /// One type.
    One(Kind),
    /// Any of several, or anything at all.
    Any,
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    fn of_value(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        })
    }
}

impl Lowering<'_> {
    /// The type of the node's values, and whether `null` is one of them.
    pub(super) fn kinds(&mut self, node: &Map<String, Value>, at: &Pointer) -> (Kinds, bool) {
        let nullable = node.get("nullable") == Some(&Value::Bool(true));
        match node.get("type") {
            Some(Value::String(name)) if name == "null" => self.only_null(at),
            Some(Value::String(name)) => (self.named_kinds(&[name.as_str()], at), nullable),
            Some(Value::Array(names)) => self.listed_kinds(names, nullable, at),
            Some(_) => {
                self.malformed(&at.child("type"), "`type` must be a name or a list of names");
                (Kinds::Any, nullable)
            }
            None if is_only_null(node) => self.only_null(at),
            None => {
                let null_value = values(node).any(Value::is_null);
                (self.implied_kinds(node, at), nullable || null_value)
            }
        }
    }

    fn only_null(&mut self, at: &Pointer) -> (Kinds, bool) {
        self.note(&ONLY_NULL, at, "");
        (Kinds::Any, true)
    }

    fn listed_kinds(&mut self, names: &[Value], nullable: bool, at: &Pointer) -> (Kinds, bool) {
        let at_type = at.child("type");
        let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        let others: Vec<&str> = names.iter().copied().filter(|name| *name != "null").collect();
        let null = others.len() < names.len();
        match (others.as_slice(), null) {
            ([], true) => return self.only_null(at),
            ([], false) => {
                self.malformed(&at_type, "`type` names no type");
                return (Kinds::Any, nullable);
            }
            (_, true) => self.note(&TYPE_WITH_NULL, &at_type, others.join(", ")),
            ([_], false) => self.note(&SINGLE_TYPE, &at_type, others.join(", ")),
            _ => {}
        }
        (self.named_kinds(&others, &at_type), null || nullable)
    }

    fn named_kinds(&mut self, names: &[&str], at: &Pointer) -> Kinds {
        let kinds: Option<Vec<Kind>> = names.iter().map(|name| Kind::named(name)).collect();
        match kinds.as_deref() {
            Some([kind]) => Kinds::One(*kind),
            Some([Kind::Integer, Kind::Number] | [Kind::Number, Kind::Integer]) => Kinds::One(Kind::Number),
            Some(_) => {
                self.note(&SEVERAL_TYPES, at, names.join(", "));
                Kinds::Any
            }
            None => {
                self.malformed(at, format!("unknown type among: {}", names.join(", ")));
                Kinds::Any
            }
        }
    }

    fn implied_kinds(&mut self, node: &Map<String, Value>, at: &Pointer) -> Kinds {
        let kinds = implied(node);
        if let Kinds::One(kind) = kinds {
            self.note(&IMPLIED, at, format!("{kind:?}").to_lowercase());
        }
        kinds
    }
}

fn implied(node: &Map<String, Value>) -> Kinds {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| node.contains_key(*keyword));
    if has(&["properties", "required", "additionalProperties", "patternProperties", "unevaluatedProperties"])
    {
        return Kinds::One(Kind::Object);
    }
    if has(&["items", "prefixItems"]) {
        return Kinds::One(Kind::Array);
    }
    if has(&["$ref", "allOf", "oneOf", "anyOf"]) {
        // The type is said there; what stands here only narrows it.
        return Kinds::Unsaid;
    }
    if has(&["pattern", "minLength", "maxLength", "contentEncoding"]) || is_text_format(node) {
        return Kinds::One(Kind::String);
    }
    let mut kinds = values(node).filter_map(Kind::of_value);
    match kinds.next() {
        Some(first) if kinds.all(|kind| kind == first) => Kinds::One(first),
        Some(_) => Kinds::Any,
        None => Kinds::Unsaid,
    }
}

fn is_text_format(node: &Map<String, Value>) -> bool {
    let format = node.get("format").and_then(Value::as_str);
    matches!(format, Some("date" | "date-time" | "password" | "byte" | "binary"))
}

/// The values that `const` and `enum` list.
fn values(node: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let listed = node.get("enum").and_then(Value::as_array).into_iter().flatten();
    node.get("const").into_iter().chain(listed)
}

/// Whether `null` is the only value that the node allows.
pub(super) fn is_only_null(node: &Map<String, Value>) -> bool {
    match node.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|name| name == "null"),
        _ => values(node).next().is_some() && values(node).all(Value::is_null),
    }
}
