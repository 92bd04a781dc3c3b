//! OpenAPI Overlay 1.0: corrections to a document that is left as its vendor wrote it.

use std::{cmp::Reverse, path::Path};

use serde::Deserialize;
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::{LoadError, Pointer, load};

/// An overlay document.
///
/// ```
/// use openapi_document::Overlay;
/// use serde_json::json;
///
/// let overlay = Overlay::from_value(json!({
///     "overlay": "1.0.0",
///     "info": { "title": "Corrections", "version": "1" },
///     "actions": [{
///         "target": "$.paths['/users'].get",
///         "description": "The vendor forgot it.",
///         "update": { "operationId": "listUsers" },
///     }],
/// }))?;
/// overlay.require_reasons()?;
///
/// let mut document = json!({ "paths": { "/users": { "get": {} } } });
/// overlay.apply(&mut document)?;
/// assert_eq!(document["paths"]["/users"]["get"]["operationId"], "listUsers");
/// # Ok::<(), openapi_document::OverlayError>(())
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    overlay: String,
    #[serde(rename = "info")]
    _info: Info,
    #[serde(rename = "extends")]
    _extends: Option<String>,
    actions: Vec<OverlayAction>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Info {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "version")]
    _version: String,
}

/// One correction: its target, its reason, and the change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlayAction {
    target: JsonPath,
    description: Option<String>,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
}

/// The error for an overlay that cannot be read or applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OverlayError {
    /// The file cannot be read as JSON or YAML.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It is not a valid Overlay 1.0 document.
    #[error("not a valid overlay: {0}")]
    Invalid(String),
    /// Actions have no description that gives their reason.
    #[error("without a description that gives the reason: {0}; add `description:` to each")]
    WithoutReason(String),
    /// An action does not fit the document.
    #[error("overlay action {action} (target {target}): {problem}")]
    Action {
        /// Position of the action, from 1.
        action: usize,
        /// Target of the action.
        target: String,
        /// The reason why it does not fit.
        problem: String,
    },
}

impl Overlay {
    /// Reads an overlay from a JSON or YAML file.
    ///
    /// # Errors
    /// If the file cannot be read, is no Overlay 1.0 document, or a target is no JSONPath (RFC 9535).
    pub fn load(path: &Path) -> Result<Self, OverlayError> {
        Self::from_value(load(path)?).map_err(|error| match error {
            OverlayError::Invalid(problem) => OverlayError::Invalid(format!("{}: {problem}", path.display())),
            other => other,
        })
    }

    /// Reads an overlay that is already parsed.
    ///
    /// # Errors
    /// If it is no Overlay 1.0 document; the message names the key.
    pub fn from_value(value: Value) -> Result<Self, OverlayError> {
        let overlay: Self = serde_path_to_error::deserialize(value)
            .map_err(|error: serde_path_to_error::Error<_>| OverlayError::Invalid(error.to_string()))?;
        if !overlay.overlay.starts_with("1.0.") {
            let problem = format!("version {} is not supported, only 1.0.x is", overlay.overlay);
            return Err(OverlayError::Invalid(problem));
        }
        if overlay.actions.is_empty() {
            return Err(OverlayError::Invalid("it needs at least one action".to_owned()));
        }
        Ok(overlay)
    }

    /// Returns the actions in order.
    #[must_use]
    pub fn actions(&self) -> &[OverlayAction] {
        &self.actions
    }

    /// Requires every action to have a description, which is its reason.
    ///
    /// # Errors
    /// If actions have none; the message names them.
    pub fn require_reasons(&self) -> Result<(), OverlayError> {
        let without = self.actions.iter().zip(1..).filter(|(action, _)| action.reason().is_none());
        let names: Vec<String> =
            without.map(|(action, number)| format!("action {number} (target {})", action.target)).collect();
        if names.is_empty() { Ok(()) } else { Err(OverlayError::WithoutReason(names.join(", "))) }
    }

    /// Applies the actions to `document`, in order; each sees the changes of those before it.
    ///
    /// # Errors
    /// If a target matches nothing, or an update does not fit its target; the message names the action.
    pub fn apply(&self, document: &mut Value) -> Result<(), OverlayError> {
        self.apply_each(document, |_, _| {})
    }

    /// Applies the actions as [`Overlay::apply`] does, and calls `after` with each action and the document after it.
    ///
    /// # Errors
    /// As [`Overlay::apply`].
    pub fn apply_each(
        &self,
        document: &mut Value,
        mut after: impl FnMut(&OverlayAction, &Value),
    ) -> Result<(), OverlayError> {
        for (action, number) in self.actions.iter().zip(1..) {
            action.apply(document).map_err(|problem| OverlayError::Action {
                action: number,
                target: action.target(),
                problem,
            })?;
            after(action, document);
        }
        Ok(())
    }
}

impl OverlayAction {
    /// Returns the JSONPath of its target.
    #[must_use]
    pub fn target(&self) -> String {
        self.target.to_string()
    }

    /// Returns its description, which says why it is there; `None` if that is missing or blank.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.description.as_deref().map(str::trim).filter(|reason| !reason.is_empty())
    }

    fn apply(&self, document: &mut Value) -> Result<(), String> {
        let targets = self.locations(document);
        if targets.is_empty() {
            return Err("matches nothing; correct the target, or drop the action if it is no longer needed"
                .to_owned());
        }
        match (&self.update, self.remove) {
            // `remove: true` wins over an update, as the Overlay specification says.
            (_, true) => remove_all(document, targets),
            (Some(update), false) => {
                targets.iter().try_for_each(|target| update_at(document, target, update))
            }
            (None, false) => Err("does nothing; give it `update:` or `remove: true`".to_owned()),
        }
    }

    /// Returns the locations that the target selects, each once.
    fn locations(&self, document: &Value) -> Vec<Pointer> {
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
}

fn update_at(document: &mut Value, target: &Pointer, update: &Value) -> Result<(), String> {
    let value = target.find_mut(document).ok_or_else(|| format!("{target} is gone"))?;
    match (&*value, update) {
        (Value::Object(_), Value::Object(_)) | (Value::Array(_), _) => {
            merge(value, update);
            Ok(())
        }
        (Value::Object(_), _) => Err(format!("{target} is an object, so the update must be one")),
        _ => Err(format!("{target} is neither an object nor an array; target the object that holds it")),
    }
}

/// Merges as Overlay 1.0 does: objects key by key, an array takes the update as new elements, anything else is replaced.
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

/// Removes the deepest locations first and an array's elements from its end, so that the others stay valid.
fn remove_all(document: &mut Value, targets: Vec<Pointer>) -> Result<(), String> {
    let mut targets: Vec<(Vec<String>, Pointer)> =
        targets.into_iter().map(|target| (target.keys(), target)).collect();
    targets.sort_by_key(|(keys, _)| {
        let index = keys.last().and_then(|key| key.parse::<usize>().ok());
        Reverse((keys.len(), index))
    });
    targets.iter().try_for_each(|(_, target)| remove(document, target))
}

fn remove(document: &mut Value, target: &Pointer) -> Result<(), String> {
    let (parent, key) = target.split_last().ok_or("cannot remove the whole document")?;
    match (parent.find_mut(document), key.parse::<usize>()) {
        (Some(Value::Object(object)), _) => {
            object.shift_remove(&key);
        }
        (Some(Value::Array(array)), Ok(index)) if index < array.len() => {
            array.remove(index);
        }
        _ => return Err(format!("{target} is gone")),
    }
    Ok(())
}
