//! Parameters.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::Lowering;
use crate::{
    api::{Parameter, ParameterLocation, Schema, Shape},
    report::Rule,
};

static IGNORED_HEADER: Rule = Rule::left_out(
    "header parameter",
    "OpenAPI says to ignore it: content negotiation and authentication are described elsewhere",
);
static NULL: Rule =
    Rule::lowered("null for a parameter", "a parameter is sent or it is not; null cannot be written");
static SECRET: Rule = Rule::lowered(
    "secret parameter",
    "the caller's own string is written out, which the type for secrets prevents",
);
static JOINED: Rule = Rule::lowered("joined list", "on the wire it is one string, which the caller joins");
static RESERVED: Rule =
    Rule::left_out("reserved characters", "they are percent-encoded, which every server has to decode");

const HANDLED: [&str; 9] =
    ["name", "in", "required", "style", "explode", "allowReserved", "description", "schema", "content"];

impl Lowering<'_> {
    pub(super) fn parameters(&mut self, parameters: &Value, at: &Pointer) -> Vec<Parameter> {
        let Some(parameters) = parameters.as_array() else {
            self.malformed(at, "`parameters` must be a list");
            return Vec::new();
        };
        (0..parameters.len()).filter_map(|index| self.parameter(&at.index(index))).collect()
    }

    fn parameter(&mut self, at: &Pointer) -> Option<Parameter> {
        let (target, node) = self.resolve(at)?;
        self.other_keys(node, &HANDLED, &target);
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        let (Some(name), Some(location)) = (text("name"), text("in").and_then(location)) else {
            self.malformed(
                &target,
                "a parameter needs a `name` and an `in` that is path, query, header or cookie",
            );
            return None;
        };
        if location == ParameterLocation::Header
            && ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
        {
            self.note(&IGNORED_HEADER, at, name);
            return None;
        }
        if node.get("allowReserved") == Some(&Value::Bool(true)) {
            self.note(&RESERVED, at, name);
        }
        let mut parameter = Parameter {
            name: name.to_owned(),
            location,
            required: node.get("required") == Some(&Value::Bool(true)),
            style: text("style").map(str::to_owned),
            explode: node.get("explode").and_then(Value::as_bool),
            description: text("description").map(str::to_owned),
            schema: self.parameter_schema(node, &target),
            at: at.clone(),
        };
        self.join(&mut parameter);
        Some(parameter)
    }

    /// Makes a string of a list that is written as one.
    fn join(&mut self, parameter: &mut Parameter) {
        let separator = match (parameter.location, parameter.style.as_deref(), parameter.explode) {
            (ParameterLocation::Query, None | Some("form"), Some(false)) => "a comma",
            (ParameterLocation::Query, Some("spaceDelimited"), None | Some(false)) => "a space",
            (ParameterLocation::Query, Some("pipeDelimited"), None | Some(false)) => "a bar",
            (ParameterLocation::Path | ParameterLocation::Header, None | Some("simple"), _) => "a comma",
            _ => return,
        };
        let Some(schema) = &mut parameter.schema else { return };
        let behind = schema.shape.reference().and_then(|name| self.behind(name));
        if matches!(behind.as_ref().unwrap_or(&schema.shape), Shape::Array(_)) {
            schema.shape = Shape::String(None);
            parameter.style = None;
            parameter.explode = None;
            let detail = format!("{}: joined by {separator}", parameter.name);
            self.note(&JOINED, &parameter.at, detail);
        }
    }

    fn parameter_schema(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<Schema> {
        let at = at.child("schema");
        let mut schema = self.schema(node.get("schema")?, &at);
        if std::mem::take(&mut schema.nullable) {
            self.note(&NULL, &at, "");
        }
        if schema.shape.is_secret() {
            self.note(&SECRET, &at, "");
            schema.shape = Shape::String(None);
        }
        Some(schema)
    }
}

fn location(name: &str) -> Option<ParameterLocation> {
    Some(match name {
        "path" => ParameterLocation::Path,
        "query" => ParameterLocation::Query,
        "header" => ParameterLocation::Header,
        "cookie" => ParameterLocation::Cookie,
        _ => return None,
    })
}
