//! Reading answers: strictly and fast first, tolerantly where that fails.
//!
//! A vendor may at any time send a field that is not what its description says. The generated
//! types decode a sound answer at full speed, in one pass. Only when that fails is the body
//! read again, field by field: what is odd and optional is then absent, what is odd and
//! required is an error that names the JSON path, and nothing turns into another type.

mod absent;
mod access;
mod coerce;
mod fault;
mod log;
mod node;
mod path;
mod strict;

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use log::Oddities;

use self::{fault::Fault, log::Log, node::Node, path::Path};

/// Reads a sound body.
///
/// # Errors
/// When it is not of the type: it can then be read tolerantly.
pub(crate) fn strict<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    strict::strict(without_bom(body))
}

/// Reads a body in which some fields may be odd.
///
/// # Errors
/// When it is not JSON, or when something that the type requires is missing or odd.
pub fn tolerant<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Oddities), DecodeError> {
    let value: Value = serde_json::from_slice(without_bom(body)).map_err(DecodeError::syntax)?;
    let log = Log::default();
    let result = T::deserialize(Node::new(&value, &Path::Root, &log));
    match result {
        Ok(typed) => Ok((typed, log.into_oddities())),
        Err(fault) => Err(DecodeError::from(fault)),
    }
}

/// Warns of a value that a facade, which types by hand what the description leaves open,
/// could not read; `path` names it.
pub fn warn_odd(path: &str) {
    tracing::warn!(path, "unexpected value in the answer; read as absent");
}

/// Some servers begin UTF-8 with a byte order mark, which JSON does not allow.
fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Why a body could not be read. It names the place, never what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
}

impl DecodeError {
    /// Where in the body, such as `data.limits.maxMonthlyUsageUsd`; `$` is the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same with the path changed: it is made of the server's words, too.
    pub(crate) fn map_path(self, change: impl Fn(&str) -> String) -> Self {
        Self { path: change(&self.path), ..self }
    }

    fn syntax(error: serde_json::Error) -> Self {
        let reason = if error.is_eof() { "the JSON ends too early" } else { "it is not valid JSON" };
        let (line, column) = (error.line(), error.column());
        Self { path: "$".to_owned(), reason: format!("{reason} (line {line}, column {column})") }
    }
}

impl From<Fault> for DecodeError {
    fn from(fault: Fault) -> Self {
        let (path, reason) = fault.into_parts();
        Self { path, reason }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests;
