//! The constraints of a schema, however it is written.

use indexmap::IndexMap;
use openapi_document::{Node, Pointer};
use serde_json::Value;

use crate::{
    branch::{self, Branch, Conjunct, is_annotation},
    diff::Location,
    types::TypeSet,
};

/// The schemas that apply to one value.
#[derive(Clone, Debug)]
pub struct SchemaView<'v> {
    /// The schemas, before references. All of them apply; without any, every value is allowed.
    pub nodes: Vec<Node<'v>>,
    /// The location to name where there is no schema.
    pub fallback: Pointer,
}

/// A schema by its alternatives.
#[derive(Clone, Debug)]
pub struct ResolvedSchema<'v> {
    /// The alternatives, `null` aside; at least one.
    pub alternatives: Vec<Alternative<'v>>,
    /// `true` if null is allowed.
    pub is_nullable: bool,
}

/// One alternative of a schema.
#[derive(Clone, Debug)]
pub struct Alternative<'v> {
    /// One branch; several where bare types or values were joined into one alternative.
    branches: Vec<Branch<'v>>,
    /// The location to name where there is no schema.
    pub fallback: Pointer,
}

impl<'v> SchemaView<'v> {
    /// The view of one schema.
    pub fn of(node: Node<'v>) -> Self {
        Self { fallback: node.pointer().clone(), nodes: vec![node] }
    }

    /// The view of a value without a schema.
    pub fn unconstrained(fallback: Pointer) -> Self {
        Self { nodes: Vec::new(), fallback }
    }

    /// Follows references and expands compositions.
    pub fn resolve(&self) -> ResolvedSchema<'v> {
        let alternative = |branch| Alternative { branches: vec![branch], fallback: self.fallback.clone() };
        let mut alternatives: Vec<Alternative<'v>> =
            branch::expand(&self.nodes).into_iter().map(alternative).collect();
        let is_nullable = alternatives.iter().any(|alternative| alternative.types().contains(TypeSet::NULL));
        if alternatives.iter().any(|alternative| alternative.types() != TypeSet::NULL) {
            alternatives.retain(|alternative| alternative.types() != TypeSet::NULL);
        }
        ResolvedSchema { alternatives: Alternative::joined(alternatives), is_nullable }
    }

    /// Returns `true` if a schema sets the flag.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.resolve().alternatives.iter().any(|alternative| alternative.has_flag(flag))
    }

    /// Describes the types in a few words.
    pub fn outline(&self) -> String {
        let alternatives = self.resolve().alternatives;
        let types: Vec<String> = alternatives.iter().map(|one| one.types().to_string()).collect();
        types.join(" or ")
    }
}

