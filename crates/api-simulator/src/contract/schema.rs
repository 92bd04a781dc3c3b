//! JSON Schemas of the description, compiled.

use std::collections::BTreeMap;
use std::sync::Arc;

use jsonschema::{Registry, Validator};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::document::Node;
use crate::Error;

/// The document's name among the schemas, which refer to each other through it.
const DOCUMENT: &str = "urn:description";

/// What a fragment must not hold in the clear.
const FRAGMENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'%').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}');

/// A schema, ready to check values.
#[derive(Debug)]
pub(super) struct Schema {
    /// Where the schema stands in the document.
    pub(super) pointer: String,
    validator: Validator,
}

impl Schema {
    /// A sentence for each way in which `value` departs; none shows the value itself.
    pub(super) fn departures(&self, value: &Value) -> Vec<String> {
        let errors = self.validator.iter_errors(value);
        errors.map(|error| departure(error.instance_path().as_str(), &error.masked().to_string())).collect()
    }
}

fn departure(path: &str, reason: &str) -> String {
    if path.is_empty() { reason.to_owned() } else { format!("at {path}: {reason}") }
}

/// Compiles each schema of a document once.
pub(super) struct Compiler {
    registry: Registry<'static>,
    compiled: BTreeMap<String, Arc<Schema>>,
}

impl Compiler {
    pub(super) fn new(document: &Value) -> Result<Self, Error> {
        let wrong = |error: &dyn std::fmt::Display| Error::Spec {
            pointer: "#".to_owned(),
            reason: format!("its schemas cannot be read: {error}"),
        };
        let builder = Registry::new().add(DOCUMENT, document.clone()).map_err(|error| wrong(&error))?;
        let registry = builder.prepare().map_err(|error| wrong(&error))?;
        Ok(Self { registry, compiled: BTreeMap::new() })
    }

    pub(super) fn compile(&mut self, node: &Node<'_>) -> Result<Arc<Schema>, Error> {
        if let Some(schema) = self.compiled.get(&node.pointer) {
            return Ok(Arc::clone(schema));
        }
        let fragment = utf8_percent_encode(&node.pointer, FRAGMENT);
        let validator = jsonschema::draft202012::options()
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&json!({ "$ref": format!("{DOCUMENT}#{fragment}") }))
            .map_err(|error| node.wrong(format!("the schema cannot be used: {}", error.masked())))?;
        let schema = Arc::new(Schema { pointer: node.pointer.clone(), validator });
        self.compiled.insert(node.pointer.clone(), Arc::clone(&schema));
        Ok(schema)
    }
}
