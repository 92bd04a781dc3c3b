//! Comparing request bodies, responses, their media types and headers.

use indexmap::IndexMap;

use super::{
    document::Node,
    fact::Fact,
    judgement::{Aspect, Direction},
    ledger::{Spot, Subject, Usage},
    operations::{missing_spot, part_spot},
    place::Place,
    schema::Walk,
    sides::Sides,
};

/// A kind of part that a holder has by name.
struct Kind {
    aspect: Aspect,
    label: &'static str,
    /// Where the holder keeps them.
    key: &'static str,
    /// One spelling for names that mean the same; `None` for what is none.
    spelled: fn(&str) -> Option<String>,
}

const STATUSES: Kind = Kind {
    aspect: Aspect::Status,
    label: "status",
    key: "responses",
    spelled: |status| match status {
        _ if status.starts_with("x-") => None,
        _ if status.len() == 3 => Some(status.to_uppercase()),
        _ => Some(status.to_owned()),
    },
};

const HEADERS: Kind = Kind {
    aspect: Aspect::Header,
    label: "header",
    key: "headers",
    // The specification has it ignored here; the media types say it.
    spelled: |name| Some(name.to_lowercase()).filter(|name| name != "content-type"),
};

const MEDIA_TYPES: Kind = Kind {
    aspect: Aspect::MediaType,
    label: "media type",
    key: "content",
    spelled: |name| Some(name.to_lowercase().replace(' ', "")),
};

impl<'v> Walk<'v> {
    /// Compares the request bodies of operations that belong together.
    pub(super) fn body(&mut self, operations: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let usage = usage.part("request body", Direction::Request);
        let bodies = operations.and_then(|operation| operation.get("requestBody"));
        let facts = operations.and_then(|operation| {
            let body = operation.get("requestBody");
            Some(Fact::part(
                body.as_ref().map(|_| "taken".to_owned()),
                body.as_ref().is_some_and(is_required),
            ))
        });
        self.ledger.settle(Subject::new(Aspect::Body, "request body"), &usage, &facts, || {
            let missing = operations.and_then(|operation| Some(missing_spot(operation, "requestBody")));
            bodies.and_then(|body| Some(part_spot(body))).or(missing)
        });
        if bodies.comparable() {
            self.demand(&bodies, "required", is_required, &usage);
            self.content(&bodies, &usage);
        }
    }

    /// Compares the responses of operations that belong together.
    pub(super) fn responses(&mut self, operations: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let usage = usage.part("responses", Direction::Response);
        self.each(&STATUSES, operations, &usage, |walk, status, nodes, usage| {
            let usage = usage.part(format!("response {status}"), Direction::Response);
            walk.each(&HEADERS, nodes, &usage, |walk, name, headers, usage| {
                let usage = usage.part(format!("{} header {name}", usage.part), Direction::Response);
                walk.demand(headers, "required", is_required, &usage);
                walk.described(headers, &usage);
            });
            walk.content(nodes, &usage);
        });
    }

    /// Compares the media types of parts that belong together.
    pub(super) fn content(&mut self, holders: &Sides<Option<Node<'v>>>, usage: &Usage) {
        self.each(&MEDIA_TYPES, holders, usage, |walk, name, nodes, usage| {
            let usage = usage.part(format!("{} {name}", usage.part), usage.direction);
            let open = |node: &Node<'v>| Place { nodes: Vec::new(), home: node.at.clone() };
            let schema = |node: &Node<'v>| node.raw("schema").map_or_else(|| open(node), Place::of);
            walk.push(nodes.and_then(|node| Some(schema(node))), usage);
        });
    }

    /// Compares the presence of named parts, and goes on inside those that upstream and we both have.
    fn each(
        &mut self,
        kind: &Kind,
        holders: &Sides<Option<Node<'v>>>,
        usage: &Usage,
        mut inside: impl FnMut(&mut Self, &str, &Sides<Option<Node<'v>>>, &Usage),
    ) {
        let parts = holders.and_then(|holder| Some(kind.parts(holder)));
        let mut names: Vec<&String> = parts.iter().flatten().flat_map(IndexMap::keys).collect();
        names.sort();
        names.dedup();
        for name in names {
            let nodes = parts.and_then(|parts| parts.get(name).cloned());
            let facts = parts.and_then(|parts| {
                let part = parts.get(name);
                let asked = kind.aspect == Aspect::Header && part.is_some_and(is_required);
                Some(Fact::part(part.map(|_| "described".to_owned()), asked))
            });
            let subject = Subject::new(kind.aspect, format!("{} {name}", kind.label));
            self.ledger.settle(subject, usage, &facts, || {
                let missing = holders.and_then(|holder| Some(kind.missing(holder, name)));
                nodes.and_then(|node| Some(part_spot(node))).or(missing)
            });
            if nodes.comparable() {
                inside(self, name, &nodes, usage);
            }
        }
    }
}

impl Kind {
    fn parts<'v>(&self, holder: &Node<'v>) -> IndexMap<String, Node<'v>> {
        let parts = holder.get(self.key).map(|parts| parts.entries()).unwrap_or_default();
        parts.into_iter().filter_map(|(name, node)| Some(((self.spelled)(name)?, node))).collect()
    }

    fn missing(&self, holder: &Node<'_>, name: &str) -> Spot {
        let mut spot = missing_spot(holder, self.key);
        spot.at = holder.get(self.key).map_or(spot.at, |parts| parts.at);
        spot.sources = spot.sources.iter().map(|at| at.child(name)).collect();
        spot
    }
}

fn is_required(part: &Node<'_>) -> bool {
    part.flag("required") == Some(true)
}
