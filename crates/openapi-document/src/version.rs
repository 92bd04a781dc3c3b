//! Versions of OpenAPI.

use std::fmt;

use serde_json::Value;

/// A version of OpenAPI that the crates of this workspace read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// OpenAPI 3.0: `nullable`, and nothing counts beside a `$ref`.
    V3_0,
    /// OpenAPI 3.1: schemas are JSON Schema 2020-12.
    V3_1,
}

/// The error for a document whose version cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VersionError {
    /// A version other than 3.0 and 3.1.
    #[error("OpenAPI version {0} is not supported; 3.0 and 3.1 are")]
    Unsupported(String),
    /// A Swagger 2.0 document.
    #[error("a Swagger document is no OpenAPI 3 document; convert it first")]
    Swagger,
    /// No version at all.
    #[error("no OpenAPI 3 document: `openapi: 3.1.0` or the like is missing at its top")]
    Missing,
}

impl Version {
    /// Reads the version of a document: `3.1.0`, or `3.1` as text or number.
    ///
    /// # Errors
    /// If the document names another version, or none.
    pub fn of(document: &Value) -> Result<Self, VersionError> {
        let version = match document.get("openapi") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ if document.get("swagger").is_some() => return Err(VersionError::Swagger),
            _ => return Err(VersionError::Missing),
        };
        let is = |minor: &str| {
            version.strip_prefix(minor).is_some_and(|patch| patch.is_empty() || patch.starts_with('.'))
        };
        match () {
            () if is("3.0") => Ok(Self::V3_0),
            () if is("3.1") => Ok(Self::V3_1),
            () => Err(VersionError::Unsupported(version)),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        })
    }
}
