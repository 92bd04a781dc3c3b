//! Collecting differences: each once, however many operations lead to it.

use std::collections::{BTreeSet, HashSet};

use indexmap::{IndexMap, IndexSet};
use openapi_document::Pointer;

use crate::{
    constraint::Constraint,
    overlay::OverlayChanges,
    part::Location,
    report::{Answer, Difference, Drift, Statement},
    rules::{Aspect, Change, Direction, Judgement, judge},
    sides::Sides,
};

/// The use of a value by an operation.
#[derive(Clone, Debug)]
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
    /// The visit to schemas that leads to it.
    pub visit: Option<usize>,
}

/// A visit to schemas: their locations, their direction, and `true` if callers rely on the value.
pub type Visit = (Vec<Pointer>, Direction, bool);

/// The differences so far.
#[derive(Debug, Default)]
pub struct Diff {
    entries: IndexMap<(bool, String, Statement, Statement), Entry>,
    /// Constraints in which the overlay says the same as upstream, and our document does not, by upstream's location.
    adopted: HashSet<(String, Pointer)>,
    /// Our locations of what the overlay says as upstream does.
    agreed: Vec<Location>,
    /// The visits that lead to each visit to schemas, and the operations that do.
    visits: IndexMap<Visit, (BTreeSet<usize>, IndexSet<String>)>,
}

#[derive(Debug)]
struct Entry {
    difference: Difference,
    /// `true` if our document agrees with upstream's without the overlay, so that the overlay alone makes the difference.
    is_deliberate: bool,
    /// `true` if readers are ready for it without an overlay.
    is_open: bool,
    /// `true` if the overlay changes the constraint.
    is_corrected: bool,
    /// Our locations, with the overlay and without.
    locations: Vec<Location>,
    uses: Vec<(Option<usize>, String)>,
}

impl Diff {
    /// Notes that a use leads to a visit, and returns its number if it is the first use that does.
    pub fn enter(&mut self, visit: Visit, usage: &Usage) -> Option<usize> {
        let count = self.visits.len();
        let entry = self.visits.entry(visit);
        let number = entry.index();
        let (outer, operations) = entry.or_default();
        outer.extend(usage.visit);
        if usage.visit.is_none() {
            operations.insert(usage.operation.clone());
        }
        (number == count).then_some(number)
    }

    /// Compares one constraint and records a difference, for which `locations` is called.
    pub fn record(
        &mut self,
        aspect: Aspect,
        what: &str,
        usage: &Usage,
        constraints: &Sides<Option<Constraint>>,
        locations: impl FnOnce() -> Sides<Option<Location>>,
    ) {
        let Some(upstream) = &constraints.upstream else { return };
        let Some(ours) = constraints.ours() else { return };
        let base_agrees = constraints.base.as_ref().map(|base| base.change_to(upstream).is_none());
        let Some(change) = ours.change_to(upstream) else {
            if constraints.effective.is_some() && base_agrees != Some(true) {
                self.agree(what, base_agrees.is_some(), locations());
            }
            return;
        };
        // An unanswered difference is described from the base document, which has to follow upstream.
        let written = constraints.base.as_ref().filter(|_| base_agrees == Some(false)).unwrap_or(ours);
        let has_new_values = aspect == Aspect::Enum && written.change_to(upstream) == Some(Change::Wider);
        let is_opened = has_new_values && *ours == ours.neutral();
        let change = if is_opened { Change::Wider } else { change };
        // Null is read as absent, which callers expect of a value that they do not rely on.
        let is_expected = aspect == Aspect::Nullable && change == Change::Wider && !usage.is_relied_on;
        let says = written.describe(upstream);
        let corrected = written.change_to(ours).map(|_| ours.to_string());
        let is_open = has_new_values && written.lists_strings() && usage.direction == Direction::Response;
        let Sides { base, effective, upstream } = locations();
        let ours_at = effective.as_ref().or(base.as_ref()).map(|location| location.at.clone());
        let statement =
            |at: Option<Pointer>, says| Statement { at: at.unwrap_or_default().to_string(), says };
        self.add(Entry {
            is_deliberate: base_agrees == Some(true) || is_opened,
            is_open,
            is_corrected: constraints.base != constraints.effective,
            locations: [effective, base].into_iter().flatten().collect(),
            uses: vec![(usage.visit, usage.operation.clone())],
            difference: Difference {
                aspect,
                what: what.to_owned(),
                operation: usage.operation.clone(),
                operations: Vec::new(),
                part: usage.part.clone(),
                path: usage.path.trim_start_matches('.').to_owned(),
                direction: usage.direction,
                ours: statement(ours_at, says.0),
                theirs: statement(upstream.map(|location| location.at), says.1),
                corrected,
                judgement: if is_expected { Judgement::Adds } else { judge(aspect, change, usage.direction) },
                answers: Vec::new(),
            },
        });
    }

