//! Documents and places in them, with references followed.

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use openapi_document::Pointer;

/// More references in a row than this are a circle.
const LONGEST_CHAIN: usize = 64;

/// The version of OpenAPI, as far as it changes what a schema means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `nullable`, and a `$ref` stands alone.
    V30,
    /// JSON Schema 2020-12.
    V31,
}

/// A description as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Document<'v> {
    root: &'v Value,
    dialect: Dialect,
}

/// A value in a document, its place, and the references that led to it.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    /// The document.
    pub document: Document<'v>,
    /// The value's own place, after references.
    pub at: Pointer,
    /// The value.
    pub value: &'v Value,
    /// The places of the references that were followed, outermost first.
    pub route: Vec<Pointer>,
}

impl<'v> Document<'v> {
    /// Takes a parsed document.
    ///
    /// # Errors
    /// When it is no OpenAPI 3.0 or 3.1 document.
    pub fn new(root: &'v Value) -> Result<Self> {
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let dialect = match version {
            _ if version.starts_with("3.0.") => Dialect::V30,
            _ if version.starts_with("3.1.") => Dialect::V31,
            "" => bail!("there is no `openapi` version at its top, so this is no OpenAPI 3 document"),
            _ => bail!("its OpenAPI version {version} cannot be compared, only 3.0 and 3.1 can"),
        };
        Ok(Self { root, dialect })
    }

    /// The top of the document.
    pub fn root(self) -> Node<'v> {
        Node { document: self, at: Pointer::root(), value: self.root, route: Vec::new() }
    }

    /// How its schemas are meant.
    pub fn dialect(self) -> Dialect {
        self.dialect
    }
}

impl<'v> Node<'v> {
    /// The value below `key`, as it stands.
    pub fn raw(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { at: self.at.child(key), value, ..self.clone() })
    }

    /// The value below `key`, references followed.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(self.raw(key)?.follow())
    }

    /// The members of an object, references followed.
    pub fn entries(&self) -> Vec<(&'v str, Self)> {
        let keys = self.value.as_object().into_iter().flat_map(Map::keys);
        keys.filter_map(|key| Some((key.as_str(), self.get(key)?))).collect()
    }

    /// The elements of a list, as they stand.
    pub fn elements(&self) -> Vec<Self> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(|(index, value)| Self { at: self.at.index(index), value, ..self.clone() }).collect()
    }

    /// The string below `key`.
    pub fn text(&self, key: &str) -> Option<&'v str> {
        self.value.get(key)?.as_str()
    }

    /// The boolean below `key`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }

    /// What the reference here refers to; `None` if there is none, or it leads nowhere in this document.
    pub fn target(&self) -> Option<Self> {
        let at = Pointer::from_reference(self.text("$ref")?)?;
        let value = at.find(self.document.root)?;
        let mut route = self.route.clone();
        route.push(self.at.clone());
        Some(Self { document: self.document, at, value, route })
    }

    /// Follows references to the end; a broken one stays.
    pub fn follow(self) -> Self {
        let mut node = self;
        for _ in 0..LONGEST_CHAIN {
            match node.target() {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }
}
