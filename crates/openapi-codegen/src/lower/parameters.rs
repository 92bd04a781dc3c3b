//! Parameters.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::Lowering;
use crate::{
    api::{ContentKind, Parameter, ParameterLocation, Schema, Shape},
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
static CONTENT: Rule = Rule::lowered(
    "parameter with a media type",
    "JSON is written as text; of any other type, the caller gives the text",
);
static STYLE: Rule = Rule::warning(
    "parameter style",
    "there is none of this name for this part of a request, so the default is taken",
);
static STYLE_OF_TYPE: Rule = Rule::warning(
    "style of another type",
    "it has no form for values of this type, which are written in the default style",
);
static NESTED: Rule = Rule::warning(
    "list or object inside another",
    "no style but `deepObject` has a form for it, so a call with such a value is an error",
);
static NO_SCHEMA: Rule =
    Rule::warning("parameter without a schema", "nothing describes its values, so it is taken for a string");
static EMPTY_NAME: Rule = Rule::warning("parameter without a name", "it cannot be sent, so it is left out");
static HEADER_NAME: Rule =
    Rule::warning("header name", "no header may have this name, so the parameter is left out");
static TWICE: Rule = Rule::warning("parameter twice", "the first one counts");

static WHOLE: Rule = Rule::lowered("query as a whole", "the fields of the object are its parameters");
static QUERY_STRING: Rule = Rule::unsupported(
    "query as a whole",
    "only a form can be written as one; describe its parameters one by one, with an overlay action",
);

/// Location of a parameter that is the whole query; written as a form, it is the fields of an object.
const WHOLE_QUERY: &str = "querystring";

const HANDLED: [&str; 10] = [
    "name",
    "in",
    "required",
    "style",
    "explode",
    "allowReserved",
    "description",
    "deprecated",
    "schema",
    "content",
];

impl Lowering<'_> {
    pub(super) fn parameters(&mut self, parameters: &Value, at: &Pointer) -> Vec<Parameter> {
        let Some(parameters) = parameters.as_array() else {
            self.malformed(at, "`parameters` must be a list");
            return Vec::new();
        };
        let mut lowered: Vec<Parameter> = Vec::new();
        for index in 0..parameters.len() {
            let Some(parameter) = self.parameter(&at.index(index)) else { continue };
            let is_same = |known: &Parameter| {
                known.location == parameter.location
                    && match known.location {
                        ParameterLocation::Header => known.name.eq_ignore_ascii_case(&parameter.name),
                        _ => known.name == parameter.name,
                    }
            };
            if lowered.iter().any(is_same) {
                self.note(&TWICE, &parameter.at, &parameter.name);
            } else {
                lowered.push(parameter);
            }
        }
        lowered
    }

    fn parameter(&mut self, at: &Pointer) -> Option<Parameter> {
        let (target, node) = self.resolve(at)?;
        self.other_keys(node, &HANDLED, &target);
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        let (Some(name), Some(location)) = (text("name"), text("in").and_then(location)) else {
            self.unusable(
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
        if name.is_empty() && location != ParameterLocation::Query {
            self.note(&EMPTY_NAME, at, location.name());
            return None;
        }
        if location == ParameterLocation::Header && !is_token(name) {
            self.note(&HEADER_NAME, at, name);
            return None;
        }
        let style = text("style").filter(|style| self.is_style(location, style, at));
        if text("in") == Some(WHOLE_QUERY) && !is_form(node) {
            self.note(&QUERY_STRING, at, name);
            return None;
        }
        let (json, mut schema) = self.parameter_schema(node, &target, name);
        let style = style.filter(|style| self.fits_style(style, &schema, at));
        if !json && style != Some("deepObject") {
            self.check_nesting(
                location,
                style,
                node.get("explode") == Some(&Value::Bool(false)),
                &schema,
                at,
            );
        }
        schema.deprecated |= self.flag(node, "deprecated", &target) == Some(true);
        Some(Parameter {
            name: name.to_owned(),
            location,
            required: self.flag(node, "required", &target) == Some(true),
            style: style.map(str::to_owned),
            explode: self.flag(node, "explode", &target),
            allow_reserved: self.flag(node, "allowReserved", &target) == Some(true),
            json,
            description: text("description").map(str::to_owned),
            schema: Some(schema),
            at: at.clone(),
        })
    }

    fn is_style(&mut self, location: ParameterLocation, style: &str, at: &Pointer) -> bool {
        let styles: &[&str] = match location {
            ParameterLocation::Path => &["simple", "label", "matrix"],
            ParameterLocation::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            ParameterLocation::Header => &["simple"],
            ParameterLocation::Cookie => &["form", "cookie"],
        };
        let is_known = styles.contains(&style);
        if !is_known {
            self.note(&STYLE, &at.child("style"), style);
        }
        is_known
    }

    /// Returns `false` for a style of objects or lists whose values are neither, for which it has no form.
    fn fits_style(&mut self, style: &str, schema: &Schema, at: &Pointer) -> bool {
        let shape = self.shape_of(schema);
        let is_object = matches!(shape, Shape::Object(_) | Shape::Map(_) | Shape::Open | Shape::Mixed);
        let fits = match style {
            "deepObject" => is_object,
            "spaceDelimited" | "pipeDelimited" => is_object || matches!(shape, Shape::Array(_)),
            _ => true,
        };
        if !fits {
            self.note(&STYLE_OF_TYPE, &at.child("style"), format!("{style} of {}", shape.kind()));
        }
        fits
    }

    /// Notes lists and objects inside another, for which no style has a form but `deepObject`.
    fn check_nesting(
        &mut self,
        location: ParameterLocation,
        style: Option<&str>,
        is_joined: bool,
        schema: &Schema,
        at: &Pointer,
    ) {
        let repeats = matches!(location, ParameterLocation::Query | ParameterLocation::Cookie)
            && matches!(style, None | Some("form" | "cookie"))
            && !is_joined;
        let shape = self.shape_of(schema);
        let inside: Vec<&Schema> = match &shape {
            Shape::Array(items) | Shape::Map(items) => vec![items],
            Shape::Object(fields) => fields.properties.values().collect(),
            _ => return,
        };
        for schema in inside {
            let nested = self.shape_of(schema);
            let is_list_of_texts = |shape: &Shape| matches!(shape, Shape::Array(items) if !matches!(items.shape, Shape::Array(_) | Shape::Map(_) | Shape::Object(_)));
            let has_form = match nested {
                Shape::Array(_) => repeats && !matches!(shape, Shape::Array(_)) && is_list_of_texts(&nested),
                Shape::Map(_) | Shape::Object(_) => false,
                _ => true,
            };
            if !has_form {
                let detail = format!("{} inside {}", nested.kind(), shape.kind());
                return self.note(&NESTED, at, detail);
            }
        }
    }

    /// Returns the schema of a parameter's values, and `true` if they are written as JSON text.
    fn parameter_schema(
        &mut self,
        node: &Map<String, Value>,
        target: &Pointer,
        name: &str,
    ) -> (bool, Schema) {
        let at = target.child("schema");
        if let Some(schema) = node.get("schema") {
            return (false, self.parameter_value(schema, &at));
        }
        let content = node.get("content").and_then(Value::as_object);
        let json =
            content.and_then(|content| content.iter().find(|(name, _)| ContentKind::of(name).is_json()));
        let Some((media_type, value)) = json.or_else(|| content.and_then(|content| content.iter().next()))
        else {
            self.note(&NO_SCHEMA, target, name);
            return (false, Schema::of(Shape::String(None)));
        };
        let at = target.child("content");
        for other in content.into_iter().flat_map(Map::keys).filter(|name| *name != media_type) {
            self.malformed(
                &at.child(other),
                format!("a parameter has one media type; {media_type} is written"),
            );
        }
        let at = at.child(media_type);
        let is_whole = node.get("in").is_some_and(|location| location == WHOLE_QUERY);
        self.note(if is_whole { &WHOLE } else { &CONTENT }, &at, media_type);
        let is_json = ContentKind::of(media_type).is_json();
        if !is_json && !is_whole {
            return (false, Schema::of(Shape::String(None)));
        }
        let at = at.child("schema");
        (is_json, value.get("schema").map(|schema| self.parameter_value(schema, &at)).unwrap_or_default())
    }

    fn parameter_value(&mut self, schema: &Value, at: &Pointer) -> Schema {
        let mut schema = self.schema(schema, at);
        if std::mem::take(&mut schema.nullable) {
            self.note(&NULL, at, "");
        }
        if schema.shape.is_secret() {
            self.note(&SECRET, at, "");
            schema.shape = Shape::String(None);
        }
        schema
    }
}

impl Parameter {
    /// Creates a path parameter with the default style.
    pub(super) fn path(name: String, schema: Schema, at: Pointer) -> Self {
        Self {
            name,
            location: ParameterLocation::Path,
            required: true,
            style: None,
            explode: None,
            allow_reserved: false,
            json: false,
            description: None,
            schema: Some(schema),
            at,
        }
    }
}

/// Returns `true` for a name that a header may have.
pub(super) fn is_token(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(allowed)
}

/// Returns `true` for a parameter whose value is written as a form.
fn is_form(parameter: &Map<String, Value>) -> bool {
    let content = parameter.get("content").and_then(Value::as_object);
    content
        .and_then(|content| content.keys().next())
        .is_some_and(|name| ContentKind::of(name) == ContentKind::Form)
}

fn location(name: &str) -> Option<ParameterLocation> {
    Some(match name {
        "path" => ParameterLocation::Path,
        "query" | WHOLE_QUERY => ParameterLocation::Query,
        "header" => ParameterLocation::Header,
        "cookie" => ParameterLocation::Cookie,
        _ => return None,
    })
}
