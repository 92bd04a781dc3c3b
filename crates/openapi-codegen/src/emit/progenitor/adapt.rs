//! Removal, or expression in another way, of the parts of a document that progenitor cannot generate.

use std::collections::HashSet;

use openapi_document::Pointer;

use crate::{
    api::{
        Api, Body, Content, ContentKind, Operation, Parameter, ParameterLocation, Response, Schema, Shape,
    },
    ident,
    report::{Owner, Report, Rule},
};

static OWN_SERVER: Rule = Rule::unsupported(
    "own servers",
    "progenitor's client has one base URL; generate without --progenitor, or remove them with an overlay action",
);
static METHOD: Rule =
    Rule::unsupported("method", "progenitor generates none for it; generate without --progenitor");
static MEDIA: Rule = Rule::unsupported(
    "media type of a request",
    "progenitor sends JSON, plain forms, octet streams and plain text; generate without --progenitor",
);
static FORM_ENCODING: Rule = Rule::unsupported(
    "encoding of a form",
    "progenitor writes every field in the standard way; generate without --progenitor",
);
static NAME: Rule =
    Rule::lowered("media type's own name", "progenitor sends and asks for JSON as `application/json`");
static OPTIONAL_BODY: Rule = Rule::left_out(
    "optional body",
    "the method always takes one; where all its fields are optional it may be empty",
);
static FAILURE: Rule = Rule::left_out(
    "responses other than success",
    "progenitor's error holds the response, which the caller reads",
);
static EVENTS: Rule = Rule::left_out("event stream", "progenitor's method returns the other content");
static JOINED: Rule = Rule::lowered("joined list", "on the wire it is one string, which the caller joins");
static RESERVED: Rule =
    Rule::left_out("reserved characters", "they are percent-encoded, which every server has to decode");
static EXTRAS: Rule =
    Rule::left_out("further fields", "progenitor's structs have none; the raw body is not kept either");
static CLASH: Rule = Rule::lowered(
    "fields of one Rust name",
    "two fields would be one, so the object is read as a map, which holds both",
);
static COMPONENT: Rule = Rule::unsupported(
    "component name",
    "OpenAPI allows letters, digits, `.`, `-` and `_` in it; rename the component with an overlay action",
);

/// Changes a lowered document so that progenitor can generate the rest of it.
pub fn adapt(api: &mut Api) -> Report {
    let mut report = Report::default();
    for name in api.schemas.keys() {
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
            let at = Pointer::of(["components", "schemas", name]);
            report.note(&COMPONENT, &at, name, &Owner::Schema(name.clone()));
        }
    }
    let lists: HashSet<String> = api.schemas.keys().filter(|name| is_list(api, name)).cloned().collect();
    api.walk(&mut |schema, at, owner| adapt_object(schema, at, owner, &mut report));
    for (path, item) in &mut api.paths {
        let owner = Owner::Path(path.clone());
        item.parameters
            .iter_mut()
            .for_each(|parameter| adapt_parameter(parameter, &lists, &owner, &mut report));
        for (method, operation) in &mut item.operations {
            let owner = Owner::Operation(path.clone(), method.clone());
            adapt_operation(method, operation, &lists, &owner, &mut report);
        }
    }
    report
}

fn is_list(api: &Api, name: &str) -> bool {
    let mut next = name;
    for _ in 0..=api.schemas.len() {
        match api.schemas.get(next).map(|schema| &schema.shape) {
            Some(Shape::Reference(target)) => next = target,
            Some(Shape::Array(_)) => return true,
            _ => return false,
        }
    }
    false
}

fn adapt_object(schema: &mut Schema, at: &Pointer, owner: &Owner, report: &mut Report) {
    let Shape::Object(fields) = &mut schema.shape else { return };
    if fields.additional.take().is_some() {
        report.note(&EXTRAS, at, "", owner);
    }
    let mut taken = HashSet::new();
    if let Some(name) = fields.properties.keys().find(|name| !taken.insert(ident::field_name(name))) {
        report.note(&CLASH, at, name, owner);
        schema.shape = Shape::Map(Box::default());
    }
}

