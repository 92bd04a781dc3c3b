//! Arguments of calls: the document's own examples, and values that conform to its schemas.

use api_simulator::Spec;
use openapi_document::{MediaType, Node};
use serde_json::Value;

/// Maximum number of bodies that are made of a schema, beside the document's own examples.
const MAX_BODIES: usize = 6;

/// The document that arguments are taken from.
pub struct Samples<'d> {
    document: &'d Value,
    spec: Spec,
}

impl<'d> Samples<'d> {
    pub fn of(document: &'d Value) -> Self {
        Self { document, spec: Spec::parse(&document.to_string()).unwrap() }
    }

    fn node(&self, at: &str) -> Node<'d> {
        Node::root(self.document).at(at).unwrap_or_else(|| panic!("{at} is not in the document")).follow()
    }

    /// Returns `true` if a request must have the parameter or body at this location.
    pub fn is_required(&self, at: &str) -> bool {
        self.node(at).flag("required") == Some(true)
    }

    /// Returns the documented statuses of success: at least one.
    pub fn success_statuses(&self, operation: &str) -> Vec<&'d str> {
        let responses = self.node(operation).get("responses");
        let statuses = responses.iter().flat_map(Node::entries).map(|(status, _)| status);
        let mut exact: Vec<&str> =
            statuses.filter(|status| status.parse::<u16>().is_ok_and(|status| status / 100 == 2)).collect();
        if exact.is_empty() {
            exact.push("200");
        }
        exact
    }

    /// Returns a value of the parameter at this location.
    pub fn parameter(&self, at: &str) -> Value {
        let node = self.node(at);
        let content = node.get("content").and_then(|content| Some(content.entries().next()?.1));
        let holder = content.unwrap_or(node);
        self.values(&holder).into_iter().next().unwrap_or_else(|| panic!("{at} has no sample"))
    }

    /// Returns values of the body at this location, all different: at least one.
    pub fn bodies(&self, at: &str, media_type: &str) -> Vec<Value> {
        let is_it = |name: &str| MediaType::parse(name).is_ok_and(|name| name.to_string() == media_type);
        let content = self
            .node(at)
            .get("content")
            .and_then(|content| content.entries().find(|(name, _)| is_it(name)).map(|(_, content)| content));
        let mut values = content.map(|content| self.values(&content)).unwrap_or_default();
        if values.is_empty() {
            values.push("content".into());
        }
        values
    }

    /// Returns the examples of a parameter or media type, then values that conform to its schema.
    fn values(&self, holder: &Node<'d>) -> Vec<Value> {
        let mut values: Vec<Value> = holder.value().get("example").into_iter().cloned().collect();
        for (_, example) in holder.get("examples").iter().flat_map(Node::entries) {
            values.extend(example.follow().value().get("value").cloned());
        }
        if let Some(schema) = holder.get("schema").map(Node::follow) {
            let value = schema.value();
            values.extend(value.get("example").cloned());
            values.extend(value.get("examples").and_then(|list| list.get(0)).cloned());
            let instances = self.spec.instances(schema.pointer().as_str());
            values.extend(instances.into_iter().take(MAX_BODIES));
        }
        let mut different: Vec<Value> = Vec::new();
        for value in values {
            if !different.contains(&value) {
                different.push(value);
            }
        }
        different
    }
}
