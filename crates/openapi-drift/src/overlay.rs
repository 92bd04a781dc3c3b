//! Finding the overlay actions that a deliberate difference comes from.

use openapi_document::{Overlay, OverlayError, Pointer};
use serde_json::Value;

use crate::{part::Location, report::Answer};

/// The actions of an overlay, each with the locations that it changed.
#[derive(Debug, Default)]
pub struct OverlayChanges(Vec<Change>);

#[derive(Debug)]
struct Change {
    answer: Answer,
    /// Locations that it changed, extensions aside.
    changed: Vec<Pointer>,
    /// `true` if it sets extensions, which are not compared.
    has_extensions: bool,
}

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
            let count = changed.len();
            changed.retain(|at| !is_extension(at));
            let has_extensions =
                changed.len() < count || changed.iter().any(|at| at.find(after).is_some_and(has_extensions));
            let answer = Answer {
                action: Some(actions.len() + 1),
                target: Some(action.target()),
                reason: action.reason().unwrap_or_default().to_owned(),
            };
            actions.push(Change { answer, changed, has_extensions });
            before.clone_from(after);
        })?;
        Ok(Self(actions))
    }

    /// Returns the actions, by index, that made what is at these locations.
    ///
    /// They are those that changed the very location, else those that changed what it is part of, else those that
    /// changed a reference on the way to it.
    pub fn at(&self, locations: &[Location]) -> Vec<usize> {
        let at_location = |Location { sources, .. }: &Location| {
            let inside = self.changing(|changed| sources.iter().any(|source| source.covers(changed)));
            let around = || self.changing(|changed| sources.iter().any(|source| changed.covers(source)));
            if inside.is_empty() { around() } else { inside }
        };
        // The innermost reference says most about what it led to.
        let steps = locations.iter().flat_map(|location| location.route.iter().rev());
        let on_route =
            steps.map(|step| self.changing(|changed| step.covers(changed) || changed.covers(step)));
        let mut actions = locations.iter().map(at_location).chain(on_route);
        actions.find(|actions| !actions.is_empty()).unwrap_or_default()
    }

    /// Returns an action as the answer to a difference.
    pub fn answer(&self, action: usize) -> Answer {
        self.0[action].answer.clone()
    }

    /// Returns the actions of which every change is at one of these locations; those that change nothing, too. What an
    /// action says in extensions and prose is a change like any other.
    pub fn confined_to(&self, locations: &[Location]) -> impl Iterator<Item = usize> {
        let is_at = |at: &Pointer| {
            let mut sources = locations.iter().flat_map(|location| &location.sources);
            sources.any(|source| source.covers(at) || at.covers(source))
        };
        let actions = self.0.iter().enumerate();
        let confined = actions.filter(move |(_, one)| !one.has_extensions && one.changed.iter().all(is_at));
        confined.map(|(action, _)| action)
    }

    fn changing(&self, fits: impl Fn(&Pointer) -> bool) -> Vec<usize> {
        let actions = self.0.iter().enumerate().filter(|(_, change)| change.changed.iter().any(&fits));
        actions.map(|(action, _)| action).collect()
    }
}

/// Returns `true` for what is below a key with `x-`, unless that is the name of a field or header.
fn is_extension(at: &Pointer) -> bool {
    let keys = at.keys();
    let is_named = |holder: &String| ["properties", "headers", "schemas"].contains(&holder.as_str());
    keys.windows(2).any(|pair| pair[1].starts_with("x-") && !is_named(&pair[0]))
}

fn has_extensions(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            object.iter().any(|(key, value)| key.starts_with("x-") || has_extensions(value))
        }
        Value::Array(array) => array.iter().any(has_extensions),
        _ => false,
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
