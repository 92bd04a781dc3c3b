//! What a schema says, however it is written: `$ref` and `allOf` taken together, `oneOf` and `anyOf` as alternatives.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::{
    alternative::{Alternative, Branch, is_prose},
    document::{Dialect, Node},
    types::TypeSet,
};
use openapi_document::Pointer;

/// Choices beside choices multiply; beyond this many, those further on are no longer combined with each other.
const MOST_ALTERNATIVES: usize = 64;

/// Choices that lead to each other multiply without end; after this many branches, no more are opened.
const MOST_BRANCHES: usize = 1024;

/// A place that a schema describes: all of `nodes` apply at once, and none of them means anything goes.
#[derive(Clone, Debug)]
pub struct Place<'v> {
    /// The schemas, before references.
    pub nodes: Vec<Node<'v>>,
    /// Where to point if there is no schema.
    pub home: Pointer,
}

/// A schema without `$ref`, `allOf`, `oneOf` and `anyOf`: one that applies along with others.
#[derive(Clone, Debug)]
pub struct Conjunct<'v> {
    /// The schema.
    pub node: Node<'v>,
    /// Whether `nullable` around it lets null through.
    pub null: bool,
}

/// A place by its alternatives.
#[derive(Clone, Debug)]
pub struct View<'v> {
    /// The alternatives, `null` apart; at least one.
    pub alternatives: Vec<Alternative<'v>>,
    /// Whether null is a value.
    pub nullable: bool,
}

impl<'v> Place<'v> {
    /// The place that one schema describes.
    pub fn of(node: Node<'v>) -> Self {
        Self { home: node.at.clone(), nodes: vec![node] }
    }

    /// Reads the schemas.
    pub fn view(&self) -> View<'v> {
        let mut left = MOST_BRANCHES;
        let mut branches =
            branches(self.nodes.iter().map(|node| (node.clone(), false)).collect(), &[], &mut left);
        let mut known = HashSet::new();
        branches.retain(|branch| {
            let places: BTreeSet<Pointer> = branch.iter().map(|conjunct| conjunct.node.at.clone()).collect();
            known.insert(places)
        });
        let of_branch = |branch: Branch<'v>| Alternative { branches: vec![branch], home: self.home.clone() };
        let mut alternatives: Vec<Alternative<'v>> = branches.into_iter().map(of_branch).collect();
        let nullable = alternatives.iter().any(|alternative| alternative.types().contains(TypeSet::NULL));
        if alternatives.iter().any(|alternative| alternative.types() != TypeSet::NULL) {
            alternatives.retain(|alternative| alternative.types() != TypeSet::NULL);
        }
        View { alternatives: Alternative::joined(alternatives), nullable }
    }

    /// Whether a schema here sets the flag.
    pub fn says(&self, flag: &str) -> bool {
        self.view().alternatives.iter().any(|alternative| alternative.says(flag))
    }
}

/// A place's schemas, opened up: what applies in any case, and the choices.
#[derive(Default)]
struct Opened<'v> {
    conjuncts: Branch<'v>,
    choices: Vec<Vec<(Node<'v>, bool)>>,
    /// What has been opened on the way here, so that a circle ends.
    seen: Vec<Pointer>,
}

impl<'v> Opened<'v> {
    fn open(&mut self, node: Node<'v>, null: bool) {
        if self.seen.contains(&node.at) {
            return;
        }
        self.seen.push(node.at.clone());
        let target = node.target();
        let old = node.document.dialect() == Dialect::V30;
        let alone = target.is_some() && (old || node.value.as_object().is_some_and(is_reference));
        let null = null || (old && !alone && node.flag("nullable") == Some(true));
        if !alone {
            self.conjuncts.push(Conjunct { node: node.clone(), null });
            let all = node.raw("allOf").map(|all| all.elements()).unwrap_or_default();
            all.into_iter().for_each(|part| self.open(part, null));
            let choices = ["oneOf", "anyOf"].into_iter().filter_map(|key| node.raw(key));
            let choices = choices.map(|choice| choice.elements()).filter(|choice| !choice.is_empty());
            self.choices
                .extend(choices.map(|choice| choice.into_iter().map(|branch| (branch, null)).collect()));
        }
        target.into_iter().for_each(|target| self.open(target, null));
    }
}

fn is_reference(schema: &Map<String, Value>) -> bool {
    schema.keys().all(|key| key == "$ref" || is_prose(key))
}

/// The alternatives that the schemas leave, each a list of conjuncts. What no value can fit is no alternative.
fn branches<'v>(nodes: Vec<(Node<'v>, bool)>, seen: &[Pointer], left: &mut usize) -> Vec<Branch<'v>> {
    *left = left.saturating_sub(1);
    let mut opened = Opened { seen: seen.to_vec(), ..Opened::default() };
    nodes.into_iter().for_each(|(node, null)| opened.open(node, null));
    let mut found = vec![opened.conjuncts];
    for choice in opened.choices {
        if *left == 0 {
            break;
        }
        let options: Vec<Branch<'v>> =
            choice.into_iter().flat_map(|branch| branches(vec![branch], &opened.seen, left)).collect();
        let combined = found.len().saturating_mul(options.len()) <= MOST_ALTERNATIVES;
        let rest = if combined { Vec::new() } else { found.split_off(1) };
        let all: Vec<Branch<'v>> = found
            .iter()
            .flat_map(|head| options.iter().map(move |tail| [head.as_slice(), tail].concat()))
            .collect();
        let possible: Vec<Branch<'v>> = all.iter().filter(|branch| is_possible(branch)).cloned().collect();
        found = if possible.is_empty() { all } else { possible };
        found.extend(rest);
    }
    found
}

fn is_possible(branch: &Branch<'_>) -> bool {
    branch.iter().fold(TypeSet::ANY, |types, conjunct| types & conjunct.types()) != TypeSet::NONE
}

impl Conjunct<'_> {
    /// The types that this schema lets through.
    pub fn types(&self) -> TypeSet {
        if let Value::Bool(anything) = self.node.value {
            return if *anything { TypeSet::ANY } else { TypeSet::NONE };
        }
        let mut types = self.node.value.get("type").map_or(TypeSet::ANY, TypeSet::named);
        if self.null {
            types = types | TypeSet::NULL;
        }
        // Documents say that null is allowed by the type and forget it in the enum, or the other way round.
        let null = if types == TypeSet::ANY { TypeSet::NONE } else { types & TypeSet::NULL };
        match self.values() {
            Some(values) => {
                let kinds = values.iter().fold(null, |kinds, value| kinds | TypeSet::of_value(value));
                types & kinds
            }
            None => types,
        }
    }

    /// The values that an `enum` or `const` lists.
    pub fn values(&self) -> Option<&[Value]> {
        let list = self.node.value.get("enum").and_then(Value::as_array).map(Vec::as_slice);
        list.or_else(|| self.node.value.get("const").map(std::slice::from_ref))
    }
}
