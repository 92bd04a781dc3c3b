//! One alternative of a place, and reading what its schemas say together.

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    document::Node,
    place::{Conjunct, Place},
    types::TypeSet,
};
use openapi_document::Pointer;

/// Conjuncts that all apply.
pub type Branch<'v> = Vec<Conjunct<'v>>;

/// One alternative of a place.
#[derive(Clone, Debug)]
pub struct Alternative<'v> {
    /// One list of conjuncts; several where bare types or values were joined into one alternative.
    pub branches: Vec<Branch<'v>>,
    /// Where to point if there is no schema.
    pub home: Pointer,
}

impl<'v> Alternative<'v> {
    /// All schemas that have a say.
    pub fn conjuncts(&self) -> impl Iterator<Item = &Conjunct<'v>> {
        self.branches.iter().flatten()
    }

    /// The types that fit.
    pub fn types(&self) -> TypeSet {
        let of_branch = |branch: &Branch<'v>| {
            branch.iter().fold(TypeSet::ANY, |types, conjunct| types & conjunct.types())
        };
        self.branches.iter().fold(TypeSet::NONE, |types, branch| types | of_branch(branch))
    }

    /// The values that fit, null apart, if they are listed.
    pub fn values(&self) -> Option<Vec<Value>> {
        let mut joined: Vec<Value> = Vec::new();
        for branch in &self.branches {
            let lists = branch.iter().filter_map(Conjunct::values);
            let common = lists.map(<[Value]>::to_vec).reduce(|mut common, list| {
                common.retain(|value| list.contains(value));
                common
            })?;
            joined.extend(common.into_iter().filter(|value| !value.is_null()));
        }
        // A list of null alone is a matter of the type.
        Some(joined).filter(|values| !values.is_empty())
    }

    /// Whether the schemas leave the value alone.
    pub fn is_open(&self) -> bool {
        self.conjuncts().all(|conjunct| match conjunct.node.value {
            Value::Object(schema) => schema.keys().all(|key| says_nothing(key)),
            other => other == &Value::Bool(true),
        })
    }

    /// What each schema has below `key`.
    pub fn all(&self, key: &str) -> impl Iterator<Item = Node<'v>> {
        self.conjuncts().filter_map(move |conjunct| conjunct.node.raw(key))
    }

    /// Whether a schema sets the flag.
    pub fn says(&self, flag: &str) -> bool {
        self.all(flag).any(|node| node.value == &Value::Bool(true))
    }

    /// The schemas in the object below `key`, by name.
    pub fn named(&self, key: &str) -> IndexMap<&'v str, Place<'v>> {
        let mut named: IndexMap<&'v str, Place<'v>> = IndexMap::new();
        for holder in self.all(key) {
            let names = holder.value.as_object().into_iter().flat_map(|object| object.keys());
            for (name, node) in names.filter_map(|name| Some((name.as_str(), holder.raw(name)?))) {
                match named.get_mut(name) {
                    Some(place) => place.nodes.push(node),
                    None => {
                        named.insert(name, Place::of(node));
                    }
                }
            }
        }
        named
    }

    /// The place that the schemas below `key` describe; anything, if there are none.
    pub fn below(&self, key: &str) -> Place<'v> {
        let nodes: Vec<Node<'v>> = self.all(key).collect();
        let home = nodes.first().map_or_else(|| self.at(&[]), |node| node.at.clone());
        Place { nodes, home }
    }

    /// The fields that must be there.
    pub fn required(&self) -> Vec<&'v str> {
        let mut names: Vec<&'v str> = Vec::new();
        for list in self.all("required") {
            names.extend(list.value.as_array().into_iter().flatten().filter_map(Value::as_str));
        }
        names
    }

    /// Where a field is asked for, or would be: in the list that names it, else in the schema that describes it.
    pub fn asked_at(&self, name: &str) -> Pointer {
        let names =
            |list: &Node<'v>| list.value.as_array().is_some_and(|list| list.iter().any(|one| one == name));
        let list = self.all("required").find(names);
        let holder = || {
            let describes = |conjunct: &&Conjunct<'v>| {
                conjunct.node.raw("properties").is_some_and(|fields| fields.raw(name).is_some())
            };
            let node = &self.conjuncts().find(describes)?.node;
            Some(node.raw("required").unwrap_or_else(|| node.clone()))
        };
        list.or_else(holder).map_or_else(|| self.at(&["required"]), |node| node.at)
    }

    /// The place of the first keyword that is there, or else of the schema.
    pub fn at(&self, keywords: &[&str]) -> Pointer {
        let said = keywords.iter().find_map(|key| self.all(key).next());
        let first = said.or_else(|| self.conjuncts().next().map(|conjunct| conjunct.node.clone()));
        first.map_or_else(|| self.home.clone(), |node| node.at)
    }

    /// Takes alternatives that are bare types or lists of values together, as `type` and `enum` would.
    pub fn joined(alternatives: Vec<Self>) -> Vec<Self> {
        let bare = |alternative: &Self| alternative.conjuncts().all(is_bare);
        let listed = alternatives.iter().filter(|alternative| alternative.values().is_some()).count();
        if alternatives.len() < 2
            || !alternatives.iter().all(bare)
            || (listed != 0 && listed != alternatives.len())
        {
            return alternatives;
        }
        let home = alternatives[0].home.clone();
        vec![Self {
            branches: alternatives.into_iter().flat_map(|alternative| alternative.branches).collect(),
            home,
        }]
    }
}

fn is_bare(conjunct: &Conjunct<'_>) -> bool {
    let keys = conjunct.node.value.as_object().into_iter().flat_map(|schema| schema.keys());
    keys.filter(|key| !says_nothing(key))
        .all(|key| matches!(key.as_str(), "type" | "enum" | "const" | "nullable"))
}

/// Whether a keyword says nothing about the value: prose, and what the conjuncts already stand for.
fn says_nothing(key: &str) -> bool {
    is_prose(key)
        || matches!(key, "$ref" | "allOf" | "oneOf" | "anyOf" | "readOnly" | "writeOnly" | "default")
}

/// Whether a keyword of a schema is there for people, or to find the schema by.
pub fn is_prose(key: &str) -> bool {
    let prose =
        ["title", "description", "example", "examples", "deprecated", "externalDocs", "xml", "discriminator"];
    let names = ["$comment", "$schema", "$id", "$anchor", "$defs"];
    key.starts_with("x-") || prose.contains(&key) || names.contains(&key)
}
