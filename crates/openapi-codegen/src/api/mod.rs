//! What the generator gets to see: a small dialect of OpenAPI 3.0, as Rust types.
//!
//! A schema is open, a reference, a scalar, a list, a map or an object with fields: nothing else, so nothing else can
//! surprise the generator. Every part remembers its place in the description, for messages.

mod json;
mod operation;
mod schema;
mod walk;

use indexmap::IndexMap;
use serde_json::{Map, Value};

pub use operation::{Body, Content, Location, Operation, Parameter, PathItem, Response};
pub use schema::{Fields, Generic, ListedValue, RustHints, Schema, Shape};

/// A lowered description.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info`, `servers` and `tags`, as OpenAPI 3.0 writes them.
    pub head: Map<String, Value>,
    /// The paths, in the description's order.
    pub paths: IndexMap<String, PathItem>,
    /// The component schemas, in the description's order; hoisted ones last.
    pub schemas: IndexMap<String, Schema>,
}

impl Api {
    /// Every operation with its path and method.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &PathItem, &Operation)> {
        self.paths.iter().flat_map(|(path, item)| {
            let operations = item.operations.iter();
            operations.map(move |(method, operation)| (path.as_str(), method.as_str(), item, operation))
        })
    }
}
