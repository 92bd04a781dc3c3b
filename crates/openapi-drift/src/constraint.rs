//! The constraints that documents set, and how two of them relate.

use std::{cmp::Ordering, collections::BTreeSet, fmt};

use serde_json::Value;

use crate::{
    rules::Change,
    types::{self, Types},
};

/// Lists longer than this, in characters, are described by what differs.
const MAX_LIST_LENGTH: usize = 100;

/// A constraint of one kind at one location.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// The types that are allowed.
    Types(Types),
    /// A requirement that is made or not.
    Requirement(bool),
    /// A permission that is given or not.
    Permission(bool),
    /// Requirements that all apply, such as patterns.
    Requirements(BTreeSet<String>),
    /// The values that are allowed, as JSON; `None` allows all.
    Choices(Option<BTreeSet<String>>),
    /// A lower bound, and `true` if it is excluded itself.
    Minimum(f64, bool),
    /// An upper bound, negated, so that a greater one allows less here, too.
    Maximum(f64, bool),
    /// A setting without an order, such as a default.
    Setting(Option<String>),
    /// A part that is there, in words, or not; `true` if it must be sent.
    Part(Option<String>, bool),
}

use Constraint::*;

impl Constraint {
    /// Returns the constraint of this kind in a document that says nothing.
    pub fn neutral(&self) -> Self {
        match self {
            Types(_) => Types(types::ANY),
            Requirement(_) => Requirement(false),
            Permission(_) => Permission(true),
            Requirements(_) => Requirements(BTreeSet::new()),
            Choices(_) => Choices(None),
            Minimum(..) => Minimum(f64::NEG_INFINITY, false),
            Maximum(..) => Maximum(f64::NEG_INFINITY, false),
            Setting(_) => Setting(None),
            Part(..) => Part(None, false),
        }
    }

    /// Returns the change from this constraint to upstream's; `None` if they are equivalent.
    pub fn change_to(&self, upstream: &Self) -> Option<Change> {
        let order = match (self, upstream) {
            (Setting(None), Setting(Some(_))) | (Part(None, _), Part(Some(_), false)) => {
                return Some(Change::Added);
            }
            (Part(None, _), Part(Some(_), true)) => return Some(Change::AddedRequired),
            (Setting(Some(_)), Setting(None)) | (Part(Some(_), _), Part(None, _)) => {
                return Some(Change::Removed);
            }
            (Setting(ours), Setting(theirs)) => (ours == theirs).then_some(Ordering::Equal),
            (Part(..), Part(..)) => return None,
            _ => self.allows_compared_to(upstream),
        };
        match order {
            Some(Ordering::Equal) => None,
            Some(Ordering::Less) => Some(Change::Wider),
            Some(Ordering::Greater) => Some(Change::Narrower),
            None => Some(Change::Other),
        }
    }

    /// Compares by how much is allowed.
    fn allows_compared_to(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Types(one), Types(other)) => subsets(one & other == *one, one & other == *other),
            (Requirement(one), Requirement(other)) => other.partial_cmp(one),
            (Permission(one), Permission(other)) => one.partial_cmp(other),
            (Requirements(one), Requirements(other)) => {
                subsets(one.is_superset(other), other.is_superset(one))
            }
            (Choices(Some(one)), Choices(Some(other))) => subsets(one.is_subset(other), other.is_subset(one)),
            (Choices(one), Choices(other)) => one.is_none().partial_cmp(&other.is_none()),
            (Minimum(one, excluded), Minimum(other, other_excluded))
            | (Maximum(one, excluded), Maximum(other, other_excluded)) => {
                (other, other_excluded).partial_cmp(&(one, excluded))
            }
            _ => None,
        }
    }

    /// Describes this constraint and upstream's; of a long list, upstream's text names what differs.
    pub fn describe(&self, upstream: &Self) -> (String, String) {
        match (self, upstream) {
            (Choices(Some(ours)), Choices(Some(theirs))) if is_long(ours) || is_long(theirs) => {
                let added = theirs.difference(ours).map(|value| format!("+ {value}"));
                let removed = ours.difference(theirs).map(|value| format!("− {value}"));
                let changed: Vec<String> = added.chain(removed).collect();
                (count(ours), format!("{}: {}", count(theirs), changed.join(", ")))
            }
            _ => (self.to_string(), upstream.to_string()),
        }
    }

    /// Returns `true` if strings are listed, and nothing else.
    pub fn lists_strings(&self) -> bool {
        matches!(self, Choices(Some(values)) if values.iter().all(|value| value.starts_with('"')))
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Types(types) => f.write_str(&types::describe(*types)),
            Requirement(set) | Permission(set) => f.write_str(if *set { "yes" } else { "no" }),
            Choices(None) => f.write_str("any"),
            Choices(Some(values)) if is_long(values) => f.write_str(&count(values)),
            Requirements(values) | Choices(Some(values)) if !values.is_empty() => f.write_str(&list(values)),
            Minimum(bound, _) | Maximum(bound, _) if bound.is_infinite() => f.write_str("none"),
            Minimum(bound, excluded) => write!(f, "{}{bound}", if *excluded { "> " } else { "" }),
            Maximum(bound, excluded) => write!(f, "{}{}", if *excluded { "< " } else { "" }, -bound),
            Setting(Some(text)) | Part(Some(text), false) => f.write_str(text),
            Part(Some(text), true) => write!(f, "{text}, required"),
            Part(None, _) => f.write_str("absent"),
            Requirements(_) | Choices(_) | Setting(None) => f.write_str("none"),
        }
    }
}

fn subsets(is_subset: bool, is_superset: bool) -> Option<Ordering> {
    match (is_subset, is_superset) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => None,
    }
}

fn count(values: &BTreeSet<String>) -> String {
    format!("{} {}", values.len(), if values.len() == 1 { "choice" } else { "choices" })
}

fn is_long(values: &BTreeSet<String>) -> bool {
    list(values).chars().count() > MAX_LIST_LENGTH
}

fn list(values: &BTreeSet<String>) -> String {
    values.iter().map(String::as_str).collect::<Vec<_>>().join(" | ")
}

/// Writes a value as JSON, the same for `7` and `7.0`.
pub fn canonical(value: &Value) -> String {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number.abs() < 9e15 => format!("{number:.0}"),
        _ => value.to_string(),
    }
}
