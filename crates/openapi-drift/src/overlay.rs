//! Finding the overlay actions that a deliberate difference comes from.

use openapi_document::{Overlay, OverlayError, Pointer};
use serde_json::Value;

use crate::{diff::Location, report::AnsweringAction};

/// The actions of an overlay, each with the locations that it changed.
#[derive(Debug, Default)]
pub struct OverlayChanges(Vec<(AnsweringAction, Vec<Pointer>)>);

impl OverlayChanges {
    /// Applies the overlay to `document` and notes what each action changes.
    ///
    /// # Errors
    /// If an action does not fit or gives no reason.
    pub fn apply(overlay: &Overlay, document: &mut Value) -> Result<Self, OverlayError> {
        overlay.require_reasons()?;
        let mut actions = Vec::new();
        let mut before = document.clone();
        overlay.apply_each(document, |action, after| {
            let mut changed = Vec::new();
            find_changes(&before, after, &Pointer::root(), &mut changed);
            let answer = AnsweringAction {
                action: actions.len() + 1,
                target: action.target(),
                reason: action.reason().unwrap_or_default().to_owned(),
            };
            actions.push((answer, changed));
            before.clone_from(after);
        })?;
        Ok(Self(actions))
    }

    /// Returns the actions that a difference at these locations comes from.
    ///
    /// They are those that changed the very location, else those that changed what it is part of, else those that
    /// changed a reference on the way to it.
    pub fn answers(&self, locations: &[Location]) -> Vec<AnsweringAction> {
        let at_location = |Location { sources, .. }: &Location| {
            let inside = self.changing(|changed| sources.iter().any(|source| source.covers(changed)));
            let around = || self.changing(|changed| sources.iter().any(|source| changed.covers(source)));
            if inside.is_empty() { around() } else { inside }
        };
        // The innermost reference says most about what it led to.
        let steps = locations.iter().flat_map(|location| location.route.iter().rev());
        let on_route =
            steps.map(|step| self.changing(|changed| step.covers(changed) || changed.covers(step)));
        let mut answers = locations.iter().map(at_location).chain(on_route);
        answers.find(|answers| !answers.is_empty()).unwrap_or_default()
    }

    fn changing(&self, fits: impl Fn(&Pointer) -> bool) -> Vec<AnsweringAction> {
        let actions = self.0.iter().filter(|(_, changed)| changed.iter().any(&fits));
        actions.map(|(answer, _)| answer.clone()).collect()
    }
}

/// Finds the locations at which two documents differ, each as far inside as it goes.
fn find_changes(before: &Value, after: &Value, at: &Pointer, changed: &mut Vec<Pointer>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                match after.get(key) {
                    Some(other) if other == value => {}
                    Some(other) => find_changes(value, other, &at.child(key), changed),
                    None => changed.push(at.child(key)),
                }
            }
            changed.extend(after.keys().filter(|key| !before.contains_key(*key)).map(|key| at.child(key)));
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let pairs = before.iter().zip(after).enumerate().filter(|(_, (value, other))| value != other);
            pairs.for_each(|(index, (value, other))| find_changes(value, other, &at.index(index), changed));
        }
        _ => changed.push(at.clone()),
    }
}
