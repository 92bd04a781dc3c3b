//! Objects, maps and lists.

use indexmap::IndexMap;
use openapi_document::Pointer;
use serde_json::{Map, Value};

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
    Rule::left_out("no further fields", "a field that the vendor adds tomorrow must not fail a response");
static EXTRAS: Rule = Rule::lowered("further fields", "a map beside the fields keeps them");
static PATTERN_KEYS: Rule = Rule::lowered("keys by pattern", "a map of any key holds these, too");
static FORBIDDEN: Rule = Rule::left_out("forbidden field", "it never arrives, so there is nothing to read");
static TUPLE: Rule = Rule::left_out(
    "tuple",
    "it is read as a list, whose elements are what its positions have in common; all of them arrive",
);

impl Lowering<'_> {
    pub(super) fn object(&mut self, node: &Map<String, Value>, at: &Pointer) -> Shape {
        let properties = self.properties(node, at);
        let required = self.required(node, at);
        if properties.is_empty() && required.is_empty() {
            return Shape::Map(Box::new(self.map_values(node, at)));
        }
        let additional = self.additional(node, at);
        let is_closed = |keyword: &str| node.get(keyword) == Some(&Value::Bool(false));
        let closed = is_closed("additionalProperties") || is_closed("unevaluatedProperties");
        Shape::Object(Fields { properties, required, additional, closed })
    }

    fn properties(&mut self, node: &Map<String, Value>, at: &Pointer) -> IndexMap<String, Schema> {
        let at = at.child("properties");
        let mut properties = IndexMap::new();
        match node.get("properties") {
            None => {}
            Some(Value::Object(fields)) => {
                for (name, field) in fields {
                    let at = at.child(name);
                    if *field == Value::Bool(false) {
                        self.note(&FORBIDDEN, &at, name);
                    } else {
                        properties.insert(name.clone(), self.schema(field, &at));
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

    /// Returns the schema of the values of an object that names no field.
    fn map_values(&mut self, node: &Map<String, Value>, at: &Pointer) -> Schema {
        let mut values = Vec::new();
        if let Some(Value::Object(patterns)) = node.get("patternProperties") {
            let at = at.child("patternProperties");
            for (pattern, value) in patterns {
                self.note(&PATTERN_KEYS, &at.child(pattern), pattern);
                values.push(self.schema(value, &at.child(pattern)));
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
        let at = at.child("propertyNames");
        let is_reference = names.as_object().is_some_and(|names| names.contains_key("$ref"));
        if kinds == Kinds::One(Kind::Object) && !node.contains_key("properties") && is_reference {
            let shape = self.schema(names, &at).shape;
            let name = shape.reference().map(str::to_owned);
            if name.as_deref().and_then(|name| self.component(name)).is_some_and(|keys| keys.is_enum()) {
                return name;
            }
        }
        self.note(&CONSTRAINT, &at, "propertyNames");
        None
    }

    /// Returns the schema of the fields that an object has beside those that it names, where it says that there are some.
    fn additional(&mut self, node: &Map<String, Value>, at: &Pointer) -> Option<Box<Schema>> {
        let mut has_some = false;
        for keyword in ["additionalProperties", "unevaluatedProperties", "patternProperties"] {
            match node.get(keyword) {
                None | Some(Value::Bool(false)) => {}
                Some(_) => {
                    self.note(&EXTRAS, &at.child(keyword), keyword);
                    has_some = true;
                }
            }
        }
        let values = self.map_values(node, at);
        has_some.then(|| Box::new(values))
    }

    pub(super) fn array(&mut self, node: &Map<String, Value>, at: &Pointer) -> Shape {
        let items = node.get("items");
        let (positions, keyword) = match (node.get("prefixItems"), items) {
            (Some(Value::Array(positions)), _) => (positions.as_slice(), "prefixItems"),
            // The form that JSON Schema had before 2020-12.
            (None, Some(Value::Array(positions))) => (positions.as_slice(), "items"),
            _ => (&[][..], "items"),
        };
        if items == Some(&Value::Bool(false)) {
            self.note(&CONSTRAINT, &at.child("items"), "items");
        }
        let rest = items.filter(|rest| !rest.is_array() && **rest != Value::Bool(false));
        if positions.is_empty() {
            let items = rest.map(|rest| self.schema(rest, &at.child("items")));
            return Shape::Array(Box::new(items.unwrap_or_default()));
        }
        let at_positions = at.child(keyword);
        self.note(&TUPLE, &at_positions, format!("{} position(s)", positions.len()));
        let mut elements: Vec<Schema> = Vec::new();
        for (index, element) in positions.iter().enumerate() {
            elements.push(self.schema(element, &at_positions.index(index)));
        }
        elements.extend(rest.map(|rest| self.schema(rest, &at.child("items"))));
        Shape::Array(Box::new(self.unite_all(elements, &at_positions)))
    }
}
