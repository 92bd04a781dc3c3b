//! JSON Schemas (draft 2020-12) of a document.
//!
//! They are read where they stand in the document, each time that a value is validated. A validator from crates.io
//! would take longer to build than all the rest of this crate.

mod format;
mod unevaluated;
mod usable;
mod validate;
mod value;

use std::{collections::BTreeSet, sync::Arc};

use openapi_document::{Node, Pointer};
use serde_json::Value;

use crate::Error;

pub(super) use validate::matches;

/// A schema that values can be validated against.
#[derive(Debug)]
pub(super) struct Schema {
    document: Arc<Value>,
    /// Location in the document.
    pub(super) pointer: Pointer,
}

impl Schema {
    /// Returns a sentence for each way in which `value` violates the schema; none shows the value.
    pub(super) fn violations(&self, value: &Value) -> Vec<String> {
        let schema = Node::root(&self.document).at(self.pointer.as_str());
        schema.map_or(Vec::new(), |schema| validate::violations(&schema, value, &Pointer::root()))
    }
}

/// A reader that checks each schema of a document once.
pub(super) struct SchemaReader {
    document: Arc<Value>,
    checked: BTreeSet<Pointer>,
}

impl SchemaReader {
    pub(super) fn new(document: &Arc<Value>) -> Self {
        Self { document: Arc::clone(document), checked: BTreeSet::new() }
    }

    /// Reads a schema that can be used with all schemas that it leads to.
    pub(super) fn read(&mut self, node: &Node<'_>) -> Result<Arc<Schema>, Error> {
        usable::check(node, &mut self.checked)?;
        Ok(Arc::new(Schema { document: Arc::clone(&self.document), pointer: node.pointer().clone() }))
    }
}
