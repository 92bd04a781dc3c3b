//! Parameters: that they can be told apart, and written the way the description says.

use std::collections::HashMap;

use super::{Preflight, operations::template_names};
use crate::{
    api::{Location, Operation, Parameter, PathItem, Schema, Shape},
    ident,
    report::{Owner, Rule},
};

static NOT_IN_PATH: Rule = Rule::refused(
    "path parameter not in the path",
    "the path has no such place; correct the name or remove the parameter with an overlay action",
);
static NOT_DECLARED: Rule = Rule::refused(
    "path parameter not declared",
    "the path has a place for it, but no parameter says what goes there; declare it with an overlay action",
);
static NOT_REQUIRED: Rule = Rule::refused(
    "path parameter not required",
    "a path cannot go without it; set `required: true` with an overlay action",
);
static SAME_NAME: Rule = Rule::refused(
    "parameter name taken",
    "two arguments of the generated method would have one name; rename one with an overlay action",
);
static COOKIE: Rule = Rule::refused(
    "cookie parameter",
    "the generator cannot send it; remove it with an overlay action and set the cookie on the HTTP client",
);
static CONTENT: Rule = Rule::refused(
    "parameter with a media type",
    "the generator writes plain values only; give it a `schema` of text with an overlay action",
);
static STYLE: Rule = Rule::refused(
    "parameter style",
    "the generator writes parameters in the default style only, lists repeated; change it with an overlay action",
);
static NOT_TEXT: Rule = Rule::refused(
    "parameter value",
    "the generator cannot write such a value there; give the parameter a type of one value with an overlay action",
);
static HEADER_NAME: Rule =
    Rule::refused("header name", "no header may have this name; correct it with an overlay action");

/// Locals of a generated method that an argument would be hidden by.
const LOCALS: [&str; 1] = ["header_map"];

impl Preflight<'_> {
    pub(super) fn parameters(&mut self, path: &str, item: &PathItem, operation: &Operation, owner: &Owner) {
        let parameters = effective(item, operation);
        self.check_names(&parameters, operation, owner);
        self.check_places(path, &parameters, operation, owner);
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
                    self.refuse(&SAME_NAME, &parameter.at, detail, owner);
                }
                None => {
                    taken.insert(name, &parameter.name);
                }
            }
        }
    }

    fn check_places(&mut self, path: &str, parameters: &[&Parameter], operation: &Operation, owner: &Owner) {
        let Ok(places) = template_names(path) else { return };
        let in_path = |name: &str| parameters.iter().any(|p| p.location == Location::Path && p.name == name);
        for place in &places {
            if !in_path(place) {
                self.refuse(&NOT_DECLARED, &operation.at, *place, owner);
            }
        }
        for parameter in parameters.iter().filter(|parameter| parameter.location == Location::Path) {
            if !places.contains(&parameter.name.as_str()) {
                self.refuse(&NOT_IN_PATH, &parameter.at, &parameter.name, owner);
            }
            if !parameter.required {
                self.refuse(&NOT_REQUIRED, &parameter.at, &parameter.name, owner);
            }
        }
    }

    fn check_parameter(&mut self, parameter: &Parameter, owner: &Owner) {
        let Some(schema) = &parameter.schema else {
            return self.refuse(&CONTENT, &parameter.at, &parameter.name, owner);
        };
        let scalar = self.is_scalar(schema);
        let default_style = match parameter.location {
            Location::Path | Location::Header => "simple",
            Location::Query => "form",
            Location::Cookie => return self.refuse(&COOKIE, &parameter.at, &parameter.name, owner),
        };
        let style = parameter.style.as_deref().unwrap_or(default_style);
        let joined = !scalar && parameter.explode == Some(false);
        if style != default_style || parameter.location == Location::Query && joined {
            let detail = format!("{}: {style}{}", parameter.name, if joined { ", not exploded" } else { "" });
            self.refuse(&STYLE, &parameter.at, detail, owner);
        }
        let writable = match parameter.location {
            Location::Query => self.is_query_value(schema),
            _ => scalar && !self.is_nullable(schema),
        };
        if !writable || self.is_secret(schema) {
            self.refuse(
                &NOT_TEXT,
                &parameter.at.child("schema"),
                format!("{}: {}", parameter.name, kind(schema)),
                owner,
            );
        }
        if parameter.location == Location::Header && !is_token(&parameter.name) {
            self.refuse(&HEADER_NAME, &parameter.at, &parameter.name, owner);
        }
    }

    /// One value, or a list or an object of such, or JSON that may be one of these: what progenitor's query serializer writes.
    fn is_query_value(&self, schema: &Schema) -> bool {
        let inside_scalar = |inner: &Schema| self.is_scalar(inner);
        match self.behind(schema).map(|schema| &schema.shape) {
            Some(Shape::Array(inner) | Shape::Map(inner)) => inside_scalar(inner),
            Some(Shape::Object(fields)) => fields.properties.values().all(inside_scalar),
            Some(Shape::Open) => true,
            _ => self.is_scalar(schema),
        }
    }

    /// The type for secrets deliberately has no way to be written as text.
    fn is_secret(&self, schema: &Schema) -> bool {
        let schema = self.behind(schema);
        schema.is_some_and(|schema| schema.shape == Shape::String(Some("password".to_owned())))
    }
}

/// An operation's own parameters, and those of its path that it does not replace.
fn effective<'a>(item: &'a PathItem, operation: &'a Operation) -> Vec<&'a Parameter> {
    let own = &operation.parameters;
    let replaced =
        |shared: &Parameter| own.iter().any(|p| p.name == shared.name && p.location == shared.location);
    item.parameters.iter().filter(|shared| !replaced(shared)).chain(own).collect()
}

fn kind(schema: &Schema) -> &'static str {
    if schema.nullable { "null" } else { schema.shape.kind() }
}

fn is_token(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(allowed)
}
