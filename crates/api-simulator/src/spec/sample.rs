//! Values that conform to a schema.

use openapi_document::Node;
use serde_json::{Map, Value, json};

use super::{elements, entries, schema::matches};

/// Number of alternatives that are tried in each place that has several.
const MAX_ALTERNATIVES: usize = 8;
/// Depth below which a schema is taken for recursive and left out.
const MAX_DEPTH: usize = 16;

/// Returns a value with all properties.
pub(super) fn complete(document: &Value, pointer: &str) -> Option<Value> {
    Sampler { alternative: 0, with_optional: true, with_nulls: false }.sample_at(document, pointer)
}

/// Returns values that differ in their properties, their nulls and the alternatives taken.
pub(super) fn instances(document: &Value, pointer: &str) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for alternative in 0..MAX_ALTERNATIVES {
        for (with_optional, with_nulls) in [(true, false), (true, true), (false, false), (false, true)] {
            let sampler = Sampler { alternative, with_optional, with_nulls };
            let value = sampler.sample_at(document, pointer);
            values.extend(value.filter(|value| !values.contains(value)));
        }
    }
    values
}

#[derive(Clone, Copy)]
struct Sampler {
    /// Index of the alternative to take where there are several.
    alternative: usize,
    /// `true` to include properties that are not required.
    with_optional: bool,
    /// `true` to use null wherever it is allowed.
    with_nulls: bool,
}

impl Sampler {
    fn sample_at(self, document: &Value, pointer: &str) -> Option<Value> {
        self.sample(&Node::root(document).at(pointer)?.resolve().ok()?, 0)
    }

    /// Returns a value; `None` for a schema that is recursive without an end.
    fn sample(self, schema: &Node<'_>, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        if let Some(fixed) = schema.value().get("const") {
            return Some(fixed.clone());
        }
        let kind = self.kind(schema);
        if kind == Some("null") {
            return Some(Value::Null);
        }
        for keyword in ["oneOf", "anyOf"] {
            if schema.value().get(keyword).is_some() {
                return self.sample(self.pick(&elements(schema, keyword).ok()?)?, depth + 1);
            }
        }
        if schema.value().get("allOf").is_some() {
            return self.merge(&elements(schema, "allOf").ok()?, schema, depth);
        }
        match kind {
            Some("object") => self.object(schema, depth),
            Some("array") => self.array(schema, depth),
            _ => self.listed(schema).or_else(|| scalar(schema, kind)),
        }
    }

    /// Returns one of the listed values or examples.
    fn listed(self, schema: &Node<'_>) -> Option<Value> {
        let list = schema.value().get("enum").or_else(|| schema.value().get("examples"))?;
        let values: Vec<&Value> = list.as_array()?.iter().filter(|value| !value.is_null()).collect();
        self.pick(&values).map(|value| (*value).clone())
    }

    fn pick<T>(self, alternatives: &[T]) -> Option<&T> {
        alternatives.get(self.alternative % alternatives.len().max(1))
    }

    /// Returns the type of the value: null if it is wanted and allowed.
    fn kind<'a>(self, schema: &Node<'a>) -> Option<&'a str> {
        match schema.value().get("type") {
            Some(Value::String(name)) => Some(name),
            Some(Value::Array(names)) => {
                let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                let others: Vec<&str> = names.iter().copied().filter(|name| *name != "null").collect();
                if self.with_nulls && names.len() > others.len() {
                    Some("null")
                } else {
                    self.pick(&others).copied()
                }
            }
            _ if schema.value().get("properties").is_some() => Some("object"),
            _ => None,
        }
    }

    fn merge(self, parts: &[Node<'_>], schema: &Node<'_>, depth: usize) -> Option<Value> {
        let mut values: Vec<Value> = parts.iter().filter_map(|part| self.sample(part, depth + 1)).collect();
        values.extend(self.object(schema, depth));
        if values.first().is_some_and(|first| !first.is_object()) {
            return values.into_iter().next();
        }
        let mut object = Map::new();
        for value in values {
            if let Value::Object(properties) = value {
                object.extend(properties);
            }
        }
        Some(Value::Object(object))
    }

    fn object(self, schema: &Node<'_>, depth: usize) -> Option<Value> {
        let required = schema.value().get("required").and_then(Value::as_array).into_iter().flatten();
        let required: Vec<&str> = required.filter_map(Value::as_str).collect();
        let min = bound(schema, "minProperties").unwrap_or(0);
        let max = bound(schema, "maxProperties").unwrap_or(usize::MAX);
        let is_wanted = |object: &Map<String, Value>, is_required: bool| {
            (self.with_optional || is_required || object.len() < min) && object.len() < max
        };
        let mut object = Map::new();
        for (name, property) in entries(schema, "properties").ok()? {
            let is_required = required.contains(&name);
            if is_wanted(&object, is_required) {
                match self.sample(&property, depth + 1) {
                    Some(value) => drop(object.insert(name.to_owned(), value)),
                    None if is_required => return None,
                    None => {}
                }
            }
        }
        for name in required {
            object.entry(name).or_insert_with(|| json!("anything"));
        }
        let others = schema.get_resolved("additionalProperties").ok()?;
        if let Some(others) = others.filter(|others| others.value().is_object())
            && is_wanted(&object, false)
        {
            // A key that the spec lists, where it does.
            let names = schema.get_resolved("propertyNames").ok()?;
            let listed =
                names.and_then(|names| Some(names.value().get("enum")?.get(0)?.as_str()?.to_owned()));
            let name = listed.unwrap_or_else(|| "another".to_owned());
            object.extend(self.sample(&others, depth + 1).map(|value| (name, value)));
        }
        Some(Value::Object(object))
    }

    fn array(self, schema: &Node<'_>, depth: usize) -> Option<Value> {
        let min = bound(schema, "minItems").unwrap_or(0);
        let max = bound(schema, "maxItems").unwrap_or(usize::MAX);
        let count = if self.with_optional { min.max(1) } else { min }.min(max);
        let items = schema.get_resolved("items").ok()?;
        let item = || match &items {
            Some(items) => self.sample(items, depth + 1),
            None => Some(json!("anything")),
        };
        // An element that is recursive without an end leaves the list empty.
        Some((0..count).map_while(|_| item()).collect())
    }
}

