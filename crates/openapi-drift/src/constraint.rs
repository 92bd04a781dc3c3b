//! The constraints that documents set, and how two of them relate.

use std::{cmp::Ordering, collections::BTreeSet, fmt};

use serde_json::Value;

use crate::{rules::Change, types::TypeSet};

/// Lists longer than this, in characters, are described by what differs.
const MAX_LIST_LENGTH: usize = 100;

/// A constraint of one kind at one location. The absence of a keyword is a constraint, too.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// The types that are allowed.
    Types(TypeSet),
    /// A requirement that is made or not.
    Requirement(bool),
    /// A permission that is given or not.
    Permission(bool),
    /// Requirements that all apply, such as patterns.
    Requirements(BTreeSet<String>),
    /// The values that are allowed; `None` allows all.
    Choices(Option<BTreeSet<String>>),
    /// A lower bound, and `true` if the bound itself is excluded.
    Minimum(Option<(f64, bool)>),
    /// An upper bound, and `true` if the bound itself is excluded.
    Maximum(Option<(f64, bool)>),
    /// A setting without an order, such as a default.
    Setting(Option<String>),
    /// A part that is there or not, such as a field.
    Part(Option<Part>),
}

/// A part that is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// `true` if it must be sent.
    pub required: bool,
    /// Its description for the reader.
    pub text: String,
}

impl Constraint {
    /// Builds the constraint for a part that is there or not.
    pub fn part(text: Option<impl Into<String>>, required: bool) -> Self {
        Self::Part(text.map(|text| Part { required, text: text.into() }))
    }

    /// Returns the change from this constraint to upstream's; `None` if they are equivalent.
    pub fn change_to(&self, upstream: &Self) -> Option<Change> {
        match (self, upstream) {
            (Self::Types(ours), Self::Types(theirs)) => {
                change(ours == theirs, theirs.contains(*ours), ours.contains(*theirs))
            }
            (Self::Requirement(ours), Self::Requirement(theirs)) => change(ours == theirs, *ours, *theirs),
            (Self::Permission(ours), Self::Permission(theirs)) => change(ours == theirs, *theirs, *ours),
            (Self::Requirements(ours), Self::Requirements(theirs)) => {
                change(ours == theirs, ours.is_superset(theirs), theirs.is_superset(ours))
            }
            (Self::Choices(ours), Self::Choices(theirs)) => match (ours, theirs) {
                (Some(ours), Some(theirs)) => {
                    change(ours == theirs, theirs.is_superset(ours), ours.is_superset(theirs))
                }
                _ => change(ours == theirs, theirs.is_none(), ours.is_none()),
            },
            (Self::Minimum(ours), Self::Minimum(theirs)) => {
                // No bound compares below any bound, which is right for a lower one.
                change(ours == theirs, theirs < ours, ours < theirs)
            }
            (Self::Maximum(ours), Self::Maximum(theirs)) => {
                change(ours == theirs, is_lower(ours, theirs), is_lower(theirs, ours))
            }
            (Self::Setting(ours), Self::Setting(theirs)) => match (ours, theirs) {
                (None, Some(_)) => Some(Change::Added),
                (Some(_), None) => Some(Change::Removed),
                _ => change(ours == theirs, false, false),
            },
            (Self::Part(ours), Self::Part(theirs)) => match (ours, theirs) {
                (None, Some(part)) if part.required => Some(Change::AddedRequired),
                (None, Some(_)) => Some(Change::Added),
                (Some(_), None) => Some(Change::Removed),
                _ => None,
            },
            _ => Some(Change::Other),
        }
    }

    /// Describes this constraint and upstream's; of a long list, upstream's text names what differs.
    pub fn describe(&self, upstream: &Self) -> (String, String) {
        match (self, upstream) {
            (Self::Choices(Some(ours)), Self::Choices(Some(theirs))) if is_long(ours) || is_long(theirs) => {
                let added = theirs.difference(ours).map(|value| format!("+ {value}"));
                let removed = ours.difference(theirs).map(|value| format!("− {value}"));
                let changed: Vec<String> = added.chain(removed).collect();
                (count(ours), format!("{}: {}", count(theirs), changed.join(", ")))
            }
            _ => (self.to_string(), upstream.to_string()),
        }
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Types(types) => types.to_string(),
            Self::Requirement(set) | Self::Permission(set) => if *set { "yes" } else { "no" }.to_owned(),
            Self::Requirements(requirements) if requirements.is_empty() => "none".to_owned(),
            Self::Requirements(requirements) => list(requirements),
            Self::Choices(None) => "any".to_owned(),
            Self::Choices(Some(values)) if is_long(values) => count(values),
            Self::Choices(Some(values)) => list(values),
            Self::Minimum(bound) => bound_text(*bound, ">"),
            Self::Maximum(bound) => bound_text(*bound, "<"),
            Self::Setting(setting) => setting.clone().unwrap_or_else(|| "none".to_owned()),
            Self::Part(None) => "absent".to_owned(),
            Self::Part(Some(part)) if part.required => format!("{}, required", part.text),
            Self::Part(Some(part)) => part.text.clone(),
        };
        f.write_str(&text)
    }
}

fn change(equal: bool, wider: bool, narrower: bool) -> Option<Change> {
    match (equal, wider, narrower) {
        (true, ..) => None,
        (_, true, _) => Some(Change::Wider),
        (_, _, true) => Some(Change::Narrower),
        _ => Some(Change::Other),
    }
}

/// Returns `true` if the first upper bound is the lower one. A bound that is excluded itself is below one that is not.
fn is_lower(one: &Option<(f64, bool)>, other: &Option<(f64, bool)>) -> bool {
    match (one, other) {
        (Some((one, excluded)), Some((other, other_excluded))) => {
            let order = one.partial_cmp(other).unwrap_or(Ordering::Equal);
            order.then(other_excluded.cmp(excluded)) == Ordering::Less
        }
        (bound, None) => bound.is_some(),
        (None, Some(_)) => false,
    }
}

fn bound_text(bound: Option<(f64, bool)>, sign: &str) -> String {
    match bound {
        None => "none".to_owned(),
        Some((number, true)) => format!("{sign} {number}"),
        Some((number, false)) => number.to_string(),
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
