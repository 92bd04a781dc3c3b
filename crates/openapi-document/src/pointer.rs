//! JSON Pointers (RFC 6901).

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

/// Characters that a URI fragment cannot hold as they are.
const ESCAPED_IN_FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A location in a document, as a JSON Pointer. The empty pointer is the whole document.
///
/// ```
/// use openapi_document::Pointer;
/// use serde_json::json;
///
/// let pointer = Pointer::of(["paths", "/users/{id}", "get"]);
/// assert_eq!(pointer.to_string(), "/paths/~1users~1{id}/get");
/// assert_eq!(pointer.to_reference(), "#/paths/~1users~1%7Bid%7D/get");
/// assert_eq!(Pointer::from_reference("#/paths/~1users~1%7Bid%7D/get"), Some(pointer.clone()));
/// assert_eq!(pointer.find(&json!({ "paths": { "/users/{id}": { "get": true } } })), Some(&json!(true)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Builds a pointer from a path of keys.
    pub fn of<'k>(keys: impl IntoIterator<Item = &'k str>) -> Self {
        keys.into_iter().fold(Self::root(), |at, key| at.child(key))
    }

    /// Takes the text of a pointer, escapes included, such as `/paths/~1users`.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// Parses a reference within the document, `#` or `#/…`; `None` for any other text.
    ///
    /// References are URI fragments, so `%7B` stands for `{`. Invalid escapes are kept as they are.
    #[must_use]
    pub fn from_reference(reference: &str) -> Option<Self> {
        let pointer = reference.strip_prefix('#')?;
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return None;
        }
        let decoded = percent_decode_str(pointer).decode_utf8();
        Some(Self(decoded.map_or_else(|_| pointer.to_owned(), Into::into)))
    }

    /// Writes the pointer as a reference within the document, such as `#/components/schemas/User`.
    #[must_use]
    pub fn to_reference(&self) -> String {
        format!("#{}", utf8_percent_encode(&self.0, ESCAPED_IN_FRAGMENT))
    }

    /// Returns the text of the pointer: empty for the whole document, else `/…`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the location of an object's key below this one.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// Returns the location of an array's element below this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns `true` if `other` is this location or one inside it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the keys from the document down to this location, unescaped.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.0.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
    }

    /// Returns the value at this location, if there is one.
    #[must_use]
    pub fn find<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        document.pointer(&self.0)
    }

    /// Returns the value at this location for changing it, if there is one.
    pub fn find_mut<'v>(&self, document: &'v mut Value) -> Option<&'v mut Value> {
        document.pointer_mut(&self.0)
    }

    /// Splits off the last key; `None` for the whole document.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some((Self(parent.to_owned()), self.keys().pop()?))
    }
}

/// Writes the pointer for a message; the whole document is `(the document)`.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(the document)" } else { &self.0 })
    }
}