    /// Notes that the overlay says what upstream says. Below another difference there is no base to compare with; that
    /// difference counts already.
    fn agree(&mut self, what: &str, has_base: bool, locations: Sides<Option<Location>>) {
        let Sides { base, effective, upstream } = locations;
        if has_base {
            self.adopted.insert((what.to_owned(), upstream.unwrap_or_default().at));
        }
        self.agreed.extend([effective, base].into_iter().flatten());
    }

    fn add(&mut self, entry: Entry) {
        let Difference { what, ours, theirs, direction, judgement, .. } = &entry.difference;
        let key = (entry.is_deliberate, what.clone(), ours.clone(), theirs.clone());
        if let Some(known) = self.entries.get_mut(&key) {
            known.difference.direction = known.difference.direction.and(*direction);
            known.difference.judgement = known.difference.judgement.max(*judgement);
            known.is_open |= entry.is_open;
            known.uses.extend(entry.uses);
        } else {
            self.entries.insert(key, entry);
        }
    }

    /// Finds the answers to differences, the operations that they concern, and the actions that correct nothing any more.
    pub fn finish(mut self, changes: &OverlayChanges) -> Drift {
        let adopted = self.adopted.len();
        let mut obsolete: Vec<usize> = changes.confined_to(&self.agreed).collect();
        let mut differences = Vec::new();
        for Entry { mut difference, is_deliberate, is_open, is_corrected, locations, uses } in
            std::mem::take(&mut self.entries).into_values()
        {
            let actions = changes.at(&locations);
            if is_deliberate || is_corrected {
                obsolete.retain(|action| !actions.contains(action));
            }
            difference.operations = self.operations(uses);
            difference.answers = match () {
                () if is_deliberate => actions.into_iter().map(|action| changes.answer(action)).collect(),
                () if is_open => vec![Answer::open_enum()],
                () => Vec::new(),
            };
            differences.push(difference);
        }
        differences.sort_by_key(Difference::is_answered);
        let obsolete_actions = obsolete.into_iter().map(|action| changes.answer(action)).collect();
        Drift { differences, adopted, obsolete_actions }
    }

    /// Returns the operations that lead to uses: first that of the first use, then the others as the documents have them.
    fn operations(&self, uses: Vec<(Option<usize>, String)>) -> Vec<String> {
        let (visits, mut operations): (Vec<Option<usize>>, IndexSet<String>) = uses.into_iter().unzip();
        let mut open: Vec<usize> = visits.into_iter().flatten().collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(visit) = open.pop() {
            open.extend(self.visits[visit].0.iter().filter(|outer| seen.insert(**outer)));
        }
        operations.extend(seen.into_iter().flat_map(|visit| self.visits[visit].1.iter().cloned()));
        operations.into_iter().collect()
    }
}

impl Default for Usage {
    fn default() -> Self {
        let (part, path) = (String::new(), String::new());
        let operation = "all operations".to_owned();
        Self { operation, part, path, direction: Direction::Request, is_relied_on: true, visit: None }
    }
}

impl Usage {
    /// The use of a part inside this one.
    pub fn inside(&self, keyword: &str, step: &str, is_relied_on: bool) -> Self {
        let mut usage = Self { is_relied_on, ..self.clone() };
        match keyword {
            "paths" => step.clone_into(&mut usage.operation),
            "" => usage.operation = format!("{step} {}", self.operation),
            "parameters" | "requestBody" | "responses" | "headers" | "content" => {
                usage.part = format!("{} {step}", self.part).trim_start().to_owned();
            }
            _ => usage.path += step,
        }
        match keyword {
            "responses" => usage.direction = Direction::Response,
            "contains" | "not" | "if" | "then" | "else" => usage.direction = Direction::Unclear,
            _ => {}
        }
        usage
    }
}
