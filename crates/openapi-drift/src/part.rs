//! The normal form of a document: parts, each with its constraints and the parts inside it.
//!
//! Two documents that look the same on the wire have equal parts, however they are written. What a document does not
//! say is left out.

use indexmap::IndexMap;
use openapi_document::{Node, Pointer};
use serde_json::Value;

use crate::{
    constraint::Constraint,
    rules::{Aspect, Direction},
    schema::View,
    types::{self, Types},
};

/// A part of a document, such as an operation or an alternative of a schema.
#[derive(Clone, Debug)]
pub struct Part<'v> {
    /// The values that describe it. All of them apply.
    pub nodes: Vec<Node<'v>>,
    /// The location to name where nothing describes it.
    pub fallback: Pointer,
    /// The types that are allowed.
    pub types: Types,
    /// `true` for a schema that any value fits.
    pub is_unconstrained: bool,
    /// The constraints, by name.
    pub facts: IndexMap<&'static str, Fact>,
    /// The parts inside, by the keyword that holds them and their name below it.
    pub children: IndexMap<(&'static str, String), Child<'v>>,
    /// The schema of the value that it describes.
    pub schema: Option<View<'v>>,
}

/// A constraint of a part.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Kind of the constraint.
    pub aspect: Aspect,
    /// The constraint.
    pub constraint: Constraint,
    /// Keywords that set it.
    pub keys: &'static [&'static str],
}

/// A part inside another one.
#[derive(Clone, Debug)]
pub struct Child<'v> {
    /// The part; `None` if it is only required.
    pub part: Option<Part<'v>>,
    /// `true` if it must be there.
    pub is_required: bool,
    /// The step to it, to show to the reader.
    pub step: String,
}

/// The location of a constraint, or of what lacks it.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// The location to show.
    pub at: Pointer,
    /// The locations of which an overlay must have changed one to change the constraint.
    pub sources: Vec<Pointer>,
    /// The references that were followed to it.
    pub route: Vec<Pointer>,
}

impl<'v> Part<'v> {
    /// The part that nodes describe together.
    pub fn new(nodes: Vec<Node<'v>>, fallback: Pointer) -> Self {
        let (facts, children) = (IndexMap::new(), IndexMap::new());
        Self { nodes, fallback, types: types::ANY, is_unconstrained: false, facts, children, schema: None }
    }

    /// The part that one node describes.
    pub fn of(node: &Node<'v>) -> Self {
        Self::new(vec![node.clone()], node.pointer().clone())
    }

    /// The part that is a value with a schema.
    pub fn value(schema: View<'v>) -> Self {
        Self { schema: Some(schema.clone()), ..Self::new(Vec::new(), schema.fallback) }
    }

