//! Expanding schemas: `$ref` and `allOf` are taken together, `oneOf` and `anyOf` become alternatives.

use std::collections::{BTreeSet, HashSet};

use openapi_document::{Node, Pointer, Version};
use serde_json::{Map, Value};

use crate::{
    alternative::alternative,
    part::Part,
    types::{self, NULL, Types},
};

/// Choices beside choices multiply; beyond this many branches, further choices are no longer combined with each other.
const MAX_COMBINED: usize = 64;

/// Choices that lead to each other multiply without end; after this many branches, no more are expanded.
const MAX_BRANCHES: usize = 1024;

/// Schemas that lead to one another in a row are followed this far; each of them takes a part of the stack.
const MAX_SCHEMAS: usize = 500;

/// Number of references in a row that are followed to tell one schema from another.
const MAX_STEPS: usize = 8;

/// The schemas that apply to one value.
#[derive(Clone, Debug)]
pub struct View<'v> {
    /// The schemas, before references. All of them apply; without any, every value is allowed.
    pub nodes: Vec<Node<'v>>,
    /// The location to name where there is no schema.
    pub fallback: Pointer,
}

/// A schema by its alternatives.
#[derive(Clone, Debug)]
pub struct Schema<'v> {
    /// The alternatives, `null` aside; at least one.
    pub alternatives: Vec<Part<'v>>,
    /// `true` if null is allowed.
    pub is_nullable: bool,
}

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

impl<'v> View<'v> {
    /// The view of one schema.
    pub fn of(node: Node<'v>) -> Self {
        Self { fallback: node.pointer().clone(), nodes: vec![node] }
    }

    /// The view of a value without a schema.
    pub fn anything(fallback: Pointer) -> Self {
        Self { nodes: Vec::new(), fallback }
    }

    /// Returns `true` if the schemas are no more than `true`, `false` or `{}`.
    pub fn is_trivial(&self) -> bool {
        self.nodes.iter().all(|node| node.value().as_object().is_none_or(Map::is_empty))
    }

    /// Returns the locations that tell it from other views, however it is referred to.
    pub fn identity(&self) -> Vec<Pointer> {
        let follow = |node: &Node<'v>| {
            let mut node = node.clone();
            // More steps than that lead in a circle.
            for _ in 0..MAX_STEPS {
                let Some(target) = node.target().ok().flatten().filter(|_| is_reference(&node)) else {
                    break;
                };
                node = target;
            }
            node.pointer().clone()
        };
        if self.nodes.is_empty() {
            vec![self.fallback.clone()]
        } else {
            self.nodes.iter().map(follow).collect()
        }
    }

    /// Follows references and expands compositions.
    pub fn resolve(&self) -> Schema<'v> {
        let mut branches = expand(&self.nodes);
        let is_nullable = branches.iter().any(|branch| branch_types(branch) & NULL != 0);
        if branches.iter().any(|branch| branch_types(branch) != NULL) {
            branches.retain(|branch| branch_types(branch) != NULL);
        }
        let alternatives = join(branches).into_iter().map(|branches| alternative(branches, &self.fallback));
        Schema { alternatives: alternatives.collect(), is_nullable }
    }

    /// Returns `true` if a schema sets the flag.
    pub fn has_flag(&self, flag: &'static str) -> bool {
        self.resolve().alternatives.iter().any(|alternative| alternative.facts.contains_key(flag))
    }

    /// Describes the types in a few words.
    pub fn outline(&self) -> String {
        let alternatives = self.resolve().alternatives;
        alternatives.iter().map(|one| types::describe(one.types)).collect::<Vec<_>>().join(" or ")
    }
}

impl<'v> Conjunct<'v> {
    /// Returns the types that this schema allows.
    fn types(&self) -> Types {
        if let Value::Bool(anything) = self.node.value() {
            return if *anything { types::ANY } else { 0 };
        }
        let types = self.node.value().get("type").map_or(types::ANY, types::named);
        let types = if self.null { types | NULL } else { types };
        // Documents allow null by the type and forget it in the enum, or the other way round.
        let null = if types == types::ANY { 0 } else { types & NULL };
        match self.values() {
            Some(values) => types & values.iter().fold(null, |listed, value| listed | types::of_value(value)),
            None => types,
        }
    }

