//! Comparing parameters: those of the path and the operation's own.

use indexmap::IndexMap;

use super::{
    document::Node,
    fact::Fact,
    judgement::{Aspect, Direction},
    ledger::{Subject, Usage},
    operations::{Operation, missing_spot, part_spot},
    place::Place,
    schema::Walk,
    sides::Sides,
};

/// Headers that parameters cannot describe; the specification has them ignored.
const IGNORED: &[&str] = &["accept", "content-type", "authorization"];

/// Parameters by place and name.
type Parameters<'v> = IndexMap<String, Node<'v>>;

impl<'v> Walk<'v> {
    /// Compares the parameters of operations that belong together.
    pub(super) fn parameters(&mut self, operations: &Sides<Option<Operation<'v>>>, usage: &Usage) {
        let parameters = operations.and_then(|operation| Some(parameters(operation)));
        let mut names: Vec<&String> = parameters.iter().flatten().flat_map(IndexMap::keys).collect();
        names.sort();
        names.dedup();
        for name in names {
            let nodes = parameters.and_then(|parameters| parameters.get(name).cloned());
            let usage = usage.part(format!("{name} parameter"), Direction::Request);
            let facts = parameters.and_then(|parameters| {
                let node = parameters.get(name);
                Some(Fact::part(node.map(|_| "taken".to_owned()), node.is_some_and(is_required)))
            });
            let label = format!("{name} parameter");
            self.ledger.settle(Subject::new(Aspect::Parameter, label), &usage, &facts, || {
                let missing =
                    operations.and_then(|operation| Some(missing_spot(&operation.node, "parameters")));
                nodes.and_then(|node| Some(part_spot(node))).or(missing)
            });
            self.parameter(&nodes, &usage);
        }
    }

    fn parameter(&mut self, nodes: &Sides<Option<Node<'v>>>, usage: &Usage) {
        if !nodes.comparable() {
            return;
        }
        self.demand(nodes, "required", is_required, usage);
        for key in ["style", "explode", "allowReserved", "allowEmptyValue"] {
            let facts = nodes.and_then(|node| Some(Fact::Setting(Some(writing(node, key)))));
            self.ledger.settle(Subject::new(Aspect::Writing, key), usage, &facts, || {
                nodes.and_then(|node| {
                    Some(node.raw(key).map_or_else(|| missing_spot(node, key), |node| part_spot(&node)))
                })
            });
        }
        self.described(nodes, usage);
    }

    /// Compares the values of parameters or headers, described by a schema or by a media type.
    pub(super) fn described(&mut self, nodes: &Sides<Option<Node<'v>>>, usage: &Usage) {
        if nodes.iter().flatten().any(|node| node.raw("content").is_some()) {
            self.content(nodes, usage);
        }
        let schemas = nodes.and_then(|node| match node.raw("schema") {
            Some(schema) => Some(Place::of(schema)),
            None if node.raw("content").is_some() => None,
            None => Some(Place { nodes: Vec::new(), home: node.at.clone() }),
        });
        self.push(schemas, usage.clone());
    }

    /// Compares whether parts that belong together have to be there.
    pub(super) fn demand(
        &mut self,
        nodes: &Sides<Option<Node<'v>>>,
        key: &str,
        asked: impl Fn(&Node<'v>) -> bool,
        usage: &Usage,
    ) {
        let facts = nodes.and_then(|node| Some(Fact::Demand(asked(node))));
        self.ledger.settle(Subject::new(Aspect::Required, key), usage, &facts, || {
            nodes.and_then(|node| {
                Some(node.raw(key).map_or_else(|| missing_spot(node, key), |node| part_spot(&node)))
            })
        });
    }
}

fn parameters<'v>(operation: &Operation<'v>) -> Parameters<'v> {
    let mut found = Parameters::new();
    let lists = [&operation.item, &operation.node].into_iter().filter_map(|holder| holder.raw("parameters"));
    for parameter in lists.flat_map(|list| list.elements()).map(Node::follow) {
        let name = parameter.text("name").or(parameter.text("$ref")).unwrap_or_default();
        let key = match parameter.text("in").unwrap_or_default() {
            "path" => match position(operation.path, name) {
                Some(position) => format!("path {{{position}}}"),
                None => format!("path {name}"),
            },
            "header" if IGNORED.contains(&name.to_lowercase().as_str()) => continue,
            "header" => format!("header {}", name.to_lowercase()),
            other => format!("{other} {name}"),
        };
        found.insert(key, parameter);
    }
    found
}

/// Which of the template's parameters this is, from 1: on the wire, it is its position that counts.
fn position(path: &str, name: &str) -> Option<usize> {
    let names = path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
    names.zip(1..).find(|(other, _)| *other == name).map(|(_, position)| position)
}

fn is_required(parameter: &Node<'_>) -> bool {
    parameter.flag("required") == Some(true) || parameter.text("in") == Some("path")
}

/// How the parameter is written, defaults filled in.
fn writing(parameter: &Node<'_>, key: &str) -> String {
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
