//! Comparing request bodies, responses, their media types and headers.

use indexmap::IndexMap;
use openapi_document::{MediaType, Node};

use crate::{
    comparison::Comparison,
    constraint::Constraint,
    diff::{Location, Usage},
    rules::{Aspect, Direction},
    schema_view::SchemaView,
    sides::Sides,
};

/// A kind of part that a holder has by name.
struct PartKind {
    aspect: Aspect,
    label: &'static str,
    /// Key of the holder.
    key: &'static str,
    /// One spelling for names that mean the same; `None` for a name that is ignored.
    normalize: fn(&str) -> Option<String>,
}

const STATUSES: PartKind = PartKind {
    aspect: Aspect::Status,
    label: "status",
    key: "responses",
    normalize: |status| match status {
        _ if status.starts_with("x-") => None,
        _ if status.len() == 3 => Some(status.to_uppercase()),
        _ => Some(status.to_owned()),
    },
};

const HEADERS: PartKind = PartKind {
    aspect: Aspect::Header,
    label: "header",
    key: "headers",
    // The specification says to ignore `Content-Type` here; the media types stand for it.
    normalize: |name| Some(name.to_lowercase()).filter(|name| name != "content-type"),
};

const MEDIA_TYPES: PartKind = PartKind {
    aspect: Aspect::MediaType,
    label: "media type",
    key: "content",
    normalize: |name| {
        let written =
            MediaType::parse(name).map_or_else(|_| name.to_owned(), |media_type| media_type.to_string());
        Some(written.to_lowercase())
    },
};

impl<'v> Comparison<'v> {
    /// Compares the request bodies of operations that belong together.
    pub(crate) fn body(&mut self, operations: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let usage = usage.part("request body", Direction::Request);
        let bodies = operations.and_then(|operation| Some(operation.get("requestBody")?.follow()));
        let presence = operations.zip(&bodies).map(|(operation, body)| {
            operation.as_ref()?;
            Some(Constraint::part(body.as_ref().map(|_| "taken"), body.as_ref().is_some_and(is_required)))
        });
        self.diff.record(Aspect::Body, "request body", &usage, &presence, || {
            let lacking = operations.and_then(|operation| Some(Location::lacking(operation, "requestBody")));
            bodies.and_then(|body| Some(Location::of(body))).or(lacking)
        });
        if bodies.is_comparable() {
            self.required(&bodies, is_required, &usage);
            self.content(&bodies, &usage);
        }
    }

    /// Compares the responses of operations that belong together.
    pub(crate) fn responses(&mut self, operations: &Sides<Option<Node<'v>>>, usage: &Usage) {
        let usage = usage.part("responses", Direction::Response);
        self.parts(&STATUSES, operations, &usage, |comparison, status, responses, usage| {
            let usage = usage.part(format!("response {status}"), Direction::Response);
            comparison.parts(&HEADERS, responses, &usage, |comparison, name, headers, usage| {
                let usage = usage.part(format!("{} header {name}", usage.part), Direction::Response);
                comparison.required(headers, is_required, &usage);
                comparison.value(headers, &usage);
            });
            comparison.content(responses, &usage);
        });
    }

    /// Compares the media types of parts that belong together.
    pub(crate) fn content(&mut self, holders: &Sides<Option<Node<'v>>>, usage: &Usage) {
        self.parts(&MEDIA_TYPES, holders, usage, |comparison, name, media_types, usage| {
            let usage = usage.part(format!("{} {name}", usage.part), usage.direction);
            let schemas = media_types.and_then(|media_type| {
                let unconstrained = || SchemaView::unconstrained(media_type.pointer().clone());
                Some(media_type.get("schema").map_or_else(unconstrained, SchemaView::of))
            });
            comparison.push(schemas, usage);
        });
    }

    /// Compares the presence of named parts, and calls `inside` for those that upstream and we both have.
    fn parts(
        &mut self,
        kind: &PartKind,
        holders: &Sides<Option<Node<'v>>>,
        usage: &Usage,
        mut inside: impl FnMut(&mut Self, &str, &Sides<Option<Node<'v>>>, &Usage),
    ) {
        let parts = holders.and_then(|holder| Some(kind.parts(holder)));
        for name in parts.names() {
            let nodes = parts.and_then(|parts| parts.get(name).cloned());
            let presence = parts.and_then(|parts| {
                let part = parts.get(name);
                let is_required = kind.aspect == Aspect::Header && part.is_some_and(is_required);
                Some(Constraint::part(part.map(|_| "described"), is_required))
            });
            self.diff.record(kind.aspect, format!("{} {name}", kind.label), usage, &presence, || {
                let lacking = holders.and_then(|holder| Some(kind.lacking(holder, name)));
                nodes.and_then(|node| Some(Location::of(node))).or(lacking)
            });
            if nodes.is_comparable() {
                inside(self, name, &nodes, usage);
            }
        }
    }
}

impl PartKind {
    fn parts<'v>(&self, holder: &Node<'v>) -> IndexMap<String, Node<'v>> {
        let parts = holder.get(self.key).map(Node::follow);
        let entries = parts.iter().flat_map(Node::entries);
        entries.filter_map(|(name, node)| Some(((self.normalize)(name)?, node.follow()))).collect()
    }

    fn lacking(&self, holder: &Node<'_>, name: &str) -> Location {
        let mut location = Location::lacking(holder, self.key);
        location.at = holder.get(self.key).map_or(location.at, |parts| parts.follow().pointer().clone());
        location.sources = location.sources.iter().map(|at| at.child(name)).collect();
        location
    }
}

fn is_required(part: &Node<'_>) -> bool {
    part.flag("required") == Some(true)
}