    /// Adds a constraint, unless it is what goes without saying.
    pub fn add_fact(
        &mut self,
        what: &'static str,
        aspect: Aspect,
        keys: &'static [&'static str],
        constraint: Constraint,
    ) {
        if constraint != constraint.neutral() {
            self.facts.insert(what, Fact { aspect, constraint, keys });
        }
    }

    /// Adds a part inside this one.
    pub fn add(&mut self, keyword: &'static str, name: impl Into<String>, child: Child<'v>) {
        self.children.insert((keyword, name.into()), child);
    }

    /// Returns the location of the constraint that the keywords set, or of the keyword that holds `name`.
    pub fn locate(&self, keys: &[&str], name: Option<&str>) -> Location {
        let candidates = self.nodes.iter().flat_map(|node| keys.iter().map(move |key| (node, *key)));
        let mut location = Location { at: self.fallback.clone(), ..Location::default() };
        let best = candidates.clone().enumerate().min_by_key(|(index, (node, key))| {
            let position = keys.iter().position(|known| known == key);
            (relevance(node, key, name), position, *index)
        });
        if let Some(node) = best.map(|(_, (node, key))| node.get(key).unwrap_or_else(|| node.clone())) {
            location.at = node.pointer().clone();
        }
        for (node, key) in candidates {
            let holder = node.pointer().child(key);
            let is_list = node.get(key).is_some_and(|holder| holder.value().is_array());
            location
                .sources
                .push(name.filter(|_| !is_list).map_or(holder.clone(), |name| holder.child(name)));
        }
        location.route.extend(self.nodes.iter().flat_map(|node| node.route().iter().cloned()));
        if location.sources.is_empty() {
            location.sources.push(self.fallback.clone());
        }
        location
    }

    /// Returns the location of a part inside, or of what lacks it.
    pub fn locate_child(&self, (keyword, name): &(&'static str, String)) -> Location {
        let mut location = match (*keyword, name.as_str()) {
            ("", method) => self.locate(&[method], None),
            (keyword, "") => self.locate(&[keyword], None),
            (keyword, name) => self.locate(&[keyword], Some(name)),
        };
        let child = self.children.get(&(*keyword, name.clone())).and_then(|child| child.part.as_ref());
        if let Some(part) = child {
            location.at = part.fallback.clone();
            location.sources.push(part.fallback.clone());
        }
        location
    }

    /// Returns the part that stands for one that is not there: the values of a map for a field, the further elements
    /// for one of a tuple, anything for a schema that is not given.
    pub fn stand_in(&self, key @ (keyword, _): &(&'static str, String)) -> Option<Part<'v>> {
        let general = |keyword| self.children.get(&(keyword, String::new()))?.part.clone();
        match *keyword {
            "properties" => general("additionalProperties")
                .filter(|map| map.schema.as_ref().is_some_and(|schema| !schema.is_trivial())),
            "prefixItems" => {
                general("items").or_else(|| Some(Part::value(View::anything(self.locate_child(key).at))))
            }
            "paths" => Some(Part::new(Vec::new(), self.locate_child(key).at)),
            _ if presence(key).is_none() => Some(Part::value(View::anything(self.locate_child(key).at))),
            _ => None,
        }
    }

    /// Describes an alternative of a schema in a few words.
    pub fn outline(&self) -> String {
        let types = types::describe(self.types);
        let fields = self
            .children
            .iter()
            .filter(|((keyword, _), child)| *keyword == "properties" && child.part.is_some());
        let fields: Vec<&str> = fields.map(|((_, name), _)| name.as_str()).collect();
        if fields.is_empty() { types } else { format!("{types} of {}", fields.join(", ")) }
    }
}

impl Child<'_> {
    /// Returns the constraint that it is there.
    pub fn presence(&self, keyword: &str, direction: Direction) -> Constraint {
        let Some(part) = &self.part else { return Constraint::Part(None, false) };
        let text = match (keyword, &part.schema) {
            ("properties", Some(schema)) => schema.outline(),
            ("parameters" | "requestBody", _) => "taken".to_owned(),
            _ => "described".to_owned(),
        };
        let is_received = || part.schema.as_ref().is_some_and(|schema| schema.has_flag("readOnly"));
        let is_sent = direction == Direction::Response || !is_received();
        Constraint::Part(Some(text), self.is_required && is_sent)
    }
}

/// Returns how a difference in the presence of a part is called; `None` for a part that is always there, if only as one
/// that allows everything.
pub fn presence((keyword, name): &(&'static str, String)) -> Option<(Aspect, String)> {
    Some(match *keyword {
        "" => (Aspect::Operation, "operation".to_owned()),
        "parameters" => (Aspect::Parameter, format!("{name} parameter")),
        "requestBody" => (Aspect::Body, "request body".to_owned()),
        "responses" => (Aspect::Status, format!("status {name}")),
        "headers" => (Aspect::Header, format!("header {name}")),
        "content" => (Aspect::MediaType, format!("media type {name}")),
        "properties" => (Aspect::Field, format!("field `{name}`")),
        _ => return None,
    })
}

/// Returns how well a keyword of a node fits, the best first: it lists the name; the node has that field; the keyword is
/// there; it is not.
fn relevance(node: &Node<'_>, key: &str, name: Option<&str>) -> u8 {
    let holder = node.value().get(key);
    let is_listed =
        |name| holder.and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| one == name));
    match (holder, name) {
        (Some(_), None) => 0,
        (_, Some(name)) if is_listed(name) => 0,
        (_, Some(name))
            if node.value().get("properties").is_some_and(|fields| fields.get(name).is_some()) =>
        {
            1
        }
        (Some(_), _) => 2,
        (None, _) => 3,
    }
}
