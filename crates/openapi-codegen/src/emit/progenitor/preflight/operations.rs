//! Names of methods and types, types of success, and form fields.

use std::collections::HashMap;

use openapi_document::Pointer;

use super::Preflight;
use crate::{
    api::{Content, Operation, Schema, Shape},
    ident,
    report::{Owner, Rule},
};

static RESERVED_ID: Rule = Rule::unsupported(
    "operationId reserved",
    "the generated client has a method of that name already; change the `operationId` with an overlay action",
);
static SAME_TYPE: Rule = Rule::unsupported(
    "type name taken",
    "two generated types would have one name; rename one of the components with an overlay action",
);
static SUCCESS_TYPES: Rule = Rule::unsupported(
    "several types of success",
    "a generated method returns one type; make the responses alike, or one `2XX`, with an overlay action",
);
static FORM: Rule = Rule::unsupported(
    "form field",
    "only fields of one value each can be written as a form; offer JSON, or change the fields, with an overlay action",
);

/// Names that progenitor's `Client`, and the traits that it calls on itself, define.
const RESERVED: [&str; 9] =
    ["new", "new_with_client", "api_version", "baseurl", "client", "inner", "pre", "exec", "post"];

impl Preflight<'_> {
    pub(super) fn operation_names(&mut self) {
        for (path, method, _, operation) in self.api.operations() {
            let id = operation.id.as_deref().unwrap_or_default();
            if RESERVED.contains(&ident::method_name(id).as_str()) {
                let owner = Owner::Operation(path.to_owned(), method.to_owned());
                self.reject(&RESERVED_ID, &operation.at.child("operationId"), id, &owner);
            }
        }
    }

    pub(super) fn component_names(&mut self) {
        let mut taken: HashMap<String, &str> = HashMap::new();
        for (name, schema) in &self.api.schemas {
            let mut types = vec![ident::type_name(name)];
            if schema.nullable {
                types.push(ident::type_name(&format!("{name}Inner")));
            }
            for ty in types {
                if let Some(other) = taken.get(&ty) {
                    let at = Pointer::of(["components", "schemas", name]);
                    let detail = format!("{name} and {other} both become {ty}");
                    self.reject(&SAME_TYPE, &at, detail, &Owner::Schema(name.clone()));
                } else {
                    taken.insert(ty, name);
                }
            }
        }
    }

    /// Rejects responses of several types: progenitor asserts that all statuses of success have one.
    pub(super) fn success_types(&mut self, operation: &Operation, owner: &Owner) {
        let types: Vec<(&String, ResponseType)> = operation
            .responses
            .iter()
            .map(|(status, response)| (status, ResponseType::of(response.content.as_ref())))
            .collect();
        if types.windows(2).any(|pair| pair[0].1 != pair[1].1) {
            let detail: Vec<String> =
                types.iter().map(|(status, ty)| format!("{status}: {}", ty.name())).collect();
            self.reject(&SUCCESS_TYPES, &operation.at.child("responses"), detail.join(", "), owner);
        }
    }

    pub(super) fn form_fields(&mut self, operation: &Operation, owner: &Owner) {
        let Some(body) = &operation.body else { return };
        let Some(schema) = &body.content.schema else { return };
        if body.content.media_type != "application/x-www-form-urlencoded" {
            return;
        }
        let fields: Vec<(&str, &Schema)> = match self.behind(schema).map(|schema| &schema.shape) {
            Some(Shape::Object(fields)) => {
                fields.properties.iter().map(|(name, field)| (name.as_str(), field)).collect()
            }
            Some(Shape::Map(values)) => vec![("(any field)", values)],
            _ => vec![("(the body)", schema)],
        };
        let rejected: Vec<&str> =
            fields.into_iter().filter(|(_, field)| !self.is_scalar(field)).map(|(name, _)| name).collect();
        if !rejected.is_empty() {
            self.reject(&FORM, &body.at, rejected.join(", "), owner);
        }
    }
}

/// The type that a generated method returns for a status.
#[derive(PartialEq)]
enum ResponseType<'a> {
    Typed(&'a Schema),
    Stream,
    Nothing,
}

impl<'a> ResponseType<'a> {
    fn of(content: Option<&'a Content>) -> Self {
        match content {
            None => Self::Nothing,
            Some(Content { schema: None, .. }) => Self::Stream,
            Some(Content { schema: Some(schema), .. }) => Self::Typed(schema),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Typed(schema) => schema.shape.kind(),
            Self::Stream => "bytes",
            Self::Nothing => "nothing",
        }
    }
}
