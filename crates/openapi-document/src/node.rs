//! Values of a document with their locations, and following references between them.

use serde_json::{Map, Value};

use crate::Pointer;

/// A value in a document, its location, and the references that were followed to it.
///
/// ```
/// use openapi_document::Node;
/// use serde_json::json;
///
/// let document = json!({ "a": { "$ref": "#/b" }, "b": { "$ref": "other.yaml#/c" } });
/// let error = Node::root(&document).get("a").ok_or("no a")?.resolve().unwrap_err();
/// assert_eq!(error.at.to_string(), "/b");
/// assert_eq!(error.reference, "other.yaml#/c");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Node<'v> {
    document: &'v Value,
    pointer: Pointer,
    value: &'v Value,
    route: Vec<Pointer>,
}

/// The error for a `$ref` that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: reference {reference:?} {kind}")]
#[non_exhaustive]
pub struct ReferenceError {
    /// Location of the object that holds the `$ref`.
    pub at: Pointer,
    /// Text of the reference.
    pub reference: String,
    /// Reason why it cannot be followed.
    pub kind: ReferenceErrorKind,
}

/// The reason why a `$ref` cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReferenceErrorKind {
    /// It points into another document.
    #[error("points into another document; bundle the documents into one first")]
    Remote,
    /// Nothing is at its target.
    #[error("points at nothing in this document")]
    Dangling,
    /// It leads back to itself.
    #[error("leads back to itself")]
    Circular,
}

impl<'v> Node<'v> {
    /// Returns the top of a document.
    #[must_use]
    pub fn root(document: &'v Value) -> Self {
        Self { document, pointer: Pointer::root(), value: document, route: Vec::new() }
    }

    /// Returns the whole document.
    #[must_use]
    pub fn document(&self) -> &'v Value {
        self.document
    }

    /// Returns the location of the value, after the references that were followed.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// Returns the locations of the references that were followed from the top to here, outermost first.
    #[must_use]
    pub fn route(&self) -> &[Pointer] {
        &self.route
    }

    /// Returns the value below `key`, without following its reference.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(self.below(self.pointer.child(key), value))
    }

    /// Returns the value below `key`, with its references followed.
    ///
    /// # Errors
    /// If a reference cannot be followed.
    pub fn get_resolved(&self, key: &str) -> Result<Option<Self>, ReferenceError> {
        self.get(key).map(Self::resolve).transpose()
    }

    /// Returns the value at a JSON Pointer relative to this one, without following references.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<Self> {
        let value = self.value.pointer(pointer)?;
        Some(self.below(Pointer::from_text(format!("{}{pointer}", self.pointer.as_str())), value))
    }

    /// Returns the values of an object with their keys, without following references; nothing for other values.
    pub fn entries(&self) -> impl Iterator<Item = (&'v str, Self)> {
        let entries = self.value.as_object().into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), self.below(self.pointer.child(key), value)))
    }

    /// Returns the elements of an array, without following references; nothing for other values.
    pub fn elements(&self) -> impl Iterator<Item = Self> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(|(index, value)| self.below(self.pointer.index(index), value))
    }

    /// Returns the string below `key`.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'v str> {
        self.value.get(key)?.as_str()
    }

    /// Returns the boolean below `key`.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }

    /// Returns the text of the reference here, if there is one.
    #[must_use]
    pub fn reference(&self) -> Option<&'v str> {
        self.text("$ref")
    }

    /// Follows the reference here by one step; `None` if there is none.
    ///
    /// `#/…` is a JSON Pointer, `#name` the object with that `$anchor`.
    ///
    /// # Errors
    /// If the reference points into another document or at nothing.
    pub fn target(&self) -> Result<Option<Self>, ReferenceError> {
        let Some(reference) = self.reference() else { return Ok(None) };
        let Some(fragment) = reference.strip_prefix('#') else {
            return Err(self.error(reference, ReferenceErrorKind::Remote));
        };
        let pointer = Pointer::from_reference(reference)
            .or_else(|| find_anchor(self.document, fragment, &Pointer::root()));
        let target = pointer.and_then(|pointer| Some((pointer.find(self.document)?, pointer)));
        let (value, pointer) = target.ok_or_else(|| self.error(reference, ReferenceErrorKind::Dangling))?;
        let mut route = self.route.clone();
        route.push(self.pointer.clone());
        Ok(Some(Self { document: self.document, pointer, value, route }))
    }

    /// Follows the reference here, and those at its target, to a value that is no reference.
    ///
    /// # Errors
    /// If a reference points into another document, at nothing, or leads back to itself.
    pub fn resolve(self) -> Result<Self, ReferenceError> {
        let end = self.follow();
        match end.target()? {
            None => Ok(end),
            Some(_) => Err(end.error(end.reference().unwrap_or_default(), ReferenceErrorKind::Circular)),
        }
    }

    /// Follows references as [`Node::resolve`] does, and stops at one that cannot be followed.
    #[must_use]
    pub fn follow(self) -> Self {
        let start = self.route.len();
        let mut node = self;
        while let Ok(Some(target)) = node.target() {
            if target.route[start..].contains(&target.pointer) {
                break;
            }
            node = target;
        }
        node
    }

    fn below(&self, pointer: Pointer, value: &'v Value) -> Self {
        Self { document: self.document, pointer, value, route: self.route.clone() }
    }

    fn error(&self, reference: &str, kind: ReferenceErrorKind) -> ReferenceError {
        ReferenceError { at: self.pointer.clone(), reference: reference.to_owned(), kind }
    }
}

/// Finds the object whose `$anchor` is `anchor`.
fn find_anchor(value: &Value, anchor: &str, at: &Pointer) -> Option<Pointer> {
    let is_named =
        |object: &Map<String, Value>| object.get("$anchor").and_then(Value::as_str) == Some(anchor);
    match value {
        Value::Object(object) if is_named(object) => Some(at.clone()),
        Value::Object(object) => {
            object.iter().find_map(|(key, value)| find_anchor(value, anchor, &at.child(key)))
        }
        Value::Array(array) => {
            array.iter().enumerate().find_map(|(index, value)| find_anchor(value, anchor, &at.index(index)))
        }
        _ => None,
    }
}
