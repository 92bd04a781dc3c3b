//! Validation of a value against a schema.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use openapi_document::{Node, Pointer};
use regex_lite::Regex;
use serde_json::{Map, Number, Value};

use super::{
    format,
    unevaluated::{has_seen_element, has_seen_property},
    value::{are_equal, compare, has_type, is_multiple},
};

/// Number of allowed values that a violation lists.
const MAX_LISTED: usize = 3;

/// Returns a sentence for each violation; `path` is the location of `value`.
pub(super) fn violations(schema: &Node<'_>, value: &Value, path: &Pointer) -> Vec<String> {
    let mut validation = Validation { schema, path, found: Vec::new() };
    validation.check_any(value);
    validation.check_schemas(value);
    match value {
        Value::Number(number) => validation.check_number(number),
        Value::String(text) => validation.check_text(text),
        Value::Array(elements) => validation.check_array(elements, value),
        Value::Object(object) => validation.check_object(object, value),
        Value::Null | Value::Bool(_) => {}
    }
    validation.found
}

/// Returns `true` if the pattern occurs in the text. A pattern that cannot be read never does.
pub(in super::super) fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}

struct Validation<'a> {
    schema: &'a Node<'a>,
    path: &'a Pointer,
    found: Vec<String>,
}

impl<'a> Validation<'a> {
    fn keyword(&self, keyword: &str) -> Option<&'a Value> {
        self.schema.value().get(keyword)
    }

    fn list(&self, keyword: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.keyword(keyword).and_then(Value::as_array).into_iter().flatten()
    }

    fn report(&mut self, reason: impl AsRef<str>) {
        let reason = reason.as_ref();
        self.found.push(match self.path.as_str() {
            "" => reason.to_owned(),
            path => format!("at {path}: {reason}"),
        });
    }

    fn accepts(&self, schema: &Node<'_>, value: &Value) -> bool {
        violations(schema, value, self.path).is_empty()
    }

    fn check_any(&mut self, value: &Value) {
        if self.schema.value() == &Value::Bool(false) {
            self.report("no value is allowed");
        }
        let types: Vec<&str> = match self.keyword("type") {
            Some(Value::String(name)) => vec![name],
            _ => self.list("type").filter_map(Value::as_str).collect(),
        };
        if self.keyword("type").is_some() && !types.iter().any(|name| has_type(value, name)) {
            let noun = if types.len() == 1 { "type" } else { "types" };
            let types: Vec<String> = types.iter().map(|name| format!("{name:?}")).collect();
            self.report(format!("value is not of {noun} {}", types.join(", ")));
        }
        if self.keyword("enum").is_some() && !self.list("enum").any(|allowed| are_equal(allowed, value)) {
            let allowed = alternatives(&self.list("enum").map(Value::to_string).collect::<Vec<_>>());
            self.report(format!("value is not one of {allowed}"));
        }
        if let Some(constant) = self.keyword("const").filter(|constant| !are_equal(constant, value)) {
            self.report(format!("{constant} was expected"));
        }
    }

    /// Checks against the schemas that apply to the same value.
    fn check_schemas(&mut self, value: &Value) {
        let schema = self.schema;
        let mut all: Vec<Node<'_>> = schema.target().ok().flatten().into_iter().collect();
        all.extend(schema.get("allOf").iter().flat_map(Node::elements));
        if let Some(condition) = schema.get("if") {
            all.extend(schema.get(if self.accepts(&condition, value) { "then" } else { "else" }));
        }
        for dependent in schema.get("dependentSchemas").iter().flat_map(Node::entries) {
            all.extend(value.get(dependent.0).map(|_| dependent.1));
        }
        self.found.extend(all.iter().flat_map(|part| violations(part, value, self.path)));
        for keyword in ["anyOf", "oneOf"] {
            let Some(list) = schema.get(keyword) else { continue };
            match list.elements().filter(|part| self.accepts(part, value)).count() {
                0 => self.report(format!("value is not valid under any of the schemas of `{keyword}`")),
                2.. if keyword == "oneOf" => {
                    self.report("value is valid under more than one of the schemas of `oneOf`");
                }
                _ => {}
            }
        }
        if schema.get("not").is_some_and(|not| self.accepts(&not, value)) {
            self.report("value is valid under the schema of `not`");
        }
    }

    /// Checks a figure against the limit below a keyword, for which there are singular and plural.
    fn check_limit(
        &mut self,
        keyword: &str,
        figure: &Number,
        wrong: &[Ordering],
        relation: &str,
        unit: [&str; 2],
    ) {
        let Some(Value::Number(limit)) = self.keyword(keyword) else { return };
        if compare(figure, limit).is_some_and(|order| wrong.contains(&order)) {
            let unit = unit[usize::from(limit.as_f64() != Some(1.0))];
            self.report(format!("value {relation} {limit}{unit}"));
        }
    }

    fn check_number(&mut self, number: &Number) {
        for (keyword, wrong, relation) in [
            ("minimum", &[Less][..], "is less than the minimum of"),
            ("maximum", &[Greater], "is greater than the maximum of"),
            ("exclusiveMinimum", &[Less, Equal], "is less than or equal to the minimum of"),
            ("exclusiveMaximum", &[Greater, Equal], "is greater than or equal to the maximum of"),
        ] {
            self.check_limit(keyword, number, wrong, relation, ["", ""]);
        }
        if let Some(Value::Number(unit)) = self.keyword("multipleOf")
            && !is_multiple(number, unit)
        {
            self.report(format!("value is not a multiple of {unit}"));
        }
    }

    fn check_text(&mut self, text: &str) {
        let length = text.chars().count().into();
        let unit = [" character", " characters"];
        self.check_limit("minLength", &length, &[Less], "is shorter than", unit);
        self.check_limit("maxLength", &length, &[Greater], "is longer than", unit);
        if let Some(pattern) = self.schema.text("pattern").filter(|pattern| !matches(pattern, text)) {
            self.report(format!("value does not match {pattern:?}"));
        }
        if let Some(format) = self.schema.text("format").filter(|name| !format::is_valid(name, text)) {
            self.report(format!("value is not a {format:?}"));
        }
    }

    fn check_array(&mut self, elements: &[Value], whole: &Value) {
        let schema = self.schema;
        let unit = [" item", " items"];
        self.check_limit("minItems", &elements.len().into(), &[Less], "has less than", unit);
        self.check_limit("maxItems", &elements.len().into(), &[Greater], "has more than", unit);
        let is_repeated =
            |(index, element)| elements[..index].iter().any(|earlier| are_equal(earlier, element));
        if schema.flag("uniqueItems") == Some(true) && elements.iter().enumerate().any(is_repeated) {
            self.report("value has non-unique elements");
        }
        let first: Vec<Node<'_>> = schema.get("prefixItems").iter().flat_map(Node::elements).collect();
        let rest = schema.get("items");
        for (index, element) in elements.iter().enumerate() {
            if let Some(part) = first.get(index).or(rest.as_ref()) {
                self.found.extend(violations(part, element, &self.path.index(index)));
            }
        }
        if let Some(rest) = schema.get("unevaluatedItems") {
            let indexed = elements.iter().enumerate();
            for (index, element) in indexed.filter(|(index, _)| !has_seen_element(schema, whole, *index)) {
                self.found.extend(violations(&rest, element, &self.path.index(index)));
            }
        }
        if let Some(wanted) = schema.get("contains") {
            let count = elements.iter().filter(|element| self.accepts(&wanted, element)).count();
            let bound = |keyword| self.keyword(keyword).and_then(Value::as_f64);
            let (min, max) =
                (bound("minContains").unwrap_or(1.0), bound("maxContains").unwrap_or(f64::INFINITY));
            if !(min..=max).contains(&(count as f64)) {
                self.report(
                    "value has too few or too many items that are valid under the schema of `contains`",
                );
            }
        }
    }

    fn check_object(&mut self, object: &Map<String, Value>, whole: &Value) {
        let unit = [" property", " properties"];
        self.check_limit("minProperties", &object.len().into(), &[Less], "has less than", unit);
        self.check_limit("maxProperties", &object.len().into(), &[Greater], "has more than", unit);
        let dependent = self.keyword("dependentRequired").and_then(Value::as_object).into_iter().flatten();
        let dependent = dependent.filter(|(name, _)| object.contains_key(*name));
        let dependent = dependent.flat_map(|(_, names)| names.as_array().into_iter().flatten());
        for name in self.list("required").chain(dependent).filter_map(Value::as_str) {
            if !object.contains_key(name) {
                self.report(format!("{name:?} is a required property"));
            }
        }
        for (name, value) in object {
            self.check_property(name, value);
        }
        if let Some(rest) = self.schema.get("unevaluatedProperties") {
            let unseen = object.iter().filter(|(name, _)| !has_seen_property(self.schema, whole, name));
            for (name, value) in unseen {
                self.found.extend(violations(&rest, value, &self.path.child(name)));
            }
        }
    }

    fn check_property(&mut self, name: &str, value: &Value) {
        let schema = self.schema;
        let mut schemas: Vec<Node<'_>> =
            schema.get("properties").iter().filter_map(|properties| properties.get(name)).collect();
        let patterns = schema.get("patternProperties");
        let patterns = patterns.iter().flat_map(Node::entries);
        schemas.extend(patterns.filter(|(pattern, _)| matches(pattern, name)).map(|(_, schema)| schema));
        if schemas.is_empty() {
            schemas.extend(schema.get("additionalProperties"));
        }
        let path = self.path.child(name);
        self.found.extend(schemas.iter().flat_map(|part| violations(part, value, &path)));
        if let Some(names) = schema.get("propertyNames") {
            self.found.extend(violations(&names, &name.into(), &path));
        }
    }
}

/// Lists the first alternatives, and says how many more there are.
fn alternatives(all: &[String]) -> String {
    let more = format!("{} others", all.len().saturating_sub(MAX_LISTED));
    match all {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [first @ .., last] if all.len() <= MAX_LISTED => format!("{} or {last}", first.join(", ")),
        _ => format!("{} or {more}", all[..MAX_LISTED].join(", ")),
    }
}
