//! What becomes of each schema keyword. The table is complete: a keyword that is not in it has no meaning.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::{
    Lowering,
    kinds::{Kind, Kinds},
};
use crate::report::Rule;

pub(super) static CONSTRAINT: Rule = Rule::left_out(
    "constraint",
    "the generator would refuse a whole answer over one value; the simulator and the contract tests check constraints",
);
static BRANCHING: Rule = Rule::refused(
    "conditional fields",
    "OpenAPI 3.0 cannot say that fields depend on others; declare the fields under `properties` with an overlay action",
);
static DYNAMIC: Rule = Rule::refused(
    "dynamic reference",
    "what it refers to depends on the reader; replace it by a plain `$ref` with an overlay action",
);
static IDENTITY: Rule =
    Rule::left_out("identity", "it names the schema or its dialect and says nothing about its values");
pub(super) static DOCUMENTATION: Rule =
    Rule::left_out("documentation", "it is for people or other tools, not about values");
static DISCRIMINATOR: Rule = Rule::left_out(
    "discriminator",
    "the fields of all branches are read, and the telling field is one of them",
);
pub(super) static EXTENSION: Rule =
    Rule::left_out("extension", "it is for other tools; the generator's own must not steer it");
static DEFAULT: Rule =
    Rule::left_out("default", "an absent field stays absent; the server applies its default, not the client");
pub(super) static CONTENT: Rule =
    Rule::left_out("content of a text", "the text arrives as it is; the caller reads what is in it");
static OTHER_TYPE: Rule = Rule::left_out(
    "keyword of another type",
    "it says something about values of another type, which this is not",
);
static UNKNOWN: Rule =
    Rule::left_out("unknown keyword", "neither OpenAPI nor JSON Schema gives it a meaning here");

/// What to do about a keyword.
enum Treatment {
    /// Another file handles it.
    Handled,
    LeftOut(&'static Rule),
    /// Left out, unless it declares fields: those would be lost.
    Branching,
    Refused(&'static Rule),
}

impl Lowering<'_> {
    /// Notes every keyword that no other file handles.
    pub(super) fn check_keywords(&mut self, node: &Map<String, Value>, at: &Pointer) {
        for (keyword, value) in node {
            let place = at.child(keyword);
            match treatment(keyword) {
                Treatment::Handled => {}
                Treatment::LeftOut(rule) => self.note(rule, &place, keyword),
                Treatment::Branching if declares_fields(value) => self.note(&BRANCHING, &place, keyword),
                Treatment::Branching => self.note(&CONSTRAINT, &place, keyword),
                Treatment::Refused(rule) => self.note(rule, &place, keyword),
            }
        }
    }

    /// Notes the keywords that only mean something for a type that the node's values do not have.
    pub(super) fn leave_out_other_types(&mut self, kinds: Kinds, node: &Map<String, Value>, at: &Pointer) {
        let Kinds::One(kind) = kinds else { return };
        for (keyword, value) in node {
            let meant_for: &[Kind] = match keyword.as_str() {
                "required" if value.is_boolean() => {
                    self.malformed(&at.child(keyword), "`required` is a list of field names, at the object");
                    continue;
                }
                "properties"
                | "required"
                | "additionalProperties"
                | "patternProperties"
                | "unevaluatedProperties" => &[Kind::Object],
                "items" | "prefixItems" => &[Kind::Array],
                "format" => &[Kind::String, Kind::Integer, Kind::Number],
                "contentEncoding" => &[Kind::String],
                _ => continue,
            };
            if !meant_for.contains(&kind) {
                self.note(&OTHER_TYPE, &at.child(keyword), keyword);
            }
        }
    }
}

fn treatment(keyword: &str) -> Treatment {
    match keyword {
        "type"
        | "nullable"
        | "enum"
        | "const"
        | "$ref"
        | "allOf"
        | "oneOf"
        | "anyOf"
        | "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "unevaluatedProperties"
        | "items"
        | "prefixItems"
        | "format"
        | "contentEncoding"
        | "title"
        | "description"
        | "example"
        | "examples"
        | "readOnly"
        | "writeOnly"
        | "deprecated"
        | "$defs"
        | "definitions" => Treatment::Handled,
        "minLength" | "maxLength" | "pattern" | "minimum" | "maximum" | "exclusiveMinimum"
        | "exclusiveMaximum" | "multipleOf" | "minItems" | "maxItems" | "uniqueItems" | "contains"
        | "minContains" | "maxContains" | "unevaluatedItems" | "additionalItems" | "minProperties"
        | "maxProperties" | "dependentRequired" | "not" => Treatment::LeftOut(&CONSTRAINT),
        "propertyNames" | "x-enum-descriptions" | "x-enum-varnames" => Treatment::Handled,
        _ if keyword.starts_with("x-rust-") => Treatment::Handled,
        "if" | "then" | "else" | "dependentSchemas" | "dependencies" => Treatment::Branching,
        "$dynamicRef" | "$recursiveRef" => Treatment::Refused(&DYNAMIC),
        "$id" | "$schema" | "$anchor" | "$dynamicAnchor" | "$recursiveAnchor" | "$vocabulary" => {
            Treatment::LeftOut(&IDENTITY)
        }
        "$comment" | "externalDocs" | "xml" => Treatment::LeftOut(&DOCUMENTATION),
        "contentMediaType" | "contentSchema" => Treatment::LeftOut(&CONTENT),
        "discriminator" => Treatment::LeftOut(&DISCRIMINATOR),
        "default" => Treatment::LeftOut(&DEFAULT),
        _ if keyword.starts_with("x-") => Treatment::LeftOut(&EXTENSION),
        _ => Treatment::LeftOut(&UNKNOWN),
    }
}

/// Whether a schema says anything about fields, itself or further inside.
fn declares_fields(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            map.contains_key("properties") || map.contains_key("$ref") || map.values().any(declares_fields)
        }
        Value::Array(array) => array.iter().any(declares_fields),
        _ => false,
    }
}