fn bound(schema: &Node<'_>, keyword: &str) -> Option<usize> {
    schema.value().get(keyword)?.as_u64().and_then(|bound| usize::try_from(bound).ok())
}

fn scalar(schema: &Node<'_>, kind: Option<&str>) -> Option<Value> {
    match kind {
        Some("integer") => Some(json!(number(schema, 1.0) as i64)),
        Some("number") => Some(json!(number(schema, 0.5))),
        Some("boolean") => Some(json!(true)),
        _ => Some(text(schema).into()),
    }
}

fn number(schema: &Node<'_>, step: f64) -> f64 {
    let bound = |keyword: &str| schema.value().get(keyword).and_then(Value::as_f64);
    let min = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|min| min + step));
    let max = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|max| max - step));
    let unit = bound("multipleOf").unwrap_or(1.0);
    let number = min.map_or(unit, |min| (min / unit).ceil() * unit).max(unit);
    max.map_or(number, |max| number.min(max))
}

fn text(schema: &Node<'_>) -> String {
    let text = match schema.text("format") {
        Some("date-time") => "2026-03-14T15:09:26Z",
        Some("date") => "2026-03-14",
        Some("time") => "15:09:26Z",
        Some("email") => "person@example.com",
        Some("uri" | "uri-reference") => "https://example.com/page",
        Some("uuid") => "6f1c1a52-7a3e-4d6f-9d0b-2f4a7c5e8b19",
        Some("ipv4") => "192.0.2.7",
        Some("ipv6") => "2001:db8::7",
        Some("hostname") => "host.example.com",
        _ => schema.text("pattern").map_or("text", text_for_pattern),
    };
    let min = bound(schema, "minLength").unwrap_or(0);
    format!("{text:x<min$}").chars().take(bound(schema, "maxLength").unwrap_or(usize::MAX)).collect()
}

/// Returns the first text that matches, among those that patterns usually describe.
fn text_for_pattern(pattern: &str) -> &'static str {
    let texts = [
        "text",
        "5f3a9c0e7b1d4862a0c4e8f61b7d9235",
        "host.example.com",
        "2026-03-14",
        "2026-03-14T15:09:26Z",
        "12",
    ];
    texts.into_iter().find(|text| matches(pattern, text)).unwrap_or("text")
}
