//! OpenAPI documents for checking requests and responses.

mod inspect;
mod media;
mod operation;
mod parameter;
mod sample;
mod schema;
mod security;

use std::sync::Arc;

use openapi_document::{Node, Pointer, ReferenceError, Version};
use serde_json::Value;

pub(crate) use inspect::{Inspection, Rejection};
pub use operation::Operation;

use self::schema::SchemaReader;
use crate::Error;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An OpenAPI 3.1 document that requests and responses can be checked against.
///
/// ```
/// use api_simulator::Spec;
///
/// let spec = Spec::parse(
///     r#"{
///         "openapi": "3.1.0",
///         "info": { "title": "Clock", "version": "1" },
///         "paths": { "/time": { "get": { "operationId": "time", "responses": { "200": {
///             "description": "Now.",
///             "content": { "application/json": { "schema": { "type": "integer" } } }
///         } } } } }
///     }"#,
/// )?;
/// let time = spec.operation("time").ok_or("no such operation")?;
/// assert_eq!((time.method(), time.path()), ("GET", "/time"));
/// assert!(time.response_violations(200, Some("application/json"), b"12").is_empty());
/// assert_eq!(time.response_violations(200, Some("application/json"), b"true").len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Spec(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    document: Arc<Value>,
    base_path: String,
    operations: Vec<Operation>,
}

impl Spec {
    /// Parses a document given as JSON.
    ///
    /// # Errors
    /// [`Error::Spec`] if it is not OpenAPI 3.1, if a reference points at nothing or into another
    /// document, or if a schema cannot be used.
    pub fn parse(json: &str) -> Result<Self, Error> {
        let document: Value = serde_json::from_str(json)
            .map_err(|error| invalid(&Pointer::root(), format!("it is not JSON: {error}")))?;
        let document = Arc::new(document);
        let operations = read_operations(&document)?;
        let base_path = base_path(&document);
        Ok(Self(Arc::new(Parts { document, base_path, operations })))
    }

    /// Returns the whole document.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.0.document
    }

    /// Returns the path of the first server's URL, without a trailing slash.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.0.base_path
    }

    /// Returns all operations.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.0.operations
    }

    /// Returns the operation with this id.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations().iter().find(|operation| operation.id() == id)
    }

    /// Returns values that conform to the schema at a JSON Pointer: with all properties, with the
    /// required ones only, with null wherever null is allowed, and for each alternative. The list is
    /// empty if there is no such schema.
    #[must_use]
    pub fn instances(&self, schema_pointer: &str) -> Vec<Value> {
        sample::instances(&self.0.document, schema_pointer)
    }
}

fn read_operations(document: &Arc<Value>) -> Result<Vec<Operation>, Error> {
    let root = Node::root(document);
    if Version::of(document) != Ok(Version::V3_1) {
        return Err(invalid(root.pointer(), "`openapi` is not 3.1.x"));
    }
    if root.get("paths").is_none() {
        return Err(invalid(root.pointer(), "there are no `paths`"));
    }
    let mut schemas = SchemaReader::new(document);
    let mut operations: Vec<Operation> = Vec::new();
    for (path, item) in entries(&root, "paths")? {
        for method in METHODS {
            let Some(node) = item.get_resolved(method)? else { continue };
            let operation = Operation::read(document, path, &item, method, &node, &mut schemas)?;
            if operations.iter().any(|other| other.id() == operation.id()) {
                let reason = format!("two operations have the id {:?}", operation.id());
                return Err(invalid(node.pointer(), reason));
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

/// Returns the values of the object below `key` with their keys, references followed.
fn entries<'v>(node: &Node<'v>, key: &str) -> Result<Vec<(&'v str, Node<'v>)>, Error> {
    let object = node.get_resolved(key)?;
    let entries = object.iter().flat_map(Node::entries);
    entries.map(|(key, value)| Ok((key, value.resolve()?))).collect()
}

/// Returns the elements of the array below `key`, references followed.
fn elements<'v>(node: &Node<'v>, key: &str) -> Result<Vec<Node<'v>>, Error> {
    let array = node.get_resolved(key)?;
    array.iter().flat_map(Node::elements).map(|element| Ok(element.resolve()?)).collect()
}

fn invalid(at: &Pointer, reason: impl Into<String>) -> Error {
    Error::Spec { pointer: format!("#{}", at.as_str()), reason: reason.into() }
}

impl From<ReferenceError> for Error {
    fn from(error: ReferenceError) -> Self {
        invalid(&error.at, format!("reference {:?} {}", error.reference, error.kind))
    }
}
