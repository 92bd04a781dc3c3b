//! Path templates and parameters: that they can be told apart and written the way the document says.

use std::collections::HashMap;

use openapi_document::PathTemplate;

use super::Preflight;
use crate::{
    api::{Operation, Parameter, ParameterLocation, PathItem, Schema, Shape},
    ident,
    report::{Owner, Rule},
};

static TEMPLATE: Rule = Rule::unsupported(
    "path template",
    "the request would go to another path; correct the template with an overlay action",
);

static SAME_NAME: Rule = Rule::unsupported(
    "parameter name taken",
    "two arguments of the generated method would have one name; rename one with an overlay action",
);
static COOKIE: Rule = Rule::unsupported(
    "cookie parameter",
    "it cannot be sent; remove it with an overlay action and set the cookie on the HTTP client",
);
static CONTENT: Rule = Rule::unsupported(
    "parameter with a media type",
    "only plain values are written; give it a `schema` of strings with an overlay action",
);
static STYLE: Rule = Rule::unsupported(
    "parameter style",
    "parameters are written in the default style only, lists repeated; change it with an overlay action",
);
static NOT_TEXT: Rule = Rule::unsupported(
    "parameter value",
    "such a value cannot be written there; give the parameter a type of one value with an overlay action",
);
/// Variables of a generated method that would hide an argument.
const LOCALS: [&str; 1] = ["header_map"];

impl Preflight<'_> {
    pub(super) fn parameters(&mut self, path: &str, item: &PathItem, operation: &Operation, owner: &Owner) {
        let parameters = item.parameters_of(operation);
        self.check_names(&parameters, operation, owner);
        self.check_template(path, operation, owner);
        for parameter in parameters {
            self.check_parameter(parameter, owner);
        }
    }

    fn check_names(&mut self, parameters: &[&Parameter], operation: &Operation, owner: &Owner) {
        let mut taken: HashMap<String, &str> =
            LOCALS.iter().map(|local| ((*local).to_owned(), "the method")).collect();
        if operation.body.is_some() {
            taken.insert("body".to_owned(), "the body");
        }
        for parameter in parameters {
            let name = ident::method_name(&parameter.name);
            match taken.get(&name) {
                Some(other) => {
                    let detail = format!("{} and {other} both become {name}", parameter.name);
                    self.reject(&SAME_NAME, &parameter.at, detail, owner);
                }
                None => {
                    taken.insert(name, &parameter.name);
                }
            }
        }
    }

    fn check_template(&mut self, path: &str, operation: &Operation, owner: &Owner) {
        let fault = match path {
            _ if path.contains("//") => Some(format!("{path} has an empty segment, which would be dropped")),
            _ if path.contains(['?', '#']) => Some(format!("{path} must not have a query or a fragment")),
            _ => None,
        };
        let fault = fault.or_else(|| PathTemplate::parse(path).err().map(|error| error.to_string()));
        if let Some(fault) = fault {
            self.reject(&TEMPLATE, &operation.at, fault, owner);
        }
    }

    fn check_parameter(&mut self, parameter: &Parameter, owner: &Owner) {
        let Some(schema) = &parameter.schema else {
            return self.reject(&CONTENT, &parameter.at, &parameter.name, owner);
        };
        let scalar = self.is_scalar(schema);
        let default_style = match parameter.location {
            ParameterLocation::Path | ParameterLocation::Header => "simple",
            ParameterLocation::Query => "form",
            ParameterLocation::Cookie => return self.reject(&COOKIE, &parameter.at, &parameter.name, owner),
        };
        let style = parameter.style.as_deref().unwrap_or(default_style);
        let joined = !scalar && parameter.explode == Some(false);
        if style != default_style || parameter.location == ParameterLocation::Query && joined {
            let detail = format!("{}: {style}{}", parameter.name, if joined { ", not exploded" } else { "" });
            self.reject(&STYLE, &parameter.at, detail, owner);
        }
        let writable = match parameter.location {
            ParameterLocation::Query => self.is_query_value(schema),
            _ => scalar && !self.is_nullable(schema),
        };
        if !writable || self.is_secret(schema) {
            self.reject(
                &NOT_TEXT,
                &parameter.at.child("schema"),
                format!("{}: {}", parameter.name, kind(schema)),
                owner,
            );
        }
    }

    /// Returns `true` for the values that progenitor writes to a query: one value, a list or an object of such, or any JSON.
    fn is_query_value(&self, schema: &Schema) -> bool {
        let inside_scalar = |inner: &Schema| self.is_scalar(inner);
        match self.behind(schema).map(|schema| &schema.shape) {
            Some(Shape::Array(inner) | Shape::Map(inner)) => inside_scalar(inner),
            Some(Shape::Object(fields)) => fields.properties.values().all(inside_scalar),
            Some(Shape::Open) => true,
            _ => self.is_scalar(schema),
        }
    }

    /// Returns `true` for secrets, whose type deliberately cannot be written as a string.
    fn is_secret(&self, schema: &Schema) -> bool {
        let schema = self.behind(schema);
        schema.is_some_and(|schema| schema.shape == Shape::String(Some("password".to_owned())))
    }
}

fn kind(schema: &Schema) -> &'static str {
    if schema.nullable { "null" } else { schema.shape.kind() }
}
