//! OpenAPI Overlay 1.0: corrections to a description that is left as its vendor wrote it.

use std::{cmp::Reverse, path::Path};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{Pointer, load};

/// An overlay document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    overlay: String,
    #[serde(rename = "info")]
    _info: Info,
    #[serde(rename = "extends")]
    _extends: Option<String>,
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Info {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "version")]
    _version: String,
}

/// One correction: what it applies to, why, and what it does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    target: JsonPath,
    description: Option<String>,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
}

impl Overlay {
    /// Reads an overlay from disk.
    ///
    /// # Errors
    /// When the file cannot be read, is no Overlay 1.0 document, or a target is no JSONPath (RFC 9535).
    pub fn load(path: &Path) -> Result<Self> {
        Self::from_value(load(path)?).with_context(|| format!("{} is not a valid overlay", path.display()))
    }

    /// Reads an overlay that is already parsed.
    ///
    /// # Errors
    /// As [`Overlay::load`]; the message names the place.
    pub fn from_value(value: Value) -> Result<Self> {
        let overlay: Self = serde_path_to_error::deserialize(value)?;
        ensure!(
            overlay.overlay.starts_with("1.0."),
            "overlay version {} is not supported, only 1.0.x is",
            overlay.overlay
        );
        ensure!(!overlay.actions.is_empty(), "an overlay needs at least one action");
        Ok(overlay)
    }

    /// Requires every action to say why it is there.
    ///
    /// # Errors
    /// Names the actions that have no description.
    pub fn require_reasons(&self) -> Result<()> {
        let silent = self.actions.iter().enumerate().filter(|(_, action)| !action.has_reason());
        let names: Vec<String> = silent.map(|(index, action)| action.name(index)).collect();
        ensure!(
            names.is_empty(),
            "without a description that gives the reason: {}; add `description:` to each",
            names.join(", ")
        );
        Ok(())
    }

    /// Applies the actions to `document`, in order; each sees what the ones before it did.
    ///
    /// # Errors
    /// When a target matches nothing, or an update does not fit what it meets; the message names the action.
    pub fn apply(&self, document: &mut Value) -> Result<()> {
        self.apply_each(document, |_, _| {})
    }

    /// Applies the actions as [`Overlay::apply`] does, and shows the document after each.
    ///
    /// # Errors
    /// As [`Overlay::apply`].
    pub fn apply_each(&self, document: &mut Value, mut after: impl FnMut(&Action, &Value)) -> Result<()> {
        for (index, action) in self.actions.iter().enumerate() {
            action.apply(document).with_context(|| action.name(index))?;
            after(action, document);
        }
        Ok(())
    }
}

impl Action {
    /// The JSONPath of what it applies to.
    pub fn target(&self) -> String {
        self.target.to_string()
    }

    /// Why it is there.
    pub fn reason(&self) -> Option<&str> {
        self.description.as_deref().map(str::trim)
    }

    fn name(&self, index: usize) -> String {
        format!("overlay action {} (target {})", index + 1, self.target)
    }

    fn has_reason(&self) -> bool {
        self.reason().is_some_and(|reason| !reason.is_empty())
    }

    fn apply(&self, document: &mut Value) -> Result<()> {
        let targets = self.targets(document);
        ensure!(
            !targets.is_empty(),
            "matches nothing; correct the target, or drop the action if it is no longer needed"
        );
        match (&self.update, self.remove) {
            // `remove: true` wins over an update, as the Overlay specification says.
            (_, true) => remove_all(document, targets),
            (Some(update), false) => {
                targets.iter().try_for_each(|target| self.update(document, target, update))
            }
            (None, false) => bail!("does nothing; give it `update:` or `remove: true`"),
        }
    }

    /// The places that the target selects, each once.
    fn targets(&self, document: &Value) -> Vec<Pointer> {
        let located = self.target.query_located(document);
        let mut found = Vec::new();
        for location in located.locations() {
            let pointer = Pointer::from_text(location.to_json_pointer());
            if !found.contains(&pointer) {
                found.push(pointer);
            }
        }
        found
    }

    fn update(&self, document: &mut Value, target: &Pointer, update: &Value) -> Result<()> {
        let value = target.find_mut(document).with_context(|| format!("{target} is gone"))?;
        match (&*value, update) {
            (Value::Object(_), Value::Object(_)) | (Value::Array(_), _) => merge(value, update),
            (Value::Object(_), _) => bail!("{target} is an object, so the update must be one"),
            _ => bail!("{target} is neither an object nor an array; target the object that holds it"),
        }
        Ok(())
    }
}

/// The Overlay 1.0 merge: objects merge key by key, an array takes the update as new elements, anything else is
/// replaced.
fn merge(value: &mut Value, update: &Value) {
    match (value, update) {
        (Value::Object(object), Value::Object(update)) => merge_objects(object, update),
        (Value::Array(array), Value::Array(update)) => array.extend(update.iter().cloned()),
        (Value::Array(array), update) => array.push(update.clone()),
        (value, update) => *value = update.clone(),
    }
}

fn merge_objects(object: &mut Map<String, Value>, update: &Map<String, Value>) {
    for (key, update) in update {
        match object.get_mut(key) {
            Some(value) => merge(value, update),
            None => {
                object.insert(key.clone(), update.clone());
            }
        }
    }
}

/// Removes the deepest places first and an array's elements from its end, so that the other places stay valid.
fn remove_all(document: &mut Value, targets: Vec<Pointer>) -> Result<()> {
    let mut places: Vec<(Vec<String>, Pointer)> =
        targets.into_iter().map(|target| (target.keys(), target)).collect();
    places.sort_by_key(|(keys, _)| {
        let index = keys.last().and_then(|key| key.parse::<usize>().ok());
        Reverse((keys.len(), index))
    });
    places.iter().try_for_each(|(_, target)| remove(document, target))
}

fn remove(document: &mut Value, target: &Pointer) -> Result<()> {
    let Some((parent, key)) = target.split_last() else { bail!("cannot remove the whole document") };
    match (parent.find_mut(document), key.parse::<usize>()) {
        (Some(Value::Object(object)), _) => object.shift_remove(&key).is_some(),
        (Some(Value::Array(array)), Ok(index)) if index < array.len() => {
            array.remove(index);
            true
        }
        _ => bail!("{target} is gone"),
    };
    Ok(())
}
