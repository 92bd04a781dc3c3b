//! Lists, and the tuples that JSON Schema 2020-12 makes of them.

use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::Lowering;
use crate::{
    api::{Schema, Shape},
    report::Rule,
};

static TUPLE: Rule = Rule::left_out(
    "tuple",
    "OpenAPI 3.0 has lists only: all elements arrive, read as what they have in common, and the facade tells them apart",
);

impl Lowering<'_> {
    pub(super) fn array(&mut self, node: &Map<String, Value>, at: &Pointer) -> Shape {
        let items = node.get("items");
        let (first, keyword) = match (node.get("prefixItems"), items) {
            (Some(Value::Array(first)), _) => (first.as_slice(), "prefixItems"),
            // The form that JSON Schema had before 2020-12.
            (None, Some(Value::Array(first))) => (first.as_slice(), "items"),
            _ => (&[][..], "items"),
        };
        let rest = items.filter(|rest| !rest.is_array() && **rest != Value::Bool(false));
        if first.is_empty() {
            let items = rest.map(|rest| self.schema(rest, &at.child("items")));
            return Shape::Array(Box::new(items.unwrap_or_default()));
        }
        let at_first = at.child(keyword);
        self.note(&TUPLE, &at_first, format!("{} position(s)", first.len()));
        let mut elements: Vec<Schema> = Vec::new();
        for (index, element) in first.iter().enumerate() {
            elements.push(self.schema(element, &at_first.index(index)));
        }
        elements.extend(rest.map(|rest| self.schema(rest, &at.child("items"))));
        Shape::Array(Box::new(self.unite_all(elements, &at_first)))
    }
}
