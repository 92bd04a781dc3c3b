//! Presence of a field in a body, which a typed value does not tell: missing, null and malformed are
//! all read as absent.

use std::borrow::Cow;

use super::{
    text::{JsonKind, JsonText},
    without_bom,
};

/// State of a field in a response body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// The body has no such field, or is no JSON object.
    Missing,
    /// The field is null.
    Null,
    /// The field has a value that was skipped, because it is not of the documented type.
    Malformed,
    /// The field has a value.
    Present,
}

/// Looks for a field of the outermost object of a body. Without the type of the field, no value is
/// [`Malformed`](Presence::Malformed).
pub fn presence(body: &[u8], field: &str) -> Presence {
    let value = JsonText::parse(without_bom(body)).ok().and_then(|body| find(body, &[field]));
    match value.map(JsonText::kind) {
        None => Presence::Missing,
        Some(JsonKind::Null) => Presence::Null,
        Some(_) => Presence::Present,
    }
}

/// Looks for a value by the keys of the objects around it. The last of several equal keys counts.
fn find<'de>(body: JsonText<'de>, keys: &[&str]) -> Option<JsonText<'de>> {
    keys.iter().try_fold(body, |value, wanted| match value.kind() {
        JsonKind::Object(entries) => entries.filter(|(key, _)| key == wanted).last().map(|(_, value)| value),
        _ => None,
    })
}

/// Returns the first text of a body at one of several places, each given by its keys.
pub(crate) fn find_text(body: &[u8], places: &[&[&str]]) -> Option<String> {
    let body = JsonText::parse(without_bom(body)).ok()?;
    places.iter().find_map(|keys| find(body, keys)?.string()).map(Cow::into_owned)
}
