//! Subtypes: components that build upon one with a discriminator. Where the document names the base, a subtype may come.

use openapi_document::Pointer;
use serde_json::Value;

use super::Lowering;
use crate::report::{Owner, Rule};

static SUBTYPES: Rule =
    Rule::lowered("subtypes", "the base has the fields of its subtypes, too, all of them optional");

impl Lowering<'_> {
    /// Adds the fields of its subtypes to each component that has a discriminator and names no alternatives.
    pub(super) fn add_subtypes(&mut self) {
        let bases: Vec<String> = self.sources.keys().filter(|name| self.is_base(name)).cloned().collect();
        for base in bases {
            let subtypes = self.subtypes(&base);
            let Some(Some(mut schema)) = self.components.get(&base).cloned() else { continue };
            let at = Pointer::of(["components", "schemas", &base]);
            self.owner = Owner::Schema(base.clone());
            for subtype in subtypes {
                let Some(Some(other)) = self.components.get(&subtype).cloned() else { continue };
                self.note(&SUBTYPES, &at.child("discriminator"), &subtype);
                let annotations = schema.clone();
                let shape = self.unite(schema, other, &at).shape;
                schema = crate::api::Schema { shape, ..annotations };
            }
            self.components.insert(base, Some(schema));
        }
    }

    fn is_base(&self, name: &str) -> bool {
        let source = self.sources.get(name).and_then(|at| at.find(self.root.document()));
        source.is_some_and(|node| {
            node.get("discriminator").is_some() && node.get("oneOf").is_none() && node.get("anyOf").is_none()
        })
    }

    /// Returns the components that name `base` in their `allOf`, themselves or through others.
    fn subtypes(&self, base: &str) -> Vec<String> {
        let mut found = vec![base.to_owned()];
        let mut next = 0;
        while next < found.len() {
            let reference = Pointer::of(["components", "schemas", &found[next]]).to_reference();
            for (name, at) in &self.sources {
                let parts = at.find(self.root.document()).and_then(|node| node.get("allOf")?.as_array());
                let mut parts = parts.into_iter().flatten();
                let is_subtype =
                    parts.any(|part| part.get("$ref").and_then(Value::as_str) == Some(reference.as_str()));
                if is_subtype && !found.contains(name) {
                    found.push(name.clone());
                }
            }
            next += 1;
        }
        found.split_off(1)
    }
}
