//! Checks of a lowered document: names, and values that cannot be written, found with their location and remedy before
//! progenitor would panic, lose data or write code that does not compile.

mod operations;
mod parameters;

use openapi_document::Pointer;

use crate::{
    api::{Api, Schema, Shape},
    report::{Owner, Report, Rule},
};

/// Checks a lowered document; every finding says unsupported.
pub fn check(api: &Api) -> Report {
    let mut preflight = Preflight { api, report: Report::default() };
    preflight.component_names();
    preflight.operation_names();
    for (path, method, item, operation) in api.operations() {
        let owner = Owner::Operation(path.to_owned(), method.to_owned());
        preflight.success_types(operation, &owner);
        preflight.form_fields(operation, &owner);
        preflight.parameters(path, item, operation, &owner);
    }
    preflight.report
}

struct Preflight<'a> {
    api: &'a Api,
    report: Report,
}

impl Preflight<'_> {
    fn reject(&mut self, rule: &'static Rule, at: &Pointer, detail: impl Into<String>, owner: &Owner) {
        self.report.note(rule, at, detail, owner);
    }

    /// Returns the schema behind a reference; `None` if references are dangling or circular.
    fn behind<'s>(&'s self, schema: &'s Schema) -> Option<&'s Schema> {
        let mut schema = schema;
        for _ in 0..=self.api.schemas.len() {
            match schema.shape.reference() {
                None => return Some(schema),
                Some(name) => schema = self.api.schemas.get(name)?,
            }
        }
        None
    }

    /// Returns `true` if every value can be written as one string, in a path, a header or a form field.
    fn is_scalar(&self, schema: &Schema) -> bool {
        let Some(schema) = self.behind(schema) else { return false };
        match &schema.shape {
            Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::String(_) => true,
            Shape::Open
            | Shape::Mixed
            | Shape::Reference(_)
            | Shape::Array(_)
            | Shape::Map(_)
            | Shape::Object(_) => false,
        }
    }

    /// Returns `true` if the schema, or the component behind it, allows null.
    fn is_nullable(&self, schema: &Schema) -> bool {
        schema.nullable || self.behind(schema).is_some_and(|schema| schema.nullable)
    }
}
