//! Extension keys that say how Rust names and types a place.

use openapi_document::Pointer;
use serde_json::{Map, Value};

use super::Lowering;
use crate::api::{Generic, RustHints};

impl Lowering<'_> {
    /// Adds what the node's `x-rust-…` keys say.
    pub(super) fn rust_hints(&mut self, hints: &mut RustHints, node: &Map<String, Value>, at: &Pointer) {
        for (key, value) in node.iter().filter(|(key, _)| key.starts_with("x-rust-")) {
            let place = at.child(key);
            match key.as_str() {
                "x-rust-name" => hints.name = self.rust_name(value, &place),
                "x-rust-type-name" => hints.type_name = self.rust_name(value, &place),
                "x-rust-type" => hints.path = self.rust_type(value, &place),
                "x-rust-deserialize-with" => hints.deserialize_with = self.rust_type(value, &place),
                "x-rust-generic" => hints.generic = self.rust_generic(value, &place),
                "x-rust-unknown-fields" => hints.unknown_fields = value == &Value::Bool(true),
                _ => self.malformed(&place, "no such extension key is known"),
            }
        }
    }

    /// Reads the name of a type or field.
    pub(super) fn rust_name(&mut self, value: &Value, at: &Pointer) -> Option<String> {
        let name = value.as_str().filter(|name| syn::parse_str::<syn::Ident>(name).is_ok());
        if name.is_none() {
            self.malformed(at, "a Rust name is expected");
        }
        name.map(str::to_owned)
    }

    fn rust_type(&mut self, value: &Value, at: &Pointer) -> Option<String> {
        let path = value.as_str().filter(|path| syn::parse_str::<syn::Type>(path).is_ok());
        if path.is_none() {
            self.malformed(at, "a Rust type or path is expected");
        }
        path.map(str::to_owned)
    }

    fn rust_generic(&mut self, value: &Value, at: &Pointer) -> Option<Generic> {
        let name = self.rust_name(value.get("name").unwrap_or(&Value::Null), &at.child("name"))?;
        let parameter = value.get("parameter").and_then(Value::as_str);
        if parameter.is_none() {
            self.malformed(at, "`parameter` names the property whose type is the parameter");
        }
        let description = value.get("description").and_then(Value::as_str).map(str::to_owned);
        Some(Generic { name, parameter: parameter?.to_owned(), description })
    }
}
