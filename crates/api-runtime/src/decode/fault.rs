//! Why a value could not be read as the type that was wanted.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::path::Path;

/// Never holds the value itself: serde's own messages quote it, and it may be a secret.
#[derive(Debug)]
pub(super) struct Fault {
    kind: Kind,
    path: Option<String>,
    missing: Option<&'static str>,
    reason: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    /// The value is not of the type; where the type allows it, it may count as absent.
    Odd,
    /// Something that the type requires is not there; there is no help for it.
    Required,
}

impl Fault {
    pub(super) fn odd(reason: impl Into<String>) -> Self {
        Self { kind: Kind::Odd, path: None, missing: None, reason: reason.into() }
    }

    pub(super) fn is_required(&self) -> bool {
        self.kind == Kind::Required
    }

    /// The same fault, at a place that cannot do without the value.
    pub(super) fn into_required(self) -> Self {
        Self { kind: Kind::Required, ..self }
    }

    /// Names the place, unless an inner one is named already.
    pub(super) fn at(mut self, path: &Path<'_>) -> Self {
        let missing = self.missing;
        self.path.get_or_insert_with(|| match missing {
            Some(field) => Path::Key(path, field).to_string(),
            None => path.to_string(),
        });
        self
    }

    pub(super) fn into_parts(self) -> (String, String) {
        (self.path.unwrap_or_else(|| "$".to_owned()), self.reason)
    }
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::odd("its value is not of the documented form")
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::odd(format!("expected {expected}, found {}", kind_of(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::odd(format!("expected {expected}, found another {}", kind_of(found)))
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::odd("its value is none of the documented ones")
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            kind: Kind::Required,
            path: None,
            missing: Some(field),
            reason: "the field is missing".to_owned(),
        }
    }
}

fn kind_of(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "integer",
        Unexpected::Float(_) => "number",
        Unexpected::Str(_) | Unexpected::Char(_) => "string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "list",
        Unexpected::Map => "object",
        _ => "value",
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl de::StdError for Fault {}