fn adapt_operation(
    method: &str,
    operation: &mut Operation,
    lists: &HashSet<String>,
    owner: &Owner,
    report: &mut Report,
) {
    let at = operation.at.clone();
    if let Some(url) = operation.server.take() {
        report.note(&OWN_SERVER, &at, url, owner);
    }
    if !matches!(method, "get" | "put" | "post" | "delete" | "patch" | "head") {
        report.note(&METHOD, &at, method, owner);
    }
    operation.parameters.iter_mut().for_each(|parameter| adapt_parameter(parameter, lists, owner, report));
    operation.body.iter_mut().for_each(|body| adapt_body(body, owner, report));
    for (_, response) in operation.errors.drain(..) {
        report.note(&FAILURE, &response.at, "", owner);
    }
    operation.responses.values_mut().for_each(|response| adapt_response(response, owner, report));
}

fn adapt_body(body: &mut Body, owner: &Owner, report: &mut Report) {
    if !body.required {
        report.note(&OPTIONAL_BODY, &body.at, "", owner);
    }
    let Content { media_type, schema, encodings } = &mut body.content;
    let kind = ContentKind::of(media_type);
    if kind == ContentKind::Form && !encodings.is_empty() {
        report.note(&FORM_ENCODING, &body.at, "", owner);
    }
    let (name, shape) = match kind {
        ContentKind::Json | ContentKind::JsonSuffix => ("application/json", None),
        ContentKind::Form => ("application/x-www-form-urlencoded", None),
        ContentKind::Text if media_type == "text/plain" => ("text/plain", Some(Shape::String(None))),
        ContentKind::Bytes if media_type == "application/octet-stream" => {
            ("application/octet-stream", Some(Shape::String(Some("binary".to_owned()))))
        }
        _ => return report.note(&MEDIA, &body.at, media_type.clone(), owner),
    };
    if media_type != name {
        report.note(&NAME, &body.at, media_type.clone(), owner);
        name.clone_into(media_type);
    }
    if let Some(shape) = shape {
        *schema = Some(Schema::of(shape));
    }
}

fn adapt_response(response: &mut Response, owner: &Owner, report: &mut Report) {
    if let Some(events) = response.events.take() {
        if response.content.is_none() {
            response.content = Some(Content { schema: None, ..events });
        } else {
            report.note(&EVENTS, &response.at, "", owner);
        }
    }
    let Some(content) = &mut response.content else { return };
    if content.kind().is_json() && content.media_type != "application/json" {
        report.note(&NAME, &response.at, content.media_type.clone(), owner);
        "application/json".clone_into(&mut content.media_type);
    }
}

fn adapt_parameter(parameter: &mut Parameter, lists: &HashSet<String>, owner: &Owner, report: &mut Report) {
    if parameter.allow_reserved {
        report.note(&RESERVED, &parameter.at, &parameter.name, owner);
    }
    if parameter.json {
        parameter.schema = None;
    }
    let separator = match (parameter.location, parameter.style.as_deref(), parameter.explode) {
        (ParameterLocation::Query, None | Some("form"), Some(false)) => "a comma",
        (ParameterLocation::Query, Some("spaceDelimited"), None | Some(false)) => "a space",
        (ParameterLocation::Query, Some("pipeDelimited"), None | Some(false)) => "a bar",
        (ParameterLocation::Path | ParameterLocation::Header, None | Some("simple"), _) => "a comma",
        _ => return,
    };
    let Some(schema) = &mut parameter.schema else { return };
    let is_list = match &schema.shape {
        Shape::Array(_) => true,
        Shape::Reference(name) => lists.contains(name),
        _ => false,
    };
    if is_list {
        schema.shape = Shape::String(None);
        parameter.style = None;
        parameter.explode = None;
        report.note(&JOINED, &parameter.at, format!("{}: joined by {separator}", parameter.name), owner);
    }
}
