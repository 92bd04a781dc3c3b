//! Sets of JSON types.

use std::{fmt, ops};

use serde_json::{Number, Value};

/// A set of JSON types. Numbers are two: whole ones, and all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeSet(u8);

impl TypeSet {
    /// No value is allowed.
    pub const NONE: Self = Self(0);
    /// Every value is allowed.
    pub const ANY: Self = Self(0b111_1111);
    /// `null` alone.
    pub const NULL: Self = Self(1);
    const BOOLEAN: Self = Self(1 << 1);
    const INTEGER: Self = Self(1 << 2);
    const FRACTION: Self = Self(1 << 3);
    const STRING: Self = Self(1 << 4);
    const ARRAY: Self = Self(1 << 5);
    const OBJECT: Self = Self(1 << 6);

    /// Returns the set that a `type` keyword names.
    pub fn named(names: &Value) -> Self {
        match names {
            Value::String(name) => Self::of_name(name),
            Value::Array(names) => {
                names.iter().filter_map(Value::as_str).fold(Self::NONE, |set, name| set | Self::of_name(name))
            }
            _ => Self::ANY,
        }
    }

    fn of_name(name: &str) -> Self {
        match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::INTEGER | Self::FRACTION,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => Self::NONE,
        }
    }

    /// Returns the type of one value.
    pub fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if is_whole(number) => Self::INTEGER,
            Value::Number(_) => Self::FRACTION,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Returns `true` if all of `other` is in this set.
    pub fn contains(self, other: Self) -> bool {
        self & other == other
    }

    /// Returns `true` if the two have nothing in common.
    pub fn is_disjoint(self, other: Self) -> bool {
        self & other == Self::NONE
    }

    /// Returns this set without `null`.
    pub fn without_null(self) -> Self {
        Self(self.0 & !Self::NULL.0)
    }
}

fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

impl ops::BitOr for TypeSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl ops::BitAnd for TypeSet {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl fmt::Display for TypeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.contains(Self::ANY.without_null()) {
            return f.write_str("any");
        }
        let number = Self::INTEGER | Self::FRACTION;
        let names = [
            (Self::NULL, "null"),
            (Self::BOOLEAN, "boolean"),
            (number, "number"),
            (Self::INTEGER, "integer"),
            (Self::FRACTION, "fraction"),
            (Self::STRING, "string"),
            (Self::ARRAY, "array"),
            (Self::OBJECT, "object"),
        ];
        let mut rest = *self;
        let mut parts = Vec::new();
        for (set, name) in names {
            if rest.contains(set) {
                parts.push(name);
                rest = Self(rest.0 & !set.0);
            }
        }
        f.write_str(if parts.is_empty() { "nothing" } else { "" })?;
        f.write_str(&parts.join(" | "))
    }
}