    /// Returns the values that an `enum` or `const` lists.
    pub fn values(&self) -> Option<&'v [Value]> {
        let list = self.node.value().get("enum").and_then(Value::as_array).map(Vec::as_slice);
        list.or_else(|| self.node.value().get("const").map(std::slice::from_ref))
    }

    /// Returns `true` if the schema has types and values alone.
    fn is_bare(&self) -> bool {
        let keys = self.node.value().as_object().into_iter().flat_map(Map::keys);
        keys.filter(|key| is_constraint(key))
            .all(|key| matches!(key.as_str(), "type" | "enum" | "const" | "nullable"))
    }
}

/// Returns the types that all schemas of a branch allow.
pub fn branch_types(branch: &Branch<'_>) -> Types {
    branch.iter().fold(types::ANY, |types, conjunct| types & conjunct.types())
}

/// Joins branches that are bare types or lists of values into one alternative, as `type` and `enum` would.
fn join(branches: Vec<Branch<'_>>) -> Vec<Vec<Branch<'_>>> {
    let is_listed = |branch: &&Branch<'_>| branch.iter().any(|conjunct| conjunct.values().is_some());
    let listed = branches.iter().filter(is_listed).count();
    let is_mixed = listed != 0 && listed != branches.len();
    if branches.iter().flatten().all(Conjunct::is_bare) && !is_mixed {
        return vec![branches];
    }
    branches.into_iter().map(|branch| vec![branch]).collect()
}

/// Returns the branches that schemas which all apply leave open, each once. A branch that no value fits is left out,
/// unless there is no other.
fn expand<'v>(nodes: &[Node<'v>]) -> Vec<Branch<'v>> {
    let nodes = nodes.iter().map(|node| (node.clone(), false)).collect();
    let mut left = MAX_BRANCHES;
    let mut branches = branches(nodes, &[], &mut left);
    let mut known = HashSet::new();
    branches.retain(|branch| {
        known.insert(branch.iter().map(|conjunct| conjunct.node.pointer().clone()).collect::<BTreeSet<_>>())
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
        let all =
            found.iter().flat_map(|head| options.iter().map(move |tail| [head.as_slice(), tail].concat()));
        let (possible, impossible): (Vec<_>, Vec<_>) = all.partition(|branch| branch_types(branch) != 0);
        found = if possible.is_empty() { impossible } else { possible };
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
        if self.seen.len() >= MAX_SCHEMAS || self.seen.contains(node.pointer()) {
            return;
        }
        self.seen.push(node.pointer().clone());
        let target = node.target().ok().flatten();
        let is_alone = target.is_some() && is_reference(&node);
        let null = null || (is_v3_0(&node) && !is_alone && node.flag("nullable") == Some(true));
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

/// Returns `true` if a schema is a reference and nothing more.
fn is_reference(node: &Node<'_>) -> bool {
    let keys = node.value().as_object().into_iter().flat_map(Map::keys);
    node.reference().is_some()
        && (is_v3_0(node) || keys.into_iter().all(|key| key == "$ref" || is_annotation(key)))
}

fn is_v3_0(node: &Node<'_>) -> bool {
    Version::of(node.document()) == Ok(Version::V3_0)
}

/// Returns `true` if a keyword of a schema is there for people, or to find the schema by.
fn is_annotation(key: &str) -> bool {
    let prose =
        ["title", "description", "example", "examples", "deprecated", "externalDocs", "xml", "discriminator"];
    let names = ["$comment", "$schema", "$id", "$anchor", "$defs"];
    key.starts_with("x-") || prose.contains(&key) || names.contains(&key)
}

/// Returns `true` if a keyword constrains the value: it is no annotation, and nothing that conjuncts stand for already.
pub fn is_constraint(key: &str) -> bool {
    !is_annotation(key)
        && !matches!(key, "$ref" | "allOf" | "oneOf" | "anyOf" | "readOnly" | "writeOnly" | "default")
}
