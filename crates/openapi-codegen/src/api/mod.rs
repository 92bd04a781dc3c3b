//! A small dialect of OpenAPI 3.0, as Rust types, from which code is generated.
//!
//! A schema is open, a reference, a scalar, a list, a map or an object with fields, and nothing else. Every part has its
//! location in the document, for messages.

mod json;
mod operation;
mod schema;
mod server;

use indexmap::IndexMap;
use openapi_document::Pointer;
use serde_json::{Map, Value};

pub use operation::{
    Body, Content, ContentKind, Encoding, Operation, Parameter, ParameterLocation, PathItem, Response,
    method_token,
};
pub use schema::{Fields, Generic, ListedValue, RustHints, Schema, Shape};
pub use server::{Credential, CredentialKind, Server};

use crate::report::Owner;

/// A lowered document.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info`, `servers` and `tags`, as OpenAPI 3.0 writes them.
    pub head: Map<String, Value>,
    /// The servers of all operations that name none of their own.
    pub servers: Vec<Server>,
    /// The ways in which a caller can identify itself.
    pub credentials: Vec<Credential>,
    /// The groups of operations, by tag.
    pub groups: IndexMap<String, Group>,
    /// Documentation of the tags, by name.
    pub tags: IndexMap<String, String>,
    /// The paths, in the document's order.
    pub paths: IndexMap<String, PathItem>,
    /// The component schemas, in the document's order; hoisted ones last.
    pub schemas: IndexMap<String, Schema>,
}

/// The operations of one tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Name of the type that has their methods.
    pub type_name: String,
    /// Name of the client's method that returns it.
    pub method_name: String,
}

impl Api {
    /// Returns every operation with its path and method.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &PathItem, &Operation)> {
        self.paths.iter().flat_map(|(path, item)| {
            let operations = item.operations.iter();
            operations.map(move |(method, operation)| (path.as_str(), method.as_str(), item, operation))
        })
    }

    /// Returns `true` if an operation sends a form with files or receives a stream of events.
    pub fn has_files_or_streams(&self) -> bool {
        let is_form = |body: &Body| body.content.kind() == ContentKind::Multipart;
        let has_events = |response: &Response| response.events.is_some();
        self.operations().any(|(_, _, _, operation)| {
            operation.body.as_ref().is_some_and(is_form) || operation.responses.values().any(has_events)
        })
    }

    /// Visits every schema with its location and its owner.
    pub fn walk(&mut self, visit: &mut dyn FnMut(&mut Schema, &Pointer, &Owner)) {
        let components = Pointer::of(["components", "schemas"]);
        for (name, schema) in &mut self.schemas {
            let owner = Owner::Schema(name.clone());
            schema.walk(&components.child(name), &mut |schema, at| visit(schema, at, &owner));
        }
        for (path, item) in &mut self.paths {
            let owner = Owner::Path(path.clone());
            for parameter in &mut item.parameters {
                parameter.walk(&mut |schema, at| visit(schema, at, &owner));
            }
            for (method, operation) in &mut item.operations {
                let owner = Owner::Operation(path.clone(), method.clone());
                operation.walk(&mut |schema, at| visit(schema, at, &owner));
            }
        }
    }
}

impl Schema {
    /// Visits this schema and all inside it, outermost first.
    pub fn walk(&mut self, at: &Pointer, visit: &mut dyn FnMut(&mut Self, &Pointer)) {
        visit(self, at);
        match &mut self.shape {
            Shape::Array(items) => items.walk(&at.child("items"), visit),
            Shape::Map(values) => values.walk(&at.child("additionalProperties"), visit),
            Shape::Object(fields) => {
                let at_schema = at;
                let at = at.child("properties");
                for (name, field) in &mut fields.properties {
                    field.walk(&at.child(name), visit);
                }
                if let Some(additional) = &mut fields.additional {
                    additional.walk(&at_schema.child("additionalProperties"), visit);
                }
            }
            _ => {}
        }
    }
}

impl Parameter {
    fn walk(&mut self, visit: &mut dyn FnMut(&mut Schema, &Pointer)) {
        let at = self.at.child("schema");
        self.schema.iter_mut().for_each(|schema| schema.walk(&at, visit));
    }
}

impl Operation {
    fn walk(&mut self, visit: &mut dyn FnMut(&mut Schema, &Pointer)) {
        self.parameters.iter_mut().for_each(|parameter| parameter.walk(visit));
        if let Some(body) = &mut self.body {
            body.content.walk(&body.at, visit);
        }
        for response in self.responses.values_mut().chain(self.errors.values_mut()) {
            let at = &response.at;
            let contents = response.content.iter_mut().chain(&mut response.events);
            contents.for_each(|content| content.walk(at, visit));
        }
    }
}

impl Content {
    fn walk(&mut self, at: &Pointer, visit: &mut dyn FnMut(&mut Schema, &Pointer)) {
        let at = at.child("content").child(&self.media_type).child("schema");
        self.schema.iter_mut().for_each(|schema| schema.walk(&at, visit));
    }
}
