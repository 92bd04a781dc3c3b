//! Comparing request bodies, responses, their media types and headers.

use indexmap::IndexMap;

use super::{
    document::Node,
    fact::Fact,
    judgement::{Aspect, Direction},
    ledger::{Subject, Usage},
    operations::{missing_spot, part_spot},
    place::Place,
    schema::Walk,
    sides::Sides,
};

/// Parts of a holder, by their names in one spelling.
type Parts<'v> = IndexMap<String, Node<'v>>;

impl<'v> Walk<'v> {
    /// Compares the request bodies of operations that belong together.
    pub(super) fn body(&mut self, operations: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let usage = usage.part("request body", Direction::Request);
        let bodies = operations.and_then(|operation| operation.get("requestBody"));
        let asked = |body: &Node<'v>| body.flag("required") == Some(true);
        let facts = operations.and_then(|operation| {
            let body = operation.get("requestBody");
            Some(Fact::part(body.as_ref().map(|_| "taken".to_owned()), body.as_ref().is_some_and(asked)))
        });
        self.ledger.settle(Subject::new(Aspect::Body, "request body"), &usage, &facts, || {
            operations.and_then(|operation| {
                let body = operation.get("requestBody");
                Some(body.map_or_else(|| missing_spot(operation, "requestBody"), |body| part_spot(&body)))
            })
        });
        if bodies.comparable() {
            self.demand(&bodies, "required", asked, &usage);
            self.content(&bodies, &usage);
        }
    }

    /// Compares the responses of operations that belong together.
    pub(super) fn responses(&mut self, operations: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let usage = usage.part("responses", Direction::Response);
        let holders = operations.and_then(|operation| operation.get("responses").or(Some(operation.clone())));
        let statuses = operations.and_then(|operation| {
            let responses = operation.get("responses").map(|responses| responses.entries()).unwrap_or_default();
            Some(responses.into_iter().map(|(status, node)| (spelled(status), node)).collect())
        });
        self.each(Aspect::Status, "status", &holders, &statuses, &usage, |walk, status, nodes, usage| {
            let usage = usage.part(format!("response {status}"), Direction::Response);
            let headers = nodes.and_then(|node| {
                let headers = node.get("headers").map(|headers| headers.entries()).unwrap_or_default();
                let headers = headers.into_iter().map(|(name, node)| (name.to_lowercase(), node));
                Some(headers.filter(|(name, _)| name != "content-type").collect())
            });
            walk.each(Aspect::Header, "header", nodes, &headers, &usage, |walk, name, headers, usage| {
                let usage = usage.inside(&format!(" header {name}"), false);
                walk.demand(headers, "required", |header| header.flag("required") == Some(true), &usage);
                walk.described(headers, &usage);
            });
            walk.content(nodes, &usage);
        });
    }

    /// Compares the media types of parts that belong together.
    pub(super) fn content(&mut self, holders: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let types = holders.and_then(|holder| {
            let content = holder.get("content").map(|content| content.entries()).unwrap_or_default();
            let spelled = |name: &str| name.to_lowercase().replace(' ', "");
            Some(content.into_iter().map(|(name, node)| (spelled(name), node)).collect())
        });
        self.each(Aspect::MediaType, "media type", holders, &types, usage, |walk, name, nodes, usage| {
            let usage = usage.part(format!("{} {name}", usage.part), usage.direction);
            let open = |node: &Node<'v>| Place { nodes: Vec::new(), home: node.at.clone() };
            walk.push(nodes.and_then(|node| Some(node.raw("schema").map_or_else(|| open(node), Place::of))), usage);
        });
    }

    /// Compares the presence of named parts, and goes on inside those that upstream and we both have.
    fn each(
        &mut self,
        aspect: Aspect,
        label: &str,
        holders: &Sides<Option<Node<'v>>>,
        parts: &Sides<Option<Parts<'v>>>,
        usage: &Usage,
        mut inside: impl FnMut(&mut Self, &str, &Sides<Option<Node<'v>>>, &Usage),
    ) {
        let mut names: Vec<&String> = parts.iter().flatten().flat_map(IndexMap::keys).collect();
        names.sort();
        names.dedup();
        for name in names {
            let nodes = parts.and_then(|parts| parts.get(name).cloned());
            let facts = parts.and_then(|parts| {
                let part = parts.get(name);
                let asked = aspect == Aspect::Header && part.is_some_and(|part| part.flag("required") == Some(true));
                Some(Fact::part(part.map(|_| "described".to_owned()), asked))
            });
            self.ledger.settle(Subject::new(aspect, format!("{label} {name}")), usage, &facts, || {
                let there = nodes.and_then(|node| Some(part_spot(node)));
                let missing = holders.and_then(|holder| Some(missing_spot(holder, name)));
                Sides {
                    base: there.base.or(missing.base),
                    effective: there.effective.or(missing.effective),
                    upstream: there.upstream.or(missing.upstream),
                }
            });
            if nodes.comparable() {
                inside(self, name, &nodes, usage);
            }
        }
    }
}

/// `4xx` and `4XX` are one.
fn spelled(status: &str) -> String {
    if status.len() == 3 { status.to_uppercase() } else { status.to_owned() }
}
