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
        match document.get("openapi") {
            Some(Value::String(text)) => Self::parse(text),
            Some(Value::Number(number)) => Self::parse(&number.to_string()),
            _ if document.get("swagger").is_some() => Err(VersionError::Swagger),
            _ => Err(VersionError::Missing),
        }
    }

    fn parse(text: &str) -> Result<Self, VersionError> {
        let mut parts = text.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Ok(Self::V3_0),
            (Some("3"), Some("1")) => Ok(Self::V3_1),
            _ => Err(VersionError::Unsupported(text.to_owned())),
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
