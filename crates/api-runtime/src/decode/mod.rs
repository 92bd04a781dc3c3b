//! Deserializing response bodies: strictly and fast first, tolerantly where that fails.
//!
//! A vendor may at any time send a field that differs from its OpenAPI document. A well-formed
//! body is deserialized at full speed, in one pass. Only if that fails is the body read again,
//! field by field: a malformed optional field is then absent, a malformed required one is an
//! error that names the JSON path, and no value is converted into another type.
//!
//! A body that is small on the wire can be large in memory. The fast reader does not count, so it
//! reads only what cannot exceed the limit whatever its type is; the tolerant reader counts.

mod entries;
mod error;
mod fallback;
mod limits;
mod presence;
mod skipped;
mod strict;
mod text;
mod tolerant;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

pub use self::{
    entries::entries,
    error::DecodeError,
    presence::{Presence, presence},
    skipped::SkippedFields,
};
pub(crate) use self::{error::Cause, limits::memory_limit, presence::find_text, skipped::MAX_LOGGED_PATHS};
use self::{
    error::JsonPath,
    limits::{Limits, is_surely_within},
    skipped::SkipLog,
    text::JsonText,
    tolerant::{Context, TolerantDeserializer},
};

/// Memory that the values of a body may take without a client's own limit: that of the default
/// `max_response_size` of 16 MiB.
const DEFAULT_MEMORY_LIMIT: usize = 64 * 1024 * 1024;

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
/// If the body is not JSON, if a value that the type requires is missing or malformed, or if the
/// values would take more than 64 MiB.
pub fn tolerant<T: DeserializeOwned>(body: &[u8]) -> Result<(T, SkippedFields), DecodeError> {
    tolerant_within(body, DEFAULT_MEMORY_LIMIT)
}

/// Deserializes a body as fast as it allows, within a limit of the memory of its values.
pub(crate) fn decode<T: DeserializeOwned>(
    body: &[u8],
    memory: usize,
) -> Result<(T, SkippedFields), DecodeError> {
    if is_surely_within(memory, body)
        && let Ok(value) = strict(body)
    {
        return Ok((value, SkippedFields::default()));
    }
    tolerant_within(body, memory)
}

fn tolerant_within<T: DeserializeOwned>(
    body: &[u8],
    memory: usize,
) -> Result<(T, SkippedFields), DecodeError> {
    tolerant_with(body, Limits::new(memory, body.len()))
}

fn tolerant_with<T: DeserializeOwned>(
    body: &[u8],
    limits: Limits,
) -> Result<(T, SkippedFields), DecodeError> {
    let value = JsonText::parse(without_bom(body))?;
    let context = Context { log: SkipLog::default(), limits };
    let typed = T::deserialize(TolerantDeserializer::new(value, &JsonPath::Root, &context))?;
    Ok((typed, context.log.into_skipped_fields()))
}

/// Deserializes a value that is already parsed.
fn tolerant_value<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T, DecodeError> {
    strict::strict_value(value).or_else(|_| {
        tolerant_within(value.to_string().as_bytes(), DEFAULT_MEMORY_LIMIT).map(|(typed, _)| typed)
    })
}

/// Some servers begin UTF-8 with a byte order mark, which JSON does not allow.
fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Deserializes a list that is empty if absent, null or malformed; for
/// `#[serde(default, deserialize_with = "api_runtime::decode::list")]`.
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
/// `#[serde(default, deserialize_with = "api_runtime::decode::map")]`.
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
/// `#[serde(default, deserialize_with = "api_runtime::decode::nullable")]`.
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

/// Logs that a value was skipped; `path` names it.
fn warn_malformed(path: &str) {
    tracing::warn!(path, "{MALFORMED}");
}

pub(crate) const MALFORMED: &str = "malformed value in the response; read as absent";

#[cfg(test)]
mod tests;
