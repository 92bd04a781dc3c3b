//! Expanding schemas: `$ref` and `allOf` are taken together, `oneOf` and `anyOf` become branches.

use std::collections::{BTreeSet, HashSet};

use openapi_document::{Node, Pointer, Version};
use serde_json::{Map, Value};

use crate::types::TypeSet;

/// Choices beside choices multiply; beyond this many branches, further choices are no longer combined with each other.
const MAX_COMBINED: usize = 64;

/// Choices that lead to each other multiply without end; after this many branches, no more are expanded.
const MAX_BRANCHES: usize = 1024;

/// Schemas that all apply at once, each without what its `$ref`, `allOf`, `oneOf` and `anyOf` add.
pub type Branch<'v> = Vec<Conjunct<'v>>;

/// One of the schemas of a branch.
#[derive(Clone, Debug)]
pub struct Conjunct<'v> {
    /// The schema.
    pub node: Node<'v>,
    /// `true` if `nullable` around it lets null through.
    pub null: bool,
}

impl<'v> Conjunct<'v> {
    /// Returns the types that this schema allows.
    pub fn types(&self) -> TypeSet {
        if let Value::Bool(anything) = self.node.value() {
            return if *anything { TypeSet::ANY } else { TypeSet::NONE };
        }
        let mut types = self.node.value().get("type").map_or(TypeSet::ANY, TypeSet::named);
        if self.null {
            types = types | TypeSet::NULL;
        }
        // Documents allow null by the type and forget it in the enum, or the other way round.
        let null = if types == TypeSet::ANY { TypeSet::NONE } else { types & TypeSet::NULL };
        match self.values() {
            Some(values) => {
                let listed = values.iter().fold(null, |listed, value| listed | TypeSet::of_value(value));
                types & listed
            }
            None => types,
        }
    }

    /// Returns the values that an `enum` or `const` lists.
    pub fn values(&self) -> Option<&'v [Value]> {
        let list = self.node.value().get("enum").and_then(Value::as_array).map(Vec::as_slice);
        list.or_else(|| self.node.value().get("const").map(std::slice::from_ref))
    }
}

/// Returns the types that all schemas of a branch allow.
pub fn types(branch: &Branch<'_>) -> TypeSet {
    branch.iter().fold(TypeSet::ANY, |types, conjunct| types & conjunct.types())
}

/// Returns the branches that schemas which all apply leave open, each once. A branch that no value fits is left out,
/// unless there is no other.
pub fn expand<'v>(nodes: &[Node<'v>]) -> Vec<Branch<'v>> {
    let nodes = nodes.iter().map(|node| (node.clone(), false)).collect();
    let mut left = MAX_BRANCHES;
    let mut branches = branches(nodes, &[], &mut left);
    let mut known = HashSet::new();
    branches.retain(|branch| {
        let pointers: BTreeSet<Pointer> =
            branch.iter().map(|conjunct| conjunct.node.pointer().clone()).collect();
        known.insert(pointers)
    });
    branches
}

fn branches<'v>(nodes: Vec<(Node<'v>, bool)>, seen: &[Pointer], left: &mut usize) -> Vec<Branch<'v>> {
    *left = left.saturating_sub(1);
    let mut expansion = Expansion { seen: seen.to_vec(), ..Expansion::default() };
    nodes.into_iter().for_each(|(node, null)| expansion.add(node, null));
    let mut found = vec![expansion.conjuncts];
    for choice in expansion.choices {
        if *left == 0 {
            break;
        }
        let options: Vec<Branch<'v>> =
            choice.into_iter().flat_map(|option| branches(vec![option], &expansion.seen, left)).collect();
        let is_combined = found.len().saturating_mul(options.len()) <= MAX_COMBINED;
        let rest = if is_combined { Vec::new() } else { found.split_off(1) };
        let all: Vec<Branch<'v>> = found
            .iter()
            .flat_map(|head| options.iter().map(move |tail| [head.as_slice(), tail].concat()))
            .collect();
        let possible: Vec<Branch<'v>> =
            all.iter().filter(|branch| types(branch) != TypeSet::NONE).cloned().collect();
        found = if possible.is_empty() { all } else { possible };
        found.extend(rest);
    }
    found
}

/// The expansion of schemas that all apply.
#[derive(Default)]
struct Expansion<'v> {
    conjuncts: Branch<'v>,
    choices: Vec<Vec<(Node<'v>, bool)>>,
    /// Locations that were expanded on the way here, so that a circle ends.
    seen: Vec<Pointer>,
}

impl<'v> Expansion<'v> {
    fn add(&mut self, node: Node<'v>, null: bool) {
        if self.seen.contains(node.pointer()) {
            return;
        }
        self.seen.push(node.pointer().clone());
        let target = node.target().ok().flatten();
        let is_v3_0 = Version::of(node.document()) == Ok(Version::V3_0);
        let is_alone = target.is_some() && (is_v3_0 || node.value().as_object().is_some_and(is_reference));
        let null = null || (is_v3_0 && !is_alone && node.flag("nullable") == Some(true));
        if !is_alone {
            self.conjuncts.push(Conjunct { node: node.clone(), null });
            node.get("allOf").iter().flat_map(Node::elements).for_each(|part| self.add(part, null));
            for choice in ["oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key)) {
                let options: Vec<_> = choice.elements().map(|option| (option, null)).collect();
                self.choices.extend(Some(options).filter(|options| !options.is_empty()));
            }
        }
        target.into_iter().for_each(|target| self.add(target, null));
    }
}

fn is_reference(schema: &Map<String, Value>) -> bool {
    schema.keys().all(|key| key == "$ref" || is_annotation(key))
}

/// Returns `true` if a keyword of a schema is there for people, or to find the schema by.
pub fn is_annotation(key: &str) -> bool {
    let prose =
        ["title", "description", "example", "examples", "deprecated", "externalDocs", "xml", "discriminator"];
    let names = ["$comment", "$schema", "$id", "$anchor", "$defs"];
    key.starts_with("x-") || prose.contains(&key) || names.contains(&key)
}
