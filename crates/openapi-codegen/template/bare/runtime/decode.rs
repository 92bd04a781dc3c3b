//! Deserializing response bodies: strictly and fast first, tolerantly where that fails.
//!
//! A vendor may at any time send a field that differs from its OpenAPI document. A well-formed
//! body is deserialized at full speed, in one pass. Only if that fails is the body read again,
//! field by field: a malformed optional field is then absent, a malformed required one is an
//! error that names the JSON path, and no value is converted into another type.

mod entries;
mod error;
mod fallback;
mod strict;
mod tolerant;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

pub use entries::entries;
pub use error::DecodeError;

use self::{error::JsonPath, tolerant::TolerantDeserializer};

/// Deserializes a well-formed body in one pass.
///
/// # Errors
/// If the body is not of the type. It may still be readable by [`tolerant()`].
pub fn strict<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    strict::strict(without_bom(body))
}

/// Deserializes a body in which fields may be malformed, and returns which ones were skipped.
///
/// # Errors
/// If the body is not JSON, or if a value that the type requires is missing or malformed.
pub fn tolerant<T: DeserializeOwned>(body: &[u8]) -> Result<(T, SkippedFields), DecodeError> {
    let value: Value =
        serde_json::from_slice(without_bom(body)).map_err(|error| DecodeError::syntax(&error))?;
    let log = SkipLog::default();
    let typed = T::deserialize(TolerantDeserializer::new(&value, &JsonPath::Root, &log))?;
    Ok((typed, log.into_skipped_fields()))
}

/// Deserializes a value that is already parsed.
fn tolerant_value<T: DeserializeOwned>(value: &Value) -> Result<T, DecodeError> {
    T::deserialize(TolerantDeserializer::new(value, &JsonPath::Root, &SkipLog::default()))
}

/// Some servers begin UTF-8 with a byte order mark, which JSON does not allow.
fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Deserializes a list that is empty if absent, null or malformed; for
/// `#[serde(default, deserialize_with = "crate::runtime::decode::list")]`.
///
/// # Errors
/// If the value is neither a list nor null.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    // An `Option`, which the tolerant reader can take for absent.
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Deserializes a map that is empty if absent, null or malformed; for
/// `#[serde(default, deserialize_with = "crate::runtime::decode::map")]`.
///
/// # Errors
/// If the value is neither an object nor null.
pub fn map<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Deserializes a field that can be absent (`None`) or null (`Some(None)`); for
/// `#[serde(default, deserialize_with = "crate::runtime::decode::nullable")]`.
///
/// # Errors
/// If the value is neither null nor of the type.
pub fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// Logs that a value which a handwritten type reads could not be read; `path` names it.
pub fn warn_malformed(path: &str) {
    let _ = path;
}

pub(crate) const MALFORMED: &str = "malformed value in the response; read as absent";

/// Number of paths that are kept: a body with a million malformed fields does not produce a
/// million lines.
const MAX_LOGGED_PATHS: usize = 20;

/// Paths of a response body that were read as absent, because their values were malformed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkippedFields {
    paths: Vec<String>,
    count: usize,
}

impl SkippedFields {
    /// Returns the JSON paths of the first 20, such as `data.plan.tier`.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Returns the total number.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns `true` if the whole body was well-formed.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Replaces the paths, which consist of the server's words.
    pub(crate) fn map_paths(self, change: impl Fn(&str) -> String) -> Self {
        Self { paths: self.paths.iter().map(|path| change(path)).collect(), ..self }
    }
}

/// Collects the skipped fields while one body is read.
#[derive(Default)]
struct SkipLog {
    paths: RefCell<Vec<String>>,
    count: Cell<usize>,
}

impl SkipLog {
    fn record(&self, path: &JsonPath<'_>) {
        self.count.set(self.count.get() + 1);
        let mut paths = self.paths.borrow_mut();
        if paths.len() < MAX_LOGGED_PATHS {
            paths.push(path.to_string());
        }
    }

    fn into_skipped_fields(self) -> SkippedFields {
        SkippedFields { paths: self.paths.into_inner(), count: self.count.get() }
    }
}
