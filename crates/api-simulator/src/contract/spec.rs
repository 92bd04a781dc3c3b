//! A description, parsed and ready to check against.

use std::sync::Arc;

use serde_json::Value;

use super::document::Node;
use super::operation::Operation;
use super::sample;
use super::schema::Compiler;
use crate::Error;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An OpenAPI 3.1 description.
///
/// ```
/// use api_simulator::Spec;
///
/// let description = Spec::parse(
///     r#"{
///         "openapi": "3.1.0",
///         "info": { "title": "Clock", "version": "1" },
///         "paths": { "/time": { "get": { "operationId": "time", "responses": { "200": {
///             "description": "Now.",
///             "content": { "application/json": { "schema": { "type": "integer" } } }
///         } } } } }
///     }"#,
/// )?;
/// let time = description.operation("time").ok_or("no such operation")?;
/// assert_eq!((time.method(), time.path()), ("GET", "/time"));
/// assert!(time.response_violations(200, Some("application/json"), b"12").is_empty());
/// assert_eq!(time.response_violations(200, Some("application/json"), b"true").len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Spec(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    document: Value,
    base_path: String,
    operations: Vec<Operation>,
}

impl Spec {
    /// Parses a description given as JSON.
    ///
    /// # Errors
    /// [`Error::Spec`] if it is not OpenAPI 3.1, if a reference leads nowhere or out of the
    /// document, or if a schema cannot be compiled.
    pub fn parse(json: &str) -> Result<Self, Error> {
        let document: Value = serde_json::from_str(json).map_err(|error| Error::Spec {
            pointer: "#".to_owned(),
            reason: format!("it is not JSON: {error}"),
        })?;
        let operations = operations(&document)?;
        let base_path = base_path(&document);
        Ok(Self(Arc::new(Parts { document, base_path, operations })))
    }

    /// The whole document.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.0.document
    }

    /// The path of the first server's URL, without a trailing slash.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.0.base_path
    }

    /// Every operation.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.0.operations
    }

    /// The operation with this id.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.0.operations.iter().find(|operation| operation.id == id)
    }

    /// Values that conform to the schema at a JSON Pointer: with every member, with the required
    /// ones only, and with null wherever null is allowed. Empty if there is no such place.
    #[must_use]
    pub fn instances(&self, schema_pointer: &str) -> Vec<Value> {
        sample::all(&self.0.document, schema_pointer)
    }
}

fn operations(document: &Value) -> Result<Vec<Operation>, Error> {
    let root = Node::root(document);
    if !root.text("openapi").is_some_and(|version| version.starts_with("3.1.")) {
        return Err(root.wrong("`openapi` is not 3.1.x"));
    }
    let paths = root.member("paths")?.ok_or_else(|| root.wrong("there are no `paths`"))?;
    let mut compiler = Compiler::new(document)?;
    let mut operations: Vec<Operation> = Vec::new();
    for (path, item) in paths.members()? {
        for (method, node) in item.members()?.into_iter().filter(|(name, _)| METHODS.contains(name)) {
            let operation = Operation::read(&root, (path, &item), (method, &node), &mut compiler)?;
            if operations.iter().any(|other| other.id == operation.id) {
                return Err(node.wrong(format!("two operations have the id {:?}", operation.id)));
            }
            operations.push(operation);
        }
    }
    Ok(operations)
}

fn base_path(document: &Value) -> String {
    let url = document.pointer("/servers/0/url").and_then(Value::as_str).unwrap_or_default();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => url,
    };
    path.trim_end_matches('/').to_owned()
}
