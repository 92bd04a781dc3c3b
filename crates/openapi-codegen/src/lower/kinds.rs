//! Types and formats: `type` in all its forms, `nullable`, the type that other keywords imply, and `format`.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::{Lowering, keywords::CONTENT};
use crate::report::Rule;

static TYPE_WITH_NULL: Rule = Rule::lowered("type with null", "a field of it is an `Option`");
static ONLY_NULL: Rule =
    Rule::lowered("only null", "read as any JSON, so that a response with a value is read, too");
static SEVERAL_TYPES: Rule = Rule::left_out(
    "several types",
    "read as any JSON, so that no value can fail a response; the caller tells the kinds apart",
);
static UNKNOWN_TYPE: Rule =
    Rule::warning("unknown type", "JSON has no type of this name; it is read as any JSON");
static IMPLIED: Rule = Rule::lowered("implied type", "the other keywords only make sense for this type");
static TEXT_FORMAT: Rule = Rule::left_out(
    "format of a string",
    "links, addresses and ids stay strings: a malformed one must not fail a response",
);
static NUMBER_WIDTH: Rule = Rule::left_out(
    "width of a number",
    "JSON has one kind of number: a whole one is read as i64 and any other as f64, which hold more than 32 bits",
);
static ENCODING: Rule = Rule::lowered("contentEncoding", "base64 text stays text, which the caller decodes");
static BINARY: Rule =
    Rule::lowered("contentMediaType", "in a multipart form it is a file, anywhere else a string");
static SINGLE_TYPE: Rule = Rule::lowered("list of one type", "it is that type");

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

/// The types that a schema gives its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kinds {
    /// None is given.
    Unspecified,
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
    /// Returns the type of the node's values, and `true` if `null` is one of them.
    pub(super) fn kinds(&mut self, node: &Map<String, Value>, at: &Pointer) -> (Kinds, bool) {
        let nullable = self.flag(node, "nullable", at) == Some(true);
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
                self.note(&UNKNOWN_TYPE, at, names.join(", "));
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

impl Lowering<'_> {
    pub(super) fn string_format(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<String> {
        match format(node) {
            Some(format @ ("date" | "date-time" | "password" | "byte" | "binary")) => Some(format.to_owned()),
            Some(other) => {
                self.note(&TEXT_FORMAT, &at.child("format"), other);
                None
            }
            None if !node.contains_key("contentEncoding") && node.contains_key("contentMediaType") => {
                self.note(&BINARY, &at.child("contentMediaType"), "");
                Some("binary".to_owned())
            }
            None => self.encoding(node, at),
        }
    }

    fn encoding(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<String> {
        let encoding = node.get("contentEncoding")?.as_str()?;
        let at = at.child("contentEncoding");
        if encoding.eq_ignore_ascii_case("base64") {
            self.note(&ENCODING, &at, encoding);
            return Some("byte".to_owned());
        }
        self.note(&CONTENT, &at, encoding);
        None
    }

    pub(super) fn integer_format(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<String> {
        match format(node) {
            Some(format @ "uint64") => return Some(format.to_owned()),
            Some("int64") | None => {}
            Some(other) => self.note(&NUMBER_WIDTH, &at.child("format"), other),
        }
        None
    }

    pub(super) fn number_format(&mut self, node: &Map<String, Value>, at: &Pointer) {
        match format(node) {
            Some("double") | None => {}
            Some(other) => self.note(&NUMBER_WIDTH, &at.child("format"), other),
        }
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
        // The type is given there; this node only narrows it.
        return Kinds::Unspecified;
    }
    if has(&["pattern", "minLength", "maxLength", "contentEncoding"]) {
        return Kinds::One(Kind::String);
    }
    if let Some(kind) = format(node).and_then(kind_of_format) {
        return Kinds::One(kind);
    }
    let mut kinds = values(node).filter_map(Kind::of_value);
    match kinds.next() {
        Some(first) if kinds.all(|kind| kind == first) => Kinds::One(first),
        Some(_) => Kinds::Any,
        None => Kinds::Unspecified,
    }
}

/// Returns the type whose values have a format.
fn kind_of_format(format: &str) -> Option<Kind> {
    Some(match format {
        "date" | "date-time" | "time" | "duration" | "password" | "byte" | "binary" | "uuid" | "uri"
        | "url" | "uri-reference" | "email" | "hostname" | "ipv4" | "ipv6" => Kind::String,
        "int32" | "int64" | "uint32" | "uint64" => Kind::Integer,
        "float" | "double" => Kind::Number,
        _ => return None,
    })
}

/// Returns the values that `const` and `enum` list.
fn values(node: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let listed = node.get("enum").and_then(Value::as_array).into_iter().flatten();
    node.get("const").into_iter().chain(listed)
}

/// Returns `true` if `null` is the only value that the node allows.
pub(super) fn is_only_null(node: &Map<String, Value>) -> bool {
    match node.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|name| name == "null"),
        _ => values(node).next().is_some() && values(node).all(Value::is_null),
    }
}

/// Returns `true` for an alternative that can only mean null: `nullable` alone, as generators for OpenAPI 3.0 write it.
pub(super) fn is_null_alternative(node: &Map<String, Value>) -> bool {
    is_only_null(node) || node.len() == 1 && node.get("nullable") == Some(&Value::Bool(true))
}

fn format(node: &Map<String, Value>) -> Option<&str> {
    node.get("format")?.as_str()
}
