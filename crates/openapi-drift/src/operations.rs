//! Comparing paths, methods, and what belongs to a whole operation.

use std::collections::{BTreeSet, HashSet};

use indexmap::IndexMap;
use openapi_document::{Node, PathTemplate, Pointer};
use serde_json::Value;

use crate::{
    comparison::Comparison,
    constraint::Constraint,
    diff::{Location, Usage},
    rules::Aspect,
    sides::Sides,
};

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The credential of an operation that needs none.
const NO_CREDENTIAL: &str = "nothing";

/// Path items by the shape of their template: names of parameters do not show on the wire.
type Paths<'v> = IndexMap<String, (&'v str, Node<'v>)>;

/// An operation with its path.
#[derive(Clone, Debug)]
pub struct Operation<'v> {
    /// The template.
    pub path: &'v str,
    /// The path item.
    pub item: Node<'v>,
    /// The operation.
    pub node: Node<'v>,
}

impl<'v> Comparison<'v> {
    /// Compares all operations of our document, and notes those that upstream has beside them.
    pub(crate) fn documents(&mut self, documents: &Sides<&'v Value>) {
        let documents = documents.map(|document| Node::root(document));
        self.servers(&documents);
        let paths = documents.map(paths);
        for shape in shapes(&paths) {
            let items = paths.map(|paths| paths.get(&shape).cloned());
            for method in METHODS {
                let operations = items.and_then(|(path, item)| {
                    let node = item.get(method)?.follow();
                    Some(Operation { path, item: item.clone(), node })
                });
                if let Some(first) = operations.iter().flatten().next() {
                    let usage = Usage::operation(format!("{} {}", method.to_uppercase(), first.path));
                    self.operation(method, &items, &operations, &usage);
                }
            }
        }
    }

    fn operation(
        &mut self,
        method: &str,
        items: &Sides<Option<(&'v str, Node<'v>)>>,
        operations: &Sides<Option<Operation<'v>>>,
        usage: &Usage,
    ) {
        let presence = operations
            .map(|operation| Some(Constraint::part(operation.as_ref().map(|_| "described"), false)));
        self.diff.record(Aspect::Operation, "operation", usage, &presence, || {
            let operation = operations.and_then(|operation| Some(Location::of(&operation.node)));
            let item = items.and_then(|(_, item)| Some(Location::lacking(item, method)));
            let paths = Location { at: Pointer::of(["paths"]), ..Location::default() };
            operation.or(item).or(operations.map(|_| Some(paths.clone())))
        });
        if operations.is_comparable() {
            self.security(operations, usage);
            self.parameters(operations, usage);
            let nodes = operations.and_then(|operation| Some(operation.node.clone()));
            self.body(&nodes, usage);
            self.responses(&nodes, usage);
        }
    }

    /// Compares the choices of credentials, whatever the schemes are called.
    fn security(&mut self, operations: &Sides<Option<Operation<'v>>>, usage: &Usage) {
        let choices =
            operations.and_then(|operation| Some(Constraint::Choices(Some(credentials(operation)))));
        self.diff.record(Aspect::Security, "security", usage, &choices, || {
            operations.and_then(|operation| {
                let own = Location::lacking(&operation.node, "security");
                let Some(requirements) = security(operation) else { return Some(own) };
                let mut location = Location::of(&requirements);
                location.sources.extend(own.sources);
                Some(location)
            })
        });
    }

    fn servers(&mut self, documents: &Sides<Node<'v>>) {
        // A slice of a document may have lost its servers, which is no difference.
        let urls = documents.map(|document| {
            let servers = document.get("servers")?.follow();
            let urls: BTreeSet<String> = servers
                .elements()
                .filter_map(|server| Some(server.text("url")?.trim_end_matches('/').to_owned()))
                .collect();
            Some(Constraint::Choices(Some(urls)))
        });
        self.diff.record(Aspect::Servers, "servers", &Usage::operation("all operations"), &urls, || {
            documents.map(|document| document.get("servers").map(|servers| Location::of(&servers)))
        });
    }
}

fn paths<'v>(document: &Node<'v>) -> Paths<'v> {
    let paths = document.get("paths").map(Node::follow);
    let entries = paths.iter().flat_map(Node::entries).filter(|(path, _)| path.starts_with('/'));
    entries.map(|(path, item)| (shape(path), (path, item.follow()))).collect()
}

fn shape(path: &str) -> String {
    PathTemplate::parse(path).map_or_else(|_| path.to_owned(), |template| template.shape())
}

/// Returns the shapes of our paths, then those of upstream's below the start that ours have in common.
fn shapes(paths: &Sides<Paths<'_>>) -> Vec<String> {
    let split = |shape: &String| shape.split('/').map(str::to_owned).collect::<Vec<_>>();
    let common = paths.base.keys().map(split).reduce(|mut common, other| {
        let length = common.iter().zip(&other).take_while(|(one, other)| one == other).count();
        common.truncate(length);
        common
    });
    let common = common.unwrap_or_default();
    let upstream = paths.upstream.keys().filter(|shape| split(shape).starts_with(&common));
    let mut seen = HashSet::new();
    let all = paths.base.keys().chain(paths.effective.keys()).chain(upstream);
    all.filter(|shape| seen.insert(*shape)).cloned().collect()
}

/// Returns the security requirements that apply: those of the operation, or else of the document.
fn security<'v>(operation: &Operation<'v>) -> Option<Node<'v>> {
    operation.node.get("security").or_else(|| Node::root(operation.node.document()).get("security"))
}

/// Returns the choices of credentials.
fn credentials(operation: &Operation<'_>) -> BTreeSet<String> {
    let document = Node::root(operation.node.document());
    let schemes = document.at("/components/securitySchemes");
    let choices: BTreeSet<String> = security(operation)
        .iter()
        .flat_map(Node::elements)
        .map(|choice| {
            let needed: BTreeSet<String> = choice
                .entries()
                .map(|(name, scopes)| {
                    let scheme = schemes.as_ref().and_then(|schemes| Some(schemes.get(name)?.follow()));
                    scheme.map_or_else(|| name.to_owned(), |scheme| credential(&scheme))
                        + &scope_list(&scopes)
                })
                .collect();
            if needed.is_empty() { NO_CREDENTIAL.to_owned() } else { Vec::from_iter(needed).join(" + ") }
        })
        .collect();
    if choices.is_empty() { BTreeSet::from([NO_CREDENTIAL.to_owned()]) } else { choices }
}

fn credential(scheme: &Node<'_>) -> String {
    let text = |key: &str| scheme.text(key).unwrap_or_default();
    match text("type") {
        "apiKey" => format!("{} {}", text("in"), text("name")),
        "http" => text("scheme").to_lowercase(),
        other => other.to_owned(),
    }
}

fn scope_list(scopes: &Node<'_>) -> String {
    let scopes: BTreeSet<&str> =
        scopes.value().as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if scopes.is_empty() { String::new() } else { format!(" ({})", Vec::from_iter(scopes).join(" ")) }
}
