//! Schemas of response bodies in the effective OpenAPI document.

use api_simulator::Spec;
use serde_json::Value;

/// Schema of the document, with its references resolved.
#[derive(Clone, Copy)]
pub struct Schema<'d> {
    document: &'d Value,
    node: &'d Value,
}

impl<'d> Schema<'d> {
    /// Returns the schema of an operation's response with status 200.
    pub fn of_response(spec: &'d Spec, operation: &str) -> Self {
        let operation = spec.operation(operation).unwrap();
        let pointer = operation.response_schema_pointer(200).unwrap();
        let document = spec.document();
        Self { document, node: document.pointer(pointer).unwrap() }.resolve()
    }

    fn resolve(mut self) -> Self {
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

    fn child(self, node: &'d Value) -> Self {
        Self { node, ..self }.resolve()
    }

    /// Returns the schema and all schemas of its `allOf`.
    fn all_of(self) -> Vec<Self> {
        let parts = self.node["allOf"].as_array().into_iter().flatten();
        std::iter::once(self).chain(parts.flat_map(|part| self.child(part).all_of())).collect()
    }

    /// Returns the schema of a key, if it is documented.
    pub fn property(self, name: &str) -> Option<Self> {
        let named = self.all_of().into_iter().find_map(|part| part.node["properties"].get(name));
        let others = Some(&self.node["additionalProperties"]).filter(|schema| schema.is_object());
        named.or(others).map(|node| self.child(node))
    }

    pub fn items(self) -> Option<Self> {
        Some(&self.node["items"]).filter(|items| items.is_object()).map(|node| self.child(node))
    }

    pub fn requires(self, name: &str) -> bool {
        let lists = self.all_of().into_iter().filter_map(|part| part.node["required"].as_array());
        lists.flatten().any(|required| required == name)
    }

    /// Returns `true` if a malformed value must not be skipped, because the schema requires keys.
    pub fn has_required(self) -> bool {
        let mut parts = self.all_of().into_iter();
        parts.any(|part| part.node["required"].as_array().is_some_and(|required| !required.is_empty()))
    }

    pub fn is_map(self) -> bool {
        self.node["additionalProperties"].is_object() && !self.node["properties"].is_object()
    }

    /// Returns `true` if every key is documented, whatever its name.
    pub fn is_open(self) -> bool {
        self.node["additionalProperties"] == true
    }

    /// Returns `true` if the type keeps fields that are not documented.
    pub fn keeps_unknown_fields(self) -> bool {
        self.node["x-rust-unknown-fields"] == true
    }

    pub fn is_enum(self) -> bool {
        self.node["enum"].is_array()
    }

    pub fn format(self) -> Option<&'d str> {
        self.node["format"].as_str()
    }

    /// Returns `true` if the type of the value is documented.
    pub fn is_typed(self) -> bool {
        ["string", "integer", "number", "boolean", "object", "array"].iter().any(|name| self.is(name))
    }

    /// Returns `true` if the schema allows values of the JSON type.
    pub fn is(self, json_type: &str) -> bool {
        match &self.node["type"] {
            Value::Array(types) => types.iter().any(|name| name == json_type),
            name => name == json_type,
        }
    }
}