impl<'v> Alternative<'v> {
    /// Iterates over the schemas that apply.
    pub fn conjuncts(&self) -> impl Iterator<Item = &Conjunct<'v>> {
        self.branches.iter().flatten()
    }

    /// Returns the types that are allowed.
    pub fn types(&self) -> TypeSet {
        self.branches.iter().fold(TypeSet::NONE, |types, branch| types | branch::types(branch))
    }

    /// Returns the values that are allowed, null aside, if they are listed.
    pub fn values(&self) -> Option<Vec<&'v Value>> {
        let mut joined: Vec<&'v Value> = Vec::new();
        for branch in &self.branches {
            let lists = branch.iter().filter_map(Conjunct::values);
            let common =
                lists.map(|list| list.iter().collect()).reduce(|mut common: Vec<&Value>, list| {
                    common.retain(|value| list.contains(value));
                    common
                })?;
            joined.extend(common.into_iter().filter(|value| !value.is_null()));
        }
        // A list of null alone is a matter of the type.
        Some(joined).filter(|values| !values.is_empty())
    }

    /// Returns `true` if the schemas do not constrain the value.
    pub fn is_unconstrained(&self) -> bool {
        self.conjuncts().all(|conjunct| match conjunct.node.value() {
            Value::Object(schema) => schema.keys().all(|key| !is_constraint(key)),
            other => other == &Value::Bool(true),
        })
    }

    /// Iterates over the values that the schemas have below `key`.
    pub fn all(&self, key: &str) -> impl Iterator<Item = Node<'v>> {
        self.conjuncts().filter_map(move |conjunct| conjunct.node.get(key))
    }

    /// Returns `true` if a schema sets the flag.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.all(flag).any(|node| node.value() == &Value::Bool(true))
    }

    /// Returns the schemas in the objects below `key`, by name.
    pub fn named(&self, key: &str) -> IndexMap<&'v str, SchemaView<'v>> {
        let mut named: IndexMap<&'v str, SchemaView<'v>> = IndexMap::new();
        for holder in self.all(key) {
            for (name, node) in holder.entries() {
                match named.get_mut(name) {
                    Some(view) => view.nodes.push(node),
                    None => {
                        named.insert(name, SchemaView::of(node));
                    }
                }
            }
        }
        named
    }

    /// Returns the schemas below `key`.
    pub fn below(&self, key: &str) -> SchemaView<'v> {
        let nodes: Vec<Node<'v>> = self.all(key).collect();
        let fallback = nodes.first().map_or_else(|| self.at(&[]), |node| node.pointer().clone());
        SchemaView { nodes, fallback }
    }

    /// Returns the names of the required fields.
    pub fn required(&self) -> Vec<&'v str> {
        let mut names = Vec::new();
        for list in self.all("required") {
            names.extend(list.value().as_array().into_iter().flatten().filter_map(Value::as_str));
        }
        names
    }

    /// Returns the location at which a field is required, or would be: the list that names it, else that of the schema
    /// that describes it.
    pub fn required_at(&self, name: &str) -> Pointer {
        let lists_it = |list: &Node<'v>| {
            list.value().as_array().is_some_and(|list| list.iter().any(|listed| listed == name))
        };
        let beside_field = || {
            let field = |conjunct: &&Conjunct<'v>| {
                conjunct.node.get("properties").is_some_and(|fields| fields.get(name).is_some())
            };
            let schema = &self.conjuncts().find(field)?.node;
            Some(schema.get("required").unwrap_or_else(|| schema.clone()))
        };
        let node = self.all("required").find(lists_it).or_else(beside_field);
        node.map_or_else(|| self.at(&["required"]), |node| node.pointer().clone())
    }

    /// Returns the location of the first of the keywords that is there, else of the schema.
    pub fn at(&self, keywords: &[&str]) -> Pointer {
        let keyword = keywords.iter().find_map(|key| self.all(key).next());
        let node = keyword.or_else(|| self.conjuncts().next().map(|conjunct| conjunct.node.clone()));
        node.map_or_else(|| self.fallback.clone(), |node| node.pointer().clone())
    }

    /// Returns the location of the constraint that the keywords set.
    pub fn location(&self, keywords: &[&str]) -> Location {
        let mut location = Location { at: self.at(keywords), ..Location::default() };
        for Conjunct { node, .. } in self.conjuncts() {
            location.sources.extend(keywords.iter().map(|key| node.pointer().child(key)));
            location.route.extend(node.route().iter().cloned());
        }
        if location.sources.is_empty() {
            location.sources.push(self.fallback.clone());
        }
        location
    }

    /// Describes the alternative in a few words.
    pub fn outline(&self) -> String {
        let types = self.types().to_string();
        let fields: Vec<&str> = self.named("properties").into_keys().collect();
        if fields.is_empty() { types } else { format!("{types} of {}", fields.join(", ")) }
    }

    /// Joins alternatives that are bare types or lists of values, as `type` and `enum` would.
    fn joined(alternatives: Vec<Self>) -> Vec<Self> {
        let listed = alternatives.iter().filter(|alternative| alternative.values().is_some()).count();
        let is_bare = |alternative: &Self| alternative.conjuncts().all(is_bare);
        let is_mixed = listed != 0 && listed != alternatives.len();
        match alternatives.as_slice() {
            [first, _, ..] if !is_mixed && alternatives.iter().all(is_bare) => {
                let fallback = first.fallback.clone();
                let branches = alternatives.into_iter().flat_map(|alternative| alternative.branches);
                vec![Self { branches: branches.collect(), fallback }]
            }
            _ => alternatives,
        }
    }
}

fn is_bare(conjunct: &Conjunct<'_>) -> bool {
    let keys = conjunct.node.value().as_object().into_iter().flat_map(|schema| schema.keys());
    keys.filter(|key| is_constraint(key))
        .all(|key| matches!(key.as_str(), "type" | "enum" | "const" | "nullable"))
}

/// Returns `true` if a keyword constrains the value: it is no annotation, and nothing that conjuncts stand for already.
fn is_constraint(key: &str) -> bool {
    !is_annotation(key)
        && !matches!(key, "$ref" | "allOf" | "oneOf" | "anyOf" | "readOnly" | "writeOnly" | "default")
}
