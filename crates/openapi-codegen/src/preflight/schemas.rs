//! What the lowered schemas refer to, and which of them can be written as text.

use openapi_document::Pointer;

use super::Preflight;
use crate::{
    api::{Schema, Shape},
    report::{Owner, Rule},
};

static CIRCULAR: Rule = Rule::refused(
    "circular reference",
    "the component is only another name for itself; give it a definition with an overlay action",
);

impl Preflight<'_> {
    /// Components that are nothing but references to each other have no values.
    pub(super) fn component_references(&mut self) {
        for name in self.api.schemas.keys() {
            if self.behind(&Schema::of(Shape::Reference(name.clone()))).is_none() {
                let at = Pointer::of(["components", "schemas", name]);
                self.refuse(&CIRCULAR, &at, name, &Owner::Schema(name.clone()));
            }
        }
    }

    /// The schema behind a reference; `None` where references lead nowhere or in a circle.
    pub(super) fn behind<'s>(&'s self, schema: &'s Schema) -> Option<&'s Schema> {
        let mut schema = schema;
        for _ in 0..=self.api.schemas.len() {
            match schema.shape.reference() {
                None => return Some(schema),
                Some(name) => schema = self.api.schemas.get(name)?,
            }
        }
        None
    }

    /// Whether every value is one piece of text, so that it can stand in a path, a header or a form field.
    pub(super) fn is_scalar(&self, schema: &Schema) -> bool {
        let Some(schema) = self.behind(schema) else { return false };
        match &schema.shape {
            Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::String(_) => true,
            Shape::Open | Shape::Reference(_) | Shape::Array(_) | Shape::Map(_) | Shape::Object(_) => false,
        }
    }

    /// Whether the schema, or the component behind it, allows `null`.
    pub(super) fn is_nullable(&self, schema: &Schema) -> bool {
        schema.nullable || self.behind(schema).is_some_and(|schema| schema.nullable)
    }
}
