//! Comparing paths, methods and what belongs to a whole operation.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{
    document::{Document, Node},
    fact::Fact,
    judgement::{Aspect, Direction},
    ledger::{Spot, Subject, Usage},
    schema::Walk,
    security,
    sides::Sides,
};
use openapi_document::Pointer;

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A path with its template, by the template with the names left out: those are not seen on the wire.
type Paths<'v> = IndexMap<String, (&'v str, Node<'v>)>;

/// One operation's parts, on a side that has it.
#[derive(Clone, Debug)]
pub struct Operation<'v> {
    /// The template.
    pub path: &'v str,
    /// The path item.
    pub item: Node<'v>,
    /// The operation.
    pub node: Node<'v>,
}

impl<'v> Walk<'v> {
    /// Compares all paths that we describe, and notes what upstream has beside them.
    pub fn documents(&mut self, documents: &Sides<Document<'v>>) {
        self.servers(documents);
        let paths = documents.map(|document| paths(*document));
        for shape in shapes(&paths) {
            let items = paths.map(|paths| paths.get(&shape).cloned());
            for method in METHODS {
                let operations = items.and_then(|(path, item)| {
                    let node = item.get(method)?;
                    Some(Operation { path, item: item.clone(), node })
                });
                if let Some(named) = operations.iter().flatten().next() {
                    let usage = Usage {
                        operation: format!("{} {}", method.to_uppercase(), named.path),
                        part: String::new(),
                        path: String::new(),
                        direction: Direction::Request,
                        counted_on: true,
                    };
                    self.operation(method, &items, &operations, &usage, documents);
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
        documents: &Sides<Document<'v>>,
    ) {
        let facts =
            operations.map(|side| Some(Fact::part(side.as_ref().map(|_| "described".to_owned()), false)));
        self.ledger.settle(Subject::new(Aspect::Operation, "operation"), usage, &facts, || {
            let inside = operations.and_then(|side| Some(part_spot(&side.node)));
            let around = items.and_then(|(_, item)| Some(missing_spot(item, method)));
            let paths = Spot { at: Pointer::of(["paths"]), ..Spot::default() };
            inside.or(around).or(operations.map(|_| Some(paths.clone())))
        });
        if !operations.comparable() {
            return;
        }
        let holders = Sides {
            base: operations.base.as_ref().map(|side| security::requirements(side, documents.base)),
            effective: operations
                .effective
                .as_ref()
                .map(|side| security::requirements(side, documents.effective)),
            upstream: operations
                .upstream
                .as_ref()
                .map(|side| security::requirements(side, documents.upstream)),
        };
        let facts = holders.and_then(|(fact, _)| Some(fact.clone()));
        self.ledger.settle(Subject::new(Aspect::Security, "security"), usage, &facts, || {
            holders.and_then(|(_, spot)| Some(spot.clone()))
        });
        self.parameters(operations, usage);
        let nodes = operations.and_then(|side| Some(side.node.clone()));
        self.body(&nodes, usage);
        self.responses(&nodes, usage);
    }

    fn servers(&mut self, documents: &Sides<Document<'v>>) {
        let urls = |document: &Document<'v>| -> Option<Fact> {
            let servers = document.root().get("servers")?.elements();
            let urls = servers.iter().filter_map(|server| server.text("url"));
            Some(Fact::Choices(Some(
                urls.map(|url| url.trim_end_matches('/').to_owned()).collect::<BTreeSet<_>>(),
            )))
        };
        let usage = Usage {
            operation: "all operations".to_owned(),
            part: String::new(),
            path: String::new(),
            direction: Direction::Request,
            counted_on: true,
        };
        // A slice may have lost its servers; that says nothing about them.
        self.ledger.settle(Subject::new(Aspect::Servers, "servers"), &usage, &documents.map(urls), || {
            documents.map(|document| document.root().raw("servers").map(|servers| part_spot(&servers)))
        });
    }
}

/// Where a part is.
pub fn part_spot(node: &Node<'_>) -> Spot {
    Spot { at: node.at.clone(), sources: vec![node.at.clone()], route: node.route.clone() }
}

/// Where a part would be.
pub fn missing_spot(holder: &Node<'_>, key: &str) -> Spot {
    Spot { at: holder.at.clone(), sources: vec![holder.at.child(key)], route: holder.route.clone() }
}

fn paths(document: Document<'_>) -> Paths<'_> {
    let entries = document.root().get("paths").map(|paths| paths.entries()).unwrap_or_default();
    let paths = entries.into_iter().filter(|(path, _)| path.starts_with('/'));
    paths.map(|(path, item)| (shape(path), (path, item))).collect()
}

/// Our paths, then upstream's below the start that ours have in common.
fn shapes(paths: &Sides<Paths<'_>>) -> Vec<String> {
    let mut shapes: Vec<String> = paths.base.keys().chain(paths.effective.keys()).cloned().collect();
    let common =
        paths.base.keys().map(|shape| shape.split('/').collect::<Vec<_>>()).reduce(|mut common, other| {
            let same = common.iter().zip(&other).take_while(|(one, other)| one == other).count();
            common.truncate(same);
            common
        });
    let common = common.unwrap_or_default();
    let below = |shape: &&String| {
        shape.split('/').zip(&common).filter(|(one, other)| one == *other).count() == common.len()
    };
    shapes.extend(paths.upstream.keys().filter(below).cloned());
    let mut seen = BTreeSet::new();
    shapes.retain(|shape| seen.insert(shape.clone()));
    shapes
}

/// The template without the names of its parameters.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut named = false;
    for letter in path.chars() {
        if letter == '}' {
            named = false;
        }
        if !named {
            shape.push(letter);
        }
        if letter == '{' {
            named = true;
        }
    }
    shape
}
