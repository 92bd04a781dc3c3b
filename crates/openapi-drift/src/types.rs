//! Sets of JSON types, as bits. Numbers are two: whole ones, and all others.

use serde_json::Value;

/// A set of JSON types.
pub type Types = u8;

/// `null` alone.
pub const NULL: Types = 1;
/// Every value.
pub const ANY: Types = 0b111_1111;

const INTEGER: Types = 1 << 2;
const FRACTION: Types = 1 << 3;

/// The types by name, in the order in which they are written.
const NAMES: [(Types, &str); 8] = [
    (NULL, "null"),
    (1 << 1, "boolean"),
    (INTEGER | FRACTION, "number"),
    (INTEGER, "integer"),
    (FRACTION, "fraction"),
    (1 << 4, "string"),
    (1 << 5, "array"),
    (1 << 6, "object"),
];

/// Returns the set that a `type` keyword names.
pub fn named(names: &Value) -> Types {
    let of_name = |name: &str| NAMES.iter().find(|(_, known)| *known == name).map_or(0, |(types, _)| *types);
    match names {
        Value::String(name) => of_name(name),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).fold(0, |set, name| set | of_name(name))
        }
        _ => ANY,
    }
}

/// Returns the type of one value.
pub fn of_value(value: &Value) -> Types {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => 1 << 1,
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => FRACTION,
        Value::Number(_) => INTEGER,
        Value::String(_) => 1 << 4,
        Value::Array(_) => 1 << 5,
        Value::Object(_) => 1 << 6,
    }
}

/// Describes a set, such as `null | string`.
pub fn describe(types: Types) -> String {
    if types & !NULL == ANY & !NULL {
        return "any".to_owned();
    }
    let mut rest = types;
    let mut parts = Vec::new();
    for (set, name) in NAMES {
        if rest & set == set {
            parts.push(name);
            rest &= !set;
        }
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" | ") }
}
