//! Reasons why a body cannot be deserialized, and where in it.

use std::{borrow::Cow, fmt};

use serde::de::{self, Expected, Unexpected};

use crate::runtime::shortened::Shortened;

/// Reason why a body cannot be deserialized. It names the JSON path and never the value, which
/// may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    cause: Cause,
    path: Option<String>,
    missing_field: Option<&'static str>,
    reason: Cow<'static, str>,
}

/// Cause of a [`DecodeError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The value is not of the type. Where the type allows it, it counts as absent.
    Malformed,
    /// The type requires a value that is missing or malformed. The whole body is then an error.
    Required,
    /// The values of the body exceed its limits.
    TooLarge,
    /// The body ends in the middle of its JSON.
    CutShort,
    /// The body is no JSON at all, such as a page of HTML, and so comes hardly from the API.
    Foreign,
    /// Something else has ended the decoding.
    Interrupted,
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
        Self { cause: Cause::Malformed, path: None, missing_field: None, reason: reason.into() }
    }

    pub(super) fn too_large() -> Self {
        let error = Self::malformed("its values take more memory or time than is allowed");
        Self { cause: Cause::TooLarge, ..error }
    }

    /// Creates the error of a body whose decoding did not end.
    pub(crate) fn interrupted(reason: &'static str) -> Self {
        Self { cause: Cause::Interrupted, ..Self::malformed(reason) }
    }

    /// Creates the error of a body that is not UTF-8; `ends_too_early` in the middle of a character.
    pub(super) fn not_utf8(body: &[u8], ends_too_early: bool) -> Self {
        match body {
            [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0, _, ..] | [_, 0, ..] => {
                Self::foreign("it is UTF-16 and not JSON in UTF-8")
            }
            [b'{' | b'[' | b'"', ..] if ends_too_early => Self {
                cause: Cause::CutShort,
                ..Self::malformed("the JSON ends too early, within a character")
            },
            [b'{' | b'[' | b'"', ..] => Self::malformed("it is not valid UTF-8"),
            _ => Self::foreign("it is neither JSON nor UTF-8"),
        }
    }

    /// Creates the error of a body that `serde_json` rejects: what is not even meant to be JSON has
    /// another cause than JSON with an error.
    pub(super) fn syntax(error: &serde_json::Error, body: &str) -> Self {
        let (line, column) = (error.line(), error.column());
        match body.trim_start().chars().next() {
            _ if matches!(body.as_bytes(), [0, _, ..] | [_, 0, ..]) => {
                Self::foreign("it is UTF-16 and not JSON in UTF-8")
            }
            None => Self::foreign("it is empty"),
            Some('<') => Self::foreign("it is a page of HTML or XML and not JSON"),
            Some('{' | '[' | '"') if error.is_eof() || ends_in_number(error, body) => {
                let reason = format!("the JSON ends too early (line {line}, column {column})");
                Self { cause: Cause::CutShort, ..Self::malformed(reason) }
            }
            Some('{' | '[' | '"') => {
                Self::malformed(format!("it is not valid JSON (line {line}, column {column})"))
            }
            Some(_) => Self::foreign("it is text and not JSON"),
        }
    }

    fn foreign(reason: &'static str) -> Self {
        Self { cause: Cause::Foreign, ..Self::malformed(reason) }
    }

    /// Returns `true` if a value that the type requires is missing or malformed.
    pub(super) fn is_required(&self) -> bool {
        self.cause == Cause::Required
    }

    /// Returns `true` if the value can be skipped where its type allows that.
    pub(super) fn can_be_skipped(&self) -> bool {
        self.cause == Cause::Malformed
    }

    pub(super) fn into_required(self) -> Self {
        Self { cause: Cause::Required, ..self }
    }

    pub(crate) fn cause(&self) -> Cause {
        self.cause
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

/// Returns `true` if the error is at the end of the body, in the middle of a number: for `serde_json`,
/// half a number is malformed.
fn ends_in_number(error: &serde_json::Error, body: &str) -> bool {
    let is_number = |c: char| matches!(c, '0'..='9' | '.' | 'e' | 'E' | '+' | '-');
    let last_line = body.lines().next_back().unwrap_or_default();
    let is_at_end = error.line() == body.lines().count() && error.column() >= last_line.len();
    is_at_end && last_line.ends_with(is_number)
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
        write!(f, "{}: {}", Shortened(self.path()), self.reason)
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

impl JsonPath<'_> {
    /// Returns the number of lists and objects around the value.
    pub(super) fn depth(&self) -> usize {
        match self {
            JsonPath::Root => 0,
            JsonPath::Key(parent, _) | JsonPath::Index(parent, _) => 1 + parent.depth(),
        }
    }
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
