//! Documented parameters.

use std::sync::Arc;

use openapi_document::Node;
use serde_json::{Number, Value};

use super::schema::{Schema, SchemaReader};
use super::{elements, invalid};
use crate::Error;

/// The location of a parameter in a request. Cookies are not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParameterLocation {
    Path,
    Query,
    Header,
}

/// A documented parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) location: ParameterLocation,
    required: bool,
    /// `true` if the elements of a list are sent one by one under the same name.
    explode: bool,
    types: ParameterTypes,
    schema: Option<Arc<Schema>>,
}

/// The JSON types that the text of a parameter may stand for.
#[derive(Clone, Debug, Default)]
struct ParameterTypes {
    integer: bool,
    number: bool,
    boolean: bool,
    null: bool,
    /// Types of the elements, if it may be a list.
    items: Option<Box<ParameterTypes>>,
}

impl Parameter {
    /// Reads a parameter; `None` for a cookie.
    pub(super) fn read(node: &Node<'_>, schemas: &mut SchemaReader) -> Result<Option<Self>, Error> {
        let location = match node.text("in") {
            Some("path") => ParameterLocation::Path,
            Some("query") => ParameterLocation::Query,
            Some("header") => ParameterLocation::Header,
            Some("cookie") => return Ok(None),
            _ => return Err(invalid(node.pointer(), "`in` is not path, query, header or cookie")),
        };
        let name = node.text("name").ok_or_else(|| invalid(node.pointer(), "a parameter has no `name`"))?;
        let mut parameter = Self {
            name: name.to_owned(),
            location,
            required: node.flag("required").unwrap_or_default(),
            explode: node.flag("explode").unwrap_or(location == ParameterLocation::Query),
            types: ParameterTypes::default(),
            schema: None,
        };
        if let Some(schema) = node.get("schema") {
            parameter.types.add(&schema.clone().resolve()?)?;
            parameter.schema = Some(schemas.read(&schema)?);
        }
        Ok(Some(parameter))
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        match self.location {
            ParameterLocation::Header => self.name.eq_ignore_ascii_case(name),
            ParameterLocation::Path | ParameterLocation::Query => self.name == name,
        }
    }

    /// Returns the values that were sent under this parameter's name.
    pub(super) fn values_in<'s>(&self, sent: &'s [(String, String)]) -> Vec<&'s str> {
        sent.iter().filter(|(name, _)| self.has_name(name)).map(|(_, value)| value.as_str()).collect()
    }

    /// Returns a sentence for each way in which the values sent violate the document.
    pub(super) fn violations(&self, sent: &[&str]) -> Vec<String> {
        let location = match self.location {
            ParameterLocation::Path => "path parameter",
            ParameterLocation::Query => "query parameter",
            ParameterLocation::Header => "header",
        };
        let name = format!("{location} {:?}", self.name);
        let is_list = self.types.items.is_some();
        match sent.len() {
            0 if self.required => return vec![format!("{name} is missing")],
            0 => return Vec::new(),
            count if count > 1 && !(is_list && self.explode) => {
                return vec![format!("{name} was sent {count} times")];
            }
            _ => {}
        }
        let violations = self.schema.iter().flat_map(|schema| schema.violations(&self.value(sent)));
        violations.map(|violation| format!("{name}: {violation}")).collect()
    }

    fn value(&self, sent: &[&str]) -> Value {
        match &self.types.items {
            None => sent.first().map_or(Value::Null, |text| self.types.parse(text)),
            Some(items) if self.explode => sent.iter().map(|text| items.parse(text)).collect(),
            Some(items) => {
                sent.iter().flat_map(|text| text.split(',')).map(|text| items.parse(text)).collect()
            }
        }
    }
}

impl ParameterTypes {
    /// Adds the types that `schema` allows, also within `allOf`, `anyOf` and `oneOf`.
    fn add(&mut self, schema: &Node<'_>) -> Result<(), Error> {
        let types = schema.value().get("type").unwrap_or(&Value::Null);
        let types = types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice);
        for name in types.iter().filter_map(Value::as_str) {
            match name {
                "integer" => self.integer = true,
                "number" => self.number = true,
                "boolean" => self.boolean = true,
                "null" => self.null = true,
                "array" => {
                    let mut types = Self::default();
                    if let Some(items) = schema.get_resolved("items")? {
                        types.add(&items)?;
                    }
                    self.items = Some(Box::new(types));
                }
                _ => {}
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for part in elements(schema, keyword)? {
                self.add(&part)?;
            }
        }
        Ok(())
    }

    /// Parses the text of a parameter as one of these types, or else as a string.
    fn parse(&self, text: &str) -> Value {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        // JSON Schema takes 1.0 for an integer, which no API does in a query.
        if (self.integer || self.number)
            && is_whole
            && let Ok(number) = text.parse::<i64>()
        {
            return number.into();
        }
        let is_decimal = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        if self.number
            && is_decimal
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
    use openapi_document::Node;
    use serde_json::{Value, json};

    use super::ParameterTypes;

    fn parse(schema: Value, text: &str) -> Value {
        let mut types = ParameterTypes::default();
        types.add(&Node::root(&schema)).unwrap();
        types.parse(text)
    }

    #[test]
    fn text_is_parsed_as_the_schema_says() {
        assert_eq!(parse(json!({ "type": "integer" }), "-12"), json!(-12));
        assert_eq!(parse(json!({ "type": "number" }), "1.5"), json!(1.5));
        assert_eq!(parse(json!({ "type": "number" }), "2"), json!(2));
        assert_eq!(parse(json!({ "type": ["boolean", "null"] }), "true"), json!(true));
        assert_eq!(parse(json!({ "allOf": [{ "type": "integer" }] }), "7"), json!(7));
    }

    #[test]
    fn other_text_is_a_string() {
        for text in ["1.0", "", "-", "+1", " 1", "1e3", "99999999999999999999", "NaN", "true"] {
            assert_eq!(parse(json!({ "type": "integer" }), text), json!(text));
        }
        for text in ["NaN", "inf", "", "1e999"] {
            assert_eq!(parse(json!({ "type": "number" }), text), json!(text));
        }
        assert_eq!(parse(json!({ "type": "boolean" }), "True"), json!("True"));
        assert_eq!(parse(json!({ "type": "string" }), "12"), json!("12"));
    }
}
