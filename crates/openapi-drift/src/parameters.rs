//! Comparing parameters: those of the path item and the operation's own.

use indexmap::IndexMap;
use openapi_document::{Node, PathTemplate};

use crate::{
    comparison::Comparison,
    constraint::Constraint,
    diff::{Location, Usage},
    operations::Operation,
    rules::{Aspect, Direction},
    schema_view::SchemaView,
    sides::Sides,
};

/// Headers that are no parameters; the specification says to ignore them.
const IGNORED: &[&str] = &["accept", "content-type", "authorization"];

impl<'v> Comparison<'v> {
    /// Compares the parameters of operations that belong together.
    pub(crate) fn parameters(&mut self, operations: &Sides<Option<Operation<'v>>>, usage: &Usage) {
        let parameters = operations.and_then(|operation| Some(parameters(operation)));
        for name in parameters.names() {
            let nodes = parameters.and_then(|parameters| parameters.get(name).cloned());
            let label = format!("{name} parameter");
            let usage = usage.part(&label, Direction::Request);
            let presence = parameters.and_then(|parameters| {
                let node = parameters.get(name);
                Some(Constraint::part(node.map(|_| "taken"), node.is_some_and(is_required)))
            });
            self.diff.record(Aspect::Parameter, label, &usage, &presence, || {
                let lacking =
                    operations.and_then(|operation| Some(Location::lacking(&operation.node, "parameters")));
                nodes.and_then(|node| Some(Location::of(node))).or(lacking)
            });
            if nodes.is_comparable() {
                self.required(&nodes, is_required, &usage);
                self.serialization(&nodes, &usage);
                self.value(&nodes, &usage);
            }
        }
    }

    fn serialization(&mut self, nodes: &Sides<Option<Node<'v>>>, usage: &Usage) {
        for key in ["style", "explode", "allowReserved", "allowEmptyValue"] {
            let settings = nodes.and_then(|node| Some(Constraint::Setting(Some(serialization(node, key)))));
            self.diff.record(Aspect::Serialization, key, usage, &settings, || {
                nodes.and_then(|node| Some(Location::of_key(node, key)))
            });
        }
    }

    /// Compares the values of parameters or headers, described by a schema or by a media type.
    pub(crate) fn value(&mut self, nodes: &Sides<Option<Node<'v>>>, usage: &Usage) {
        if nodes.iter().flatten().any(|node| node.get("content").is_some()) {
            self.content(nodes, usage);
        }
        let schemas = nodes.and_then(|node| match node.get("schema") {
            Some(schema) => Some(SchemaView::of(schema)),
            None if node.get("content").is_some() => None,
            None => Some(SchemaView::unconstrained(node.pointer().clone())),
        });
        self.push(schemas, usage.clone());
    }

    /// Compares whether parts that belong together must be there.
    pub(crate) fn required(
        &mut self,
        nodes: &Sides<Option<Node<'v>>>,
        is_required: impl Fn(&Node<'v>) -> bool,
        usage: &Usage,
    ) {
        let required = nodes.and_then(|node| Some(Constraint::Requirement(is_required(node))));
        self.diff.record(Aspect::Required, "required", usage, &required, || {
            nodes.and_then(|node| Some(Location::of_key(node, "required")))
        });
    }
}

/// Returns the parameters by location and name; an operation's own replace those of the path item.
fn parameters<'v>(operation: &Operation<'v>) -> IndexMap<String, Node<'v>> {
    let lists = [&operation.item, &operation.node].map(|holder| holder.get("parameters"));
    let nodes = lists.iter().flatten().flat_map(Node::elements).map(Node::follow);
    nodes.filter_map(|node| Some((key(operation.path, &node)?, node))).collect()
}

/// Returns the key of a parameter; `None` for a header that is ignored.
fn key(path: &str, parameter: &Node<'_>) -> Option<String> {
    let name = parameter.text("name").or(parameter.reference()).unwrap_or_default();
    match parameter.text("in").unwrap_or_default() {
        // On the wire, the position in the template counts.
        "path" => Some(match position(path, name) {
            Some(position) => format!("path {{{position}}}"),
            None => format!("path {name}"),
        }),
        "header" if IGNORED.contains(&name.to_lowercase().as_str()) => None,
        "header" => Some(format!("header {}", name.to_lowercase())),
        other => Some(format!("{other} {name}")),
    }
}

/// Returns the position of a parameter in a path template, from 1.
fn position(path: &str, name: &str) -> Option<usize> {
    let template = PathTemplate::parse(path).ok()?;
    template.parameters().zip(1..).find(|(known, _)| *known == name).map(|(_, position)| position)
}

fn is_required(parameter: &Node<'_>) -> bool {
    parameter.flag("required") == Some(true) || parameter.text("in") == Some("path")
}

/// Returns a setting of how the parameter is serialized, defaults filled in.
fn serialization(parameter: &Node<'_>, key: &str) -> String {
    let style = parameter.text("style").unwrap_or_else(|| match parameter.text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    });
    match key {
        "style" => style.to_owned(),
        "explode" => parameter.flag(key).unwrap_or(style == "form").to_string(),
        _ => parameter.flag(key).unwrap_or(false).to_string(),
    }
}
