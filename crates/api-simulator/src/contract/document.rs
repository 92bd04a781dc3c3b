//! Walking a document by JSON Pointer, following its references.

use serde_json::Value;

use crate::Error;

/// Longer chains of references than this are circles.
const MAX_REFERENCES: usize = 32;

/// A place in a document.
#[derive(Clone)]
pub(super) struct Node<'a> {
    root: &'a Value,
    pub(super) pointer: String,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) fn root(root: &'a Value) -> Self {
        Self { root, pointer: String::new(), value: root }
    }

    /// The place at `pointer`, behind its references.
    pub(super) fn at(root: &'a Value, pointer: &str) -> Result<Self, Error> {
        let value =
            root.pointer(pointer).ok_or_else(|| wrong(pointer, "there is no such place in the document"))?;
        Self { root, pointer: pointer.to_owned(), value }.resolved()
    }

    /// The member of this name, behind its references.
    pub(super) fn member(&self, name: &str) -> Result<Option<Self>, Error> {
        self.value.get(name).map(|value| self.below(name, value).resolved()).transpose()
    }

    /// Every member of an object with its name, behind its references.
    pub(super) fn members(&self) -> Result<Vec<(&'a str, Self)>, Error> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(name, value)| Ok((name.as_str(), self.below(name, value).resolved()?))).collect()
    }

    /// Every item of a list, behind its references.
    pub(super) fn items(&self) -> Result<Vec<Self>, Error> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(number, value)| self.below(&number.to_string(), value).resolved()).collect()
    }

    /// The string member of this name.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name).and_then(Value::as_str)
    }

    /// Whether the member of this name is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.value.get(name) == Some(&Value::Bool(true))
    }

    /// An error about this place.
    pub(super) fn wrong(&self, reason: impl Into<String>) -> Error {
        wrong(&self.pointer, reason)
    }

    fn below(&self, name: &str, value: &'a Value) -> Self {
        let token = name.replace('~', "~0").replace('/', "~1");
        Self { root: self.root, pointer: format!("{}/{token}", self.pointer), value }
    }

    fn resolved(self) -> Result<Self, Error> {
        let mut node = self;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = node.text("$ref") else {
                return Ok(node);
            };
            let Some(pointer) = reference.strip_prefix('#') else {
                return Err(
                    node.wrong(format!("{reference:?} leaves the document; bundle it into one file first"))
                );
            };
            let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8_lossy().into_owned();
            let Some(value) = node.root.pointer(&pointer) else {
                return Err(node.wrong(format!("{reference:?} leads nowhere")));
            };
            node = Self { root: node.root, pointer, value };
        }
        Err(node.wrong("its references go in a circle"))
    }
}

fn wrong(pointer: &str, reason: impl Into<String>) -> Error {
    Error::Spec { pointer: format!("#{pointer}"), reason: reason.into() }
}
