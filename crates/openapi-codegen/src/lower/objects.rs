//! Objects: fields, and keys that the description does not name.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use openapi_document::Pointer;

use super::{
    Lowering,
    keywords::CONSTRAINT,
    kinds::{Kind, Kinds},
};
use crate::{
    api::{Fields, Schema, Shape},
    report::Rule,
};

static CLOSED: Rule =
    Rule::left_out("no further fields", "a field that the vendor adds tomorrow must not fail an answer");
static EXTRAS: Rule = Rule::left_out(
    "further fields",
    "the generator would collect them in a flattened map, which one odd field spoils; unknown fields are in the raw body",
);
static PATTERN_KEYS: Rule =
    Rule::lowered("keys by pattern", "OpenAPI 3.0 has maps of any key, which hold these too");
static FORBIDDEN: Rule = Rule::left_out("forbidden field", "it never arrives, so there is nothing to read");

impl Lowering<'_> {
    pub(super) fn object(&mut self, node: &Map<String, Value>, at: &Pointer) -> Shape {
        let properties = self.properties(node, at);
        let required = self.required(node, at);
        if properties.is_empty() && required.is_empty() {
            return Shape::Map(Box::new(self.map_values(node, at)));
        }
        self.leave_out_extras(node, at);
        Shape::Object(Fields { properties, required })
    }

    fn properties(&mut self, node: &Map<String, Value>, at: &Pointer) -> IndexMap<String, Schema> {
        let at = at.child("properties");
        let mut properties = IndexMap::new();
        match node.get("properties") {
            None => {}
            Some(Value::Object(fields)) => {
                for (name, field) in fields {
                    let place = at.child(name);
                    if *field == Value::Bool(false) {
                        self.note(&FORBIDDEN, &place, name);
                    } else {
                        properties.insert(name.clone(), self.schema(field, &place));
                    }
                }
            }
            Some(_) => self.malformed(&at, "`properties` must be an object"),
        }
        properties
    }

    fn required(&mut self, node: &Map<String, Value>, at: &Pointer) -> Vec<String> {
        let names = match node.get("required") {
            None => return Vec::new(),
            Some(Value::Array(names)) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
            Some(_) => None,
        };
        names.unwrap_or_else(|| {
            self.malformed(&at.child("required"), "`required` must be a list of field names");
            Vec::new()
        })
    }

    /// The values of an object that names no field.
    fn map_values(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let mut values = Vec::new();
        if let Some(Value::Object(patterns)) = node.get("patternProperties") {
            let place = at.child("patternProperties");
            for (pattern, value) in patterns {
                self.note(&PATTERN_KEYS, &place.child(pattern), pattern);
                values.push(self.schema(value, &place.child(pattern)));
            }
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            match node.get(keyword) {
                None | Some(Value::Bool(true)) => {}
                Some(Value::Bool(false)) => self.note(&CLOSED, &at.child(keyword), keyword),
                Some(value) => values.push(self.schema(value, &at.child(keyword))),
            }
        }
        if values.is_empty() { Schema::default() } else { self.unite_all(values, at) }
    }

    /// Returns the component that lists the keys of a map; any other limit on keys is a constraint.
    pub(super) fn map_keys(
        &mut self,
        kinds: Kinds,
        node: &Map<String, Value>,
        at: &Pointer,
    ) -> Option<String> {
        let names = node.get("propertyNames")?;
        let place = at.child("propertyNames");
        let is_reference = names.as_object().is_some_and(|names| names.contains_key("$ref"));
        if kinds == Kinds::One(Kind::Object) && !node.contains_key("properties") && is_reference {
            let shape = self.schema(names, &place).shape;
            let name = shape.reference().map(str::to_owned);
            if name.as_deref().and_then(|name| self.component(name)).is_some_and(|keys| keys.is_enum()) {
                return name;
            }
        }
        self.note(&CONSTRAINT, &place, "propertyNames");
        None
    }

    fn leave_out_extras(&mut self, node: &Map<String, Value>, at: &Pointer) {
        for keyword in ["additionalProperties", "unevaluatedProperties", "patternProperties"] {
            match node.get(keyword) {
                None => {}
                Some(Value::Bool(false)) => self.note(&CLOSED, &at.child(keyword), keyword),
                Some(_) => self.note(&EXTRAS, &at.child(keyword), keyword),
            }
        }
    }
}
