//! Types, equality and order of JSON values, as JSON Schema defines them.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// Names of the types.
pub(super) const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Number beyond which every float is whole, and not each whole number is a float.
const MAX_EXACT: f64 = 1e38;

/// Returns `true` if `value` has the type of this name.
pub(super) fn has_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && whole(number).is_some()),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// Compares two values; 1 is equal to 1.0.
pub(super) fn are_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => compare(one, other) == Some(Ordering::Equal),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| are_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has_equal = |(key, value)| other.get(key).is_some_and(|other| are_equal(value, other));
            one.len() == other.len() && one.iter().all(has_equal)
        }
        (one, other) => one == other,
    }
}

/// Compares two numbers, exactly if both are whole.
pub(super) fn compare(one: &Number, other: &Number) -> Option<Ordering> {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

/// Returns `true` if the number is a multiple, up to the precision of floats: 0.3 is a multiple of 0.1.
pub(super) fn is_multiple(number: &Number, unit: &Number) -> bool {
    if let (Some(number), Some(unit)) = (whole(number), whole(unit)) {
        return number % unit == 0;
    }
    let (Some(number), Some(unit)) = (number.as_f64(), unit.as_f64()) else { return false };
    let quotient = number / unit;
    quotient.is_finite() && (quotient - quotient.round()).abs() <= 4.0 * f64::EPSILON * quotient.abs()
}

fn whole(number: &Number) -> Option<i128> {
    let float = |number: &Number| {
        number
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() < MAX_EXACT)
            .map(|float| float as i128)
    };
    number.as_i128().or_else(|| float(number))
}
