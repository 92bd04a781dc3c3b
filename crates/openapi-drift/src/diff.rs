//! Collecting differences: each once, however many operations lead to it.

use std::collections::HashMap;

use openapi_document::{Node, Pointer};

use crate::{
    constraint::Constraint,
    report::{AnsweringAction, Difference, Drift, Statement},
    rules::{Aspect, Direction, judge},
    sides::Sides,
};

/// The use of a value by an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Method and path.
    pub operation: String,
    /// Part of the operation.
    pub part: String,
    /// Value within that part.
    pub path: String,
    /// Direction in which the value goes.
    pub direction: Direction,
    /// `true` if callers rely on a value being there.
    pub is_relied_on: bool,
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

/// The differences so far.
#[derive(Debug, Default)]
pub struct Diff {
    entries: Vec<Entry>,
    index: HashMap<(bool, String, Statement, Statement), usize>,
    adopted: usize,
}

#[derive(Debug)]
struct Entry {
    difference: Difference,
    /// `true` if our document agrees with upstream's without the overlay, so that the overlay alone makes the difference.
    is_deliberate: bool,
    /// Our locations, with the overlay and without.
    locations: Vec<Location>,
}

impl Diff {
    /// Compares one constraint and records a difference, for which `locations` is called.
    pub fn record(
        &mut self,
        aspect: Aspect,
        what: impl Into<String>,
        usage: &Usage,
        constraints: &Sides<Option<Constraint>>,
        locations: impl FnOnce() -> Sides<Option<Location>>,
    ) {
        let Some(upstream) = &constraints.upstream else { return };
        let Some(ours) = constraints.ours() else { return };
        let base_agrees = constraints.base.as_ref().map(|base| base.change_to(upstream).is_none());
        let Some(change) = ours.change_to(upstream) else {
            self.adopted += usize::from(constraints.effective.is_some() && base_agrees == Some(false));
            return;
        };
        let is_deliberate = base_agrees == Some(true);
        // An unanswered difference is described from the base document, which has to follow upstream.
        let written = constraints.base.as_ref().filter(|_| !is_deliberate).unwrap_or(ours);
        let (ours_says, theirs_says) = written.describe(upstream);
        let Sides { base, effective, upstream } = locations();
        let ours_at = effective.as_ref().or(base.as_ref()).map(|location| location.at.clone());
        let difference = Difference {
            aspect,
            what: what.into(),
            operation: usage.operation.clone(),
            part: usage.part.clone(),
            path: usage.path.trim_start_matches('.').to_owned(),
            direction: usage.direction,
            ours: Statement { at: ours_at.unwrap_or_default().to_string(), says: ours_says },
            theirs: Statement { at: upstream.unwrap_or_default().at.to_string(), says: theirs_says },
            corrected: written.change_to(ours).map(|_| ours.to_string()),
            judgement: judge(aspect, change, usage.direction),
            answers: Vec::new(),
        };
        let locations = [effective, base].into_iter().flatten().collect();
        self.add(Entry { difference, is_deliberate, locations });
    }

    fn add(&mut self, entry: Entry) {
        let Difference { what, ours, theirs, direction, judgement, .. } = &entry.difference;
        let key = (entry.is_deliberate, what.clone(), ours.clone(), theirs.clone());
        match self.index.get(&key) {
            Some(&known) => {
                let known = &mut self.entries[known].difference;
                known.direction = known.direction.and(*direction);
                known.judgement = known.judgement.max(*judgement);
            }
            None => {
                self.index.insert(key, self.entries.len());
                self.entries.push(entry);
            }
        }
    }

    /// Finds the answers to deliberate differences by their locations, and puts unanswered ones first.
    pub fn finish(self, answers: impl Fn(&[Location]) -> Vec<AnsweringAction>) -> Drift {
        let answered = |Entry { difference, is_deliberate, locations }| Difference {
            answers: if is_deliberate { answers(&locations) } else { Vec::new() },
            ..difference
        };
        let mut differences: Vec<Difference> = self.entries.into_iter().map(answered).collect();
        differences.sort_by_key(Difference::is_answered);
        Drift { differences, adopted: self.adopted }
    }
}

impl Usage {
    /// The use of an operation as a whole.
    pub fn operation(operation: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            part: String::new(),
            path: String::new(),
            direction: Direction::Request,
            is_relied_on: true,
        }
    }

    /// The use of another part of the same operation.
    pub fn part(&self, part: impl Into<String>, direction: Direction) -> Self {
        Self { part: part.into(), direction, ..Self::operation(&self.operation) }
    }

    /// The use of a value inside this one.
    pub fn inside(&self, step: &str, is_relied_on: bool) -> Self {
        Self { path: format!("{}{step}", self.path), is_relied_on, ..self.clone() }
    }
}

impl Location {
    /// The location of a node.
    pub fn of(node: &Node<'_>) -> Self {
        let at = node.pointer().clone();
        Self { sources: vec![at.clone()], at, route: node.route().to_vec() }
    }

    /// The location of a node that lacks `key`.
    pub fn lacking(holder: &Node<'_>, key: &str) -> Self {
        Self { sources: vec![holder.pointer().child(key)], ..Self::of(holder) }
    }

    /// The location of `key`, or of the node that lacks it.
    pub fn of_key(holder: &Node<'_>, key: &str) -> Self {
        holder.get(key).map_or_else(|| Self::lacking(holder, key), |node| Self::of(&node))
    }
}
