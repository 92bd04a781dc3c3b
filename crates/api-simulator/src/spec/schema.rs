//! The JSON Schemas of a document, compiled.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use jsonschema::{Registry, Validator};
use openapi_document::{Node, Pointer};
use serde_json::{Value, json};

use super::invalid;
use crate::Error;

/// Name of the document in the registry, through which its schemas refer to each other.
const DOCUMENT: &str = "urn:document";

/// A schema that values can be checked against.
#[derive(Debug)]
pub(super) struct Schema {
    /// Location in the document.
    pub(super) pointer: Pointer,
    validator: Validator,
}

impl Schema {
    /// Returns a sentence for each way in which `value` violates the schema; none shows the value.
    pub(super) fn violations(&self, value: &Value) -> Vec<String> {
        let errors = self.validator.iter_errors(value);
        errors
            .map(|error| match error.instance_path().as_str() {
                "" => error.masked().to_string(),
                path => format!("at {path}: {}", error.masked()),
            })
            .collect()
    }
}

/// A compiler that compiles each schema of a document once.
pub(super) struct Compiler {
    registry: Registry<'static>,
    compiled: BTreeMap<Pointer, Arc<Schema>>,
}

impl Compiler {
    pub(super) fn new(document: &Value) -> Result<Self, Error> {
        let unreadable =
            |error: &dyn Display| invalid(&Pointer::root(), format!("its schemas cannot be read: {error}"));
        let builder = Registry::new().add(DOCUMENT, document.clone()).map_err(|error| unreadable(&error))?;
        let registry = builder.prepare().map_err(|error| unreadable(&error))?;
        Ok(Self { registry, compiled: BTreeMap::new() })
    }

    pub(super) fn compile(&mut self, node: &Node<'_>) -> Result<Arc<Schema>, Error> {
        let pointer = node.pointer();
        if let Some(schema) = self.compiled.get(pointer) {
            return Ok(Arc::clone(schema));
        }
        let validator = jsonschema::draft202012::options()
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&json!({ "$ref": format!("{DOCUMENT}{}", pointer.to_reference()) }))
            .map_err(|error| invalid(pointer, format!("the schema cannot be used: {}", error.masked())))?;
        let schema = Arc::new(Schema { pointer: pointer.clone(), validator });
        self.compiled.insert(pointer.clone(), Arc::clone(&schema));
        Ok(schema)
    }
}
