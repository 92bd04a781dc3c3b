//! Values of a body as slices of its text: nothing is copied, and only what a type asks for is
//! parsed.

use std::borrow::Cow;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::Number;

use super::error::DecodeError;

/// One JSON value in a body that is known to be well-formed.
#[derive(Clone, Copy)]
pub(super) struct JsonText<'de>(&'de str);

/// Kind of a value, with its parts.
pub(super) enum JsonKind<'de> {
    Null,
    Bool(bool),
    Number,
    String,
    List(Items<'de>),
    Object(Entries<'de>),
}

impl<'de> JsonText<'de> {
    /// Checks the syntax of a whole body, to any depth and without building its values.
    pub(super) fn parse(body: &'de [u8]) -> Result<Self, DecodeError> {
        let text =
            str::from_utf8(body).map_err(|error| DecodeError::not_utf8(body, error.error_len().is_none()))?;
        let mut json = serde_json::Deserializer::from_str(text);
        IgnoredAny::deserialize(&mut json)
            .and_then(|_| json.end())
            .map_err(|error| DecodeError::syntax(&error, text))?;
        Ok(Self(text.trim_matches(is_blank)))
    }

    pub(super) fn kind(self) -> JsonKind<'de> {
        match self.0.as_bytes().first() {
            Some(b'n') => JsonKind::Null,
            Some(b't') => JsonKind::Bool(true),
            Some(b'f') => JsonKind::Bool(false),
            Some(b'"') => JsonKind::String,
            Some(b'[') => JsonKind::List(Items(&self.0[1..])),
            Some(b'{') => JsonKind::Object(Entries(Items(&self.0[1..]))),
            _ => JsonKind::Number,
        }
    }

    /// Returns the length of the text in bytes.
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// Returns a number, unless it is out of range.
    pub(super) fn number(self) -> Option<Number> {
        serde_json::from_str(self.0).ok()
    }

    /// Returns a string without its quotes and escapes. `None` if it is another value, or if its
    /// escapes are not valid Unicode.
    pub(super) fn string(self) -> Option<Cow<'de, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            return serde_json::from_str(self.0).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(inner))
    }
}

/// Elements of a list.
#[derive(Clone)]
pub(super) struct Items<'de>(&'de str);

impl<'de> Iterator for Items<'de> {
    type Item = JsonText<'de>;

    fn next(&mut self) -> Option<JsonText<'de>> {
        // The text is well-formed, so a separator needs no check, and a bracket is the end.
        let rest = self.0.trim_start_matches(|c| is_blank(c) || matches!(c, ',' | ':'));
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (value, rest) = rest.split_at(values.byte_offset());
        self.0 = rest;
        Some(JsonText(value))
    }
}

/// Entries of an object.
#[derive(Clone)]
pub(super) struct Entries<'de>(Items<'de>);

impl<'de> Iterator for Entries<'de> {
    type Item = (Cow<'de, str>, JsonText<'de>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?;
        let value = self.0.next()?;
        Some((key.string().unwrap_or(Cow::Borrowed(key.0)), value))
    }
}

/// JSON's white space.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}
