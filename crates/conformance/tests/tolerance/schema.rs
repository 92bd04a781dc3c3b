//! What the effective description says of a place in a body.

use api_simulator::Description;
use serde_json::Value;

/// A schema of the description, with references followed.
#[derive(Clone, Copy)]
pub struct Schema<'d> {
    document: &'d Value,
    node: &'d Value,
}

impl<'d> Schema<'d> {
    pub fn of_answer(description: &'d Description, operation: &str) -> Self {
        let operation = description.operation(operation).unwrap();
        let pointer = operation.schema_pointer(200).unwrap();
        let document = description.document();
        Self { document, node: document.pointer(pointer).unwrap() }.followed()
    }

    fn followed(mut self) -> Self {
        loop {
            if let Some(reference) = self.node["$ref"].as_str() {
                self.node = self.document.pointer(&reference[1..]).unwrap();
            } else if let Some(branches) = self.node["anyOf"].as_array() {
                self.node = branches.iter().find(|branch| branch["type"] != "null").unwrap();
            } else {
                return self;
            }
        }
    }

    fn inner(self, node: &'d Value) -> Self {
        Self { node, ..self }.followed()
    }

    /// The schema and those that it is the sum of.
    fn parts(self) -> Vec<Self> {
        let sum = self.node["allOf"].as_array().into_iter().flatten();
        std::iter::once(self).chain(sum.flat_map(|part| self.inner(part).parts())).collect()
    }

    /// The schema of a member, where the description knows it.
    pub fn member(self, name: &str) -> Option<Self> {
        let named = self.parts().into_iter().find_map(|part| part.node["properties"].get(name));
        let others = Some(&self.node["additionalProperties"]).filter(|schema| schema.is_object());
        named.or(others).map(|node| self.inner(node))
    }

    pub fn items(self) -> Option<Self> {
        Some(&self.node["items"]).filter(|items| items.is_object()).map(|node| self.inner(node))
    }

    pub fn requires(self, name: &str) -> bool {
        let lists = self.parts().into_iter().filter_map(|part| part.node["required"].as_array());
        lists.flatten().any(|required| required == name)
    }

    /// Whether a value of this kind must not be passed over: it requires something itself.
    pub fn has_identity(self) -> bool {
        let mut parts = self.parts().into_iter();
        parts.any(|part| part.node["required"].as_array().is_some_and(|required| !required.is_empty()))
    }

    pub fn is_map(self) -> bool {
        self.node["additionalProperties"].is_object() && !self.node["properties"].is_object()
    }

    /// Whether any member is documented, whatever its name.
    pub fn is_open(self) -> bool {
        self.node["additionalProperties"] == true
    }

    pub fn is_enum(self) -> bool {
        self.node["enum"].is_array()
    }

    pub fn format(self) -> Option<&'d str> {
        self.node["format"].as_str()
    }

    /// Whether the description says what kind of value stands here.
    pub fn is_typed(self) -> bool {
        self.is("string")
            || self.is("integer")
            || self.is("number")
            || self.is("boolean")
            || self.is("object")
            || self.is("array")
    }

    pub fn is(self, kind: &str) -> bool {
        match &self.node["type"] {
            Value::Array(kinds) => kinds.iter().any(|one| one == kind),
            one => one == kind,
        }
    }
}
