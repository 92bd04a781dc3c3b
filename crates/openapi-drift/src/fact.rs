//! What a document says about one aspect of one place, and how two such statements relate.

use std::{cmp::Ordering, collections::BTreeSet};

use serde_json::Value;

use super::{judgement::Turn, types::TypeSet};

/// Lists longer than this, in characters, are shown by what differs.
const LONGEST_LIST: usize = 100;

/// One statement. Absence of a keyword is a statement, too.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// The types that fit.
    Types(TypeSet),
    /// A demand that is made or not.
    Demand(bool),
    /// A freedom that is given or not.
    Freedom(bool),
    /// Demands that all apply, such as patterns.
    Demands(BTreeSet<String>),
    /// Choices; `None` leaves the choice free.
    Choices(Option<BTreeSet<String>>),
    /// A lower bound, and whether the bound itself is left out.
    AtLeast(Option<(f64, bool)>),
    /// An upper bound, and whether the bound itself is left out.
    AtMost(Option<(f64, bool)>),
    /// A setting without an order.
    Setting(Option<String>),
    /// Whether a part is there, whether it must be sent, and what it is.
    Part(Option<Part>),
}

/// A part that is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Whether it is asked for.
    pub required: bool,
    /// What it is, for the reader.
    pub text: String,
}

impl Fact {
    /// A part that is there or not.
    pub fn part(text: Option<String>, required: bool) -> Self {
        Self::Part(text.map(|text| Part { required, text }))
    }

    /// How `theirs` relates to this; `None` if it says the same.
    pub fn turn(&self, theirs: &Self) -> Option<Turn> {
        match (self, theirs) {
            (Self::Types(ours), Self::Types(theirs)) => {
                turn(ours == theirs, theirs.contains(*ours), ours.contains(*theirs))
            }
            (Self::Demand(ours), Self::Demand(theirs)) => turn(ours == theirs, *ours, *theirs),
            (Self::Freedom(ours), Self::Freedom(theirs)) => turn(ours == theirs, *theirs, *ours),
            (Self::Demands(ours), Self::Demands(theirs)) => {
                turn(ours == theirs, ours.is_superset(theirs), theirs.is_superset(ours))
            }
            (Self::Choices(ours), Self::Choices(theirs)) => match (ours, theirs) {
                (Some(ours), Some(theirs)) => {
                    turn(ours == theirs, theirs.is_superset(ours), ours.is_superset(theirs))
                }
                _ => turn(ours == theirs, theirs.is_none(), ours.is_none()),
            },
            (Self::AtLeast(ours), Self::AtLeast(theirs)) => {
                // No bound compares below any bound, which is right for a lower one.
                turn(ours == theirs, theirs < ours, ours < theirs)
            }
            (Self::AtMost(ours), Self::AtMost(theirs)) => {
                turn(ours == theirs, below(ours, theirs), below(theirs, ours))
            }
            (Self::Setting(ours), Self::Setting(theirs)) => match (ours, theirs) {
                (None, Some(_)) => Some(Turn::Added),
                (Some(_), None) => Some(Turn::Removed),
                _ => turn(ours == theirs, false, false),
            },
            (Self::Part(ours), Self::Part(theirs)) => match (ours, theirs) {
                (None, Some(part)) if part.required => Some(Turn::AddedRequired),
                (None, Some(_)) => Some(Turn::Added),
                (Some(_), None) => Some(Turn::Removed),
                _ => None,
            },
            _ => Some(Turn::Other),
        }
    }

    /// Both statements in words, the second with an eye to the first.
    pub fn words(&self, theirs: &Self) -> (String, String) {
        match (self, theirs) {
            (Self::Choices(Some(ours)), Self::Choices(Some(theirs))) if long(ours) || long(theirs) => {
                let added = theirs.difference(ours).map(|value| format!("+ {value}"));
                let removed = ours.difference(theirs).map(|value| format!("− {value}"));
                let changed: Vec<String> = added.chain(removed).collect();
                (count(ours), format!("{}: {}", count(theirs), changed.join(", ")))
            }
            _ => (self.text(), theirs.text()),
        }
    }

    /// The statement in words.
    pub fn text(&self) -> String {
        match self {
            Self::Types(types) => types.to_string(),
            Self::Demand(set) | Self::Freedom(set) => if *set { "yes" } else { "no" }.to_owned(),
            Self::Demands(demands) if demands.is_empty() => "none".to_owned(),
            Self::Demands(demands) => list(demands),
            Self::Choices(None) => "any".to_owned(),
            Self::Choices(Some(values)) if long(values) => count(values),
            Self::Choices(Some(values)) => list(values),
            Self::AtLeast(bound) => bound_text(*bound, ">"),
            Self::AtMost(bound) => bound_text(*bound, "<"),
            Self::Setting(setting) => setting.clone().unwrap_or_else(|| "none".to_owned()),
            Self::Part(None) => "absent".to_owned(),
            Self::Part(Some(part)) if part.required => format!("{}, required", part.text),
            Self::Part(Some(part)) => part.text.clone(),
        }
    }
}

fn turn(same: bool, wider: bool, narrower: bool) -> Option<Turn> {
    match (same, wider, narrower) {
        (true, ..) => None,
        (_, true, _) => Some(Turn::Wider),
        (_, _, true) => Some(Turn::Narrower),
        _ => Some(Turn::Other),
    }
}

/// Whether the first upper bound is the lower one. A bound that is left out itself is below one that is not.
fn below(one: &Option<(f64, bool)>, other: &Option<(f64, bool)>) -> bool {
    match (one, other) {
        (Some((one, open)), Some((other, other_open))) => {
            one.partial_cmp(other).unwrap_or(Ordering::Equal).then(other_open.cmp(open)) == Ordering::Less
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

fn long(values: &BTreeSet<String>) -> bool {
    list(values).chars().count() > LONGEST_LIST
}

fn list(values: &BTreeSet<String>) -> String {
    values.iter().map(String::as_str).collect::<Vec<_>>().join(" | ")
}

/// A value as text, the same for `7` and `7.0`.
pub fn canonical(value: &Value) -> String {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number.abs() < 9e15 => format!("{number:.0}"),
        _ => value.to_string(),
    }
}
