//! Whether what came of a mutation is what had to.

use serde_json::Value;

use crate::{
    body::{Place, Step},
    mutations::{Expected, Mutation},
};

/// What came of a mutation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Decoded,
    Refused,
    /// Something that had to arrive did not, or became something else.
    Lost,
}

/// Judges by the typed value of the documented body and that of the mutated one, both written
/// out again, or by the error's line.
pub fn judge(
    mutation: &Mutation,
    documented: &Value,
    result: Result<&Value, &str>,
    place: &Place,
) -> Verdict {
    match (&mutation.expected, result) {
        (Expected::Refused, Err(line)) if line.contains(&named(&mutation.place)) => Verdict::Refused,
        (Expected::Refused, _) | (_, Err(_)) => Verdict::Lost,
        (expected, Ok(typed)) => match arrived(expected, place, documented, typed) {
            true => Verdict::Decoded,
            false => Verdict::Lost,
        },
    }
}

/// The place as an error names it: deeper is fine, so its beginning will do.
fn named(place: &Place) -> String {
    place.to_string()
}

fn arrived(expected: &Expected, place: &Place, documented: &Value, typed: &Value) -> bool {
    let without = |value: &Value| bare(&place.put(value, None));
    match expected {
        Expected::Unchanged => documented == typed,
        Expected::PassedOver => without(documented) == bare(typed),
        Expected::Absent => place.get(typed).is_none_or(is_empty) && without(documented) == without(typed),
        Expected::Reads(value) => {
            place.get(typed).is_some_and(|read| same(value, read)) && without(documented) == without(typed)
        }
        Expected::Refused => false,
    }
}

/// Nothing, or a list or an object with nothing in it.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        _ => false,
    }
}

/// A value without its empty members, which some types write and others leave out.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !is_empty(member))
            .map(|(name, member)| (name.clone(), bare(member)))
            .collect(),
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

/// Whether a body's value has arrived as it was, as far as the facade writes it out.
fn same(body: &Value, typed: &Value) -> bool {
    match (body, typed) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Object(body), Value::Object(typed)) => {
            body.iter().all(|(name, value)| typed.get(name).map_or(is_empty(value), |read| same(value, read)))
        }
        (Value::Array(body), Value::Array(typed)) => {
            body.len() == typed.len() && body.iter().zip(typed).all(|(a, b)| same(a, b))
        }
        (Value::String(a), Value::String(b)) => a == b || same_moment(a, b),
        _ => body == typed,
    }
}

fn same_moment(a: &str, b: &str) -> bool {
    let read = |text| chrono::DateTime::parse_from_rfc3339(text).ok();
    read(a).is_some() && read(a) == read(b)
}

/// The place in what a facade hands out, which is what stands under one member of the body.
pub fn under(member: &str, place: &Place) -> Option<Place> {
    match place.0.split_first() {
        Some((Step::Member(first), rest)) if first == member => Some(Place(rest.to_vec())),
        _ => None,
    }
}
