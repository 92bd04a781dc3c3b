//! The treatment of each schema keyword. The table is complete: a keyword that is not in it has no meaning.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::{
    Lowering,
    kinds::{Kind, Kinds},
};
use crate::report::Rule;

pub(super) static CONSTRAINT: Rule = Rule::left_out(
    "constraint",
    "a whole response must not fail over one value; the server checks constraints",
);
static DYNAMIC: Rule = Rule::warning(
    "dynamic reference",
    "more than one schema can be its target, or none; it is read as any JSON",
);
static IDENTITY: Rule =
    Rule::left_out("identity", "it names the schema or its dialect and says nothing about its values");
pub(super) static DOCUMENTATION: Rule =
    Rule::left_out("documentation", "it is for people or other tools, not about values");
static DISCRIMINATOR: Rule = Rule::left_out(
    "discriminator",
    "the fields of all alternatives and subtypes are read, and the discriminator's own field is one of them",
);
pub(super) static EXTENSION: Rule = Rule::left_out("extension", "it is for other tools");
static DEFAULT: Rule =
    Rule::left_out("default", "an absent field stays absent; the server applies its default, not the client");
pub(super) static CONTENT: Rule =
    Rule::left_out("content of a string", "the string arrives as it is; the caller reads its content");
static OTHER_TYPE: Rule = Rule::left_out(
    "keyword of another type",
    "it says something about values of another type, which this is not",
);
static UNKNOWN: Rule =
    Rule::left_out("unknown keyword", "neither OpenAPI nor JSON Schema gives it a meaning here");

/// Treatment of a keyword.
enum Treatment {
    /// Another file handles it.
    Handled,
    LeftOut(&'static Rule),
}

impl Lowering<'_> {
    /// Notes every keyword that no other file handles.
    pub(super) fn check_keywords(&mut self, node: &Map<String, Value>, at: &Pointer) {
        for keyword in node.keys() {
            let at = at.child(keyword);
            match treatment(keyword) {
                Treatment::Handled => {}
                Treatment::LeftOut(rule) => self.note(rule, &at, keyword),
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
        "if" | "then" | "else" | "dependentSchemas" | "dependencies" => Treatment::LeftOut(&CONSTRAINT),
        "$dynamicRef" | "$recursiveRef" => Treatment::LeftOut(&DYNAMIC),
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
