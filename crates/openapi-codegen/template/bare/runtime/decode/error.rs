//! Reasons why a body cannot be deserialized, and where in it.

use std::{borrow::Cow, fmt};

use serde::de::{self, Expected, Unexpected};

/// Reason why a body cannot be deserialized. It names the JSON path and never the value, which
/// may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    kind: Kind,
    path: Option<String>,
    missing_field: Option<&'static str>,
    reason: Cow<'static, str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The value is not of the type. Where the type allows it, it counts as absent.
    Malformed,
    /// The type requires a value that is missing or malformed. The whole body is then an error.
    Required,
}

impl DecodeError {
    /// Returns the JSON path of the value, such as `data.limits.maxMonthlyUsageUsd`, or `$` for
    /// the whole body.
    pub fn path(&self) -> &str {
        self.path.as_deref().unwrap_or("$")
    }

    /// Replaces the path, which consists of the server's words.
    pub(crate) fn map_path(self, change: impl Fn(&str) -> String) -> Self {
        Self { path: self.path.as_deref().map(change), ..self }
    }

    pub(super) fn malformed(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: Kind::Malformed, path: None, missing_field: None, reason: reason.into() }
    }

    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        let reason = if error.is_eof() { "the JSON ends too early" } else { "it is not valid JSON" };
        let (line, column) = (error.line(), error.column());
        Self::malformed(format!("{reason} (line {line}, column {column})"))
    }

    pub(super) fn is_required(&self) -> bool {
        self.kind == Kind::Required
    }

    pub(super) fn into_required(self) -> Self {
        Self { kind: Kind::Required, ..self }
    }

    /// Sets the path, unless an inner value has set it already.
    pub(super) fn at(mut self, path: &JsonPath<'_>) -> Self {
        let missing_field = self.missing_field;
        self.path.get_or_insert_with(|| match missing_field {
            Some(field) => JsonPath::Key(path, field).to_string(),
            None => path.to_string(),
        });
        self
    }
}

/// serde's own messages quote the value, so they are replaced.
impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::malformed("its value does not have the documented form")
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::malformed(format!("expected {expected}, found {}", kind_of(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::malformed(format!("expected {expected}, found another {}", kind_of(found)))
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::malformed("its value is none of the documented ones")
    }

    fn missing_field(field: &'static str) -> Self {
        let error = Self::malformed("the field is missing").into_required();
        Self { missing_field: Some(field), ..error }
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

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.reason)
    }
}

impl std::error::Error for DecodeError {}

/// Longest key that is printed. The server chooses the keys of a map.
const MAX_KEY_LENGTH: usize = 64;

/// Path of a value in a JSON body, as a list on the stack: nothing is allocated unless it is
/// printed.
#[derive(Clone, Copy)]
pub(super) enum JsonPath<'a> {
    Root,
    Key(&'a JsonPath<'a>, &'a str),
    Index(&'a JsonPath<'a>, usize),
}

impl fmt::Display for JsonPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonPath::Root => f.write_str("$"),
            JsonPath::Key(JsonPath::Root, key) => write_key(f, key),
            JsonPath::Key(parent, key) => {
                write!(f, "{parent}.")?;
                write_key(f, key)
            }
            JsonPath::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if key.len() <= MAX_KEY_LENGTH && !key.is_empty() && key.chars().all(is_plain) {
        return f.write_str(key);
    }
    let short: String = key.chars().take(MAX_KEY_LENGTH).collect();
    write!(f, "{short:?}")
}
