//! Which actions of the overlay a deliberate difference comes from.

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use super::ledger::Spot;
use openapi_document::{Overlay, Pointer};

/// An action of the overlay, as an answer to a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Its position, from 1.
    pub action: usize,
    /// What it applies to.
    pub target: String,
    /// Why it is there.
    pub reason: String,
}

/// Every action with the places that it changed.
#[derive(Debug, Default)]
pub struct Answers {
    actions: Vec<(Answer, Vec<Pointer>)>,
}

impl Answers {
    /// Applies the overlay to `document` and notes what each action changes.
    ///
    /// # Errors
    /// When an action does not fit or gives no reason.
    pub fn record(overlay: &Overlay, document: &mut Value) -> Result<Self> {
        overlay.require_reasons()?;
        let mut answers = Self::default();
        let mut before = document.clone();
        overlay.apply_each(document, |action, after| {
            let mut places = Vec::new();
            changes(&before, after, &Pointer::root(), &mut places);
            let answer = Answer {
                action: answers.actions.len() + 1,
                target: action.target(),
                reason: action.reason().unwrap_or_default().to_owned(),
            };
            answers.actions.push((answer, places));
            before.clone_from(after);
        })?;
        Ok(answers)
    }

    /// The actions that made our side what it is there, given where it stands with the overlay and without: those that
    /// changed the very place, else those that changed what it is part of, else those that changed a reference on the
    /// way to it.
    pub fn find(&self, spots: &[Spot]) -> Vec<Answer> {
        let of_spot = |spot: &Spot| {
            let exact = self.matching(|place| spot.sources.iter().any(|source| source.covers(place)));
            let around = || self.matching(|place| spot.sources.iter().any(|source| place.covers(source)));
            if exact.is_empty() { around() } else { exact }
        };
        // The innermost reference says most about what it led to.
        let steps = spots.iter().flat_map(|spot| spot.route.iter().rev());
        let of_routes = steps.map(|step| self.matching(|place| step.covers(place) || place.covers(step)));
        let mut answers = spots.iter().map(of_spot).chain(of_routes);
        answers.find(|answers| !answers.is_empty()).unwrap_or_default()
    }

    fn matching(&self, fits: impl Fn(&Pointer) -> bool) -> Vec<Answer> {
        let actions = self.actions.iter().filter(|(_, places)| places.iter().any(&fits));
        actions.map(|(answer, _)| answer.clone()).collect()
    }
}

/// The places where two documents differ, each as far inside as it goes.
fn changes(before: &Value, after: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                match after.get(key) {
                    Some(other) if other == value => {}
                    Some(other) => changes(value, other, &at.child(key), places),
                    None => places.push(at.child(key)),
                }
            }
            places.extend(after.keys().filter(|key| !before.contains_key(*key)).map(|key| at.child(key)));
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let pairs = before.iter().zip(after).enumerate().filter(|(_, (value, other))| value != other);
            pairs.for_each(|(index, (value, other))| changes(value, other, &at.index(index), places));
        }
        _ => places.push(at.clone()),
    }
}
