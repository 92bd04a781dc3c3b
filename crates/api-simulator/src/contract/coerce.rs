//! Parameters are text; their schemas speak of numbers and lists.

use serde_json::{Number, Value};

use super::document::Node;
use crate::Error;

/// The types that a parameter's text may stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Types {
    integer: bool,
    number: bool,
    boolean: bool,
    null: bool,
    /// The types of a list's items, if it may be a list.
    pub(super) items: Option<Box<Types>>,
}

impl Types {
    /// The types that `schema` names, also within `allOf`, `anyOf` and `oneOf`.
    pub(super) fn of(schema: &Node<'_>) -> Result<Self, Error> {
        let mut types = Self::default();
        types.add(schema)?;
        Ok(types)
    }

    fn add(&mut self, schema: &Node<'_>) -> Result<(), Error> {
        let named = schema.value.get("type").unwrap_or(&Value::Null);
        let all = named.as_array().map_or(std::slice::from_ref(named), Vec::as_slice);
        for name in all.iter().filter_map(Value::as_str) {
            match name {
                "integer" => self.integer = true,
                "number" => self.number = true,
                "boolean" => self.boolean = true,
                "null" => self.null = true,
                "array" => {
                    let items = schema.member("items")?;
                    self.items =
                        Some(Box::new(items.map_or_else(|| Ok(Self::default()), |items| Self::of(&items))?));
                }
                _ => {}
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for part in schema.member(keyword)?.map_or_else(|| Ok(Vec::new()), |parts| parts.items())? {
                self.add(&part)?;
            }
        }
        Ok(())
    }

    /// The value that `text` stands for; a string where it stands for nothing else.
    pub(super) fn coerce(&self, text: &str) -> Value {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        // JSON Schema takes 1.0 for an integer, which no API takes in a query.
        if (self.integer || self.number)
            && whole
            && let Ok(number) = text.parse::<i64>()
        {
            return number.into();
        }
        let decimal = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        if self.number
            && decimal
            && let Some(number) = text.parse().ok().and_then(Number::from_f64)
        {
            return number.into();
        }
        match text {
            "true" if self.boolean => Value::Bool(true),
            "false" if self.boolean => Value::Bool(false),
            "null" if self.null => Value::Null,
            _ => text.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, Types};
    use serde_json::{Value, json};

    fn coerce(schema: Value, text: &str) -> Value {
        Types::of(&Node::root(&schema)).unwrap().coerce(text)
    }

    #[test]
    fn text_becomes_what_the_schema_names() {
        assert_eq!(coerce(json!({ "type": "integer" }), "-12"), json!(-12));
        assert_eq!(coerce(json!({ "type": "number" }), "1.5"), json!(1.5));
        assert_eq!(coerce(json!({ "type": "number" }), "2"), json!(2));
        assert_eq!(coerce(json!({ "type": ["boolean", "null"] }), "true"), json!(true));
        assert_eq!(coerce(json!({ "allOf": [{ "type": "integer" }] }), "7"), json!(7));
    }

    #[test]
    fn other_text_stays_text() {
        for text in ["1.0", "", "-", "+1", " 1", "1e3", "99999999999999999999", "NaN", "true"] {
            assert_eq!(coerce(json!({ "type": "integer" }), text), json!(text));
        }
        for text in ["NaN", "inf", "", "1e999"] {
            assert_eq!(coerce(json!({ "type": "number" }), text), json!(text));
        }
        assert_eq!(coerce(json!({ "type": "boolean" }), "True"), json!("True"));
        assert_eq!(coerce(json!({ "type": "string" }), "12"), json!("12"));
    }
}
