//! Values made from a schema.

use serde_json::{Map, Value, json};

use super::document::Node;

/// How often lists of alternatives are gone through; more alternatives than this are not all made.
const VARIANTS: usize = 8;
/// Schemas nested deeper than this are taken to be recursive, and left out.
const MAX_DEPTH: usize = 16;

/// A value with every member.
pub(super) fn full(document: &Value, pointer: &str) -> Option<Value> {
    Sampler { variant: 0, optional: true, nulls: false }.at(document, pointer)
}

/// Values that differ in which members they have, where they are null, and in each alternative.
pub(super) fn all(document: &Value, pointer: &str) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for variant in 0..VARIANTS {
        for (optional, nulls) in [(true, false), (true, true), (false, false), (false, true)] {
            let value = Sampler { variant, optional, nulls }.at(document, pointer);
            if let Some(value) = value.filter(|value| !values.contains(value)) {
                values.push(value);
            }
        }
    }
    values
}

#[derive(Clone, Copy)]
struct Sampler {
    /// Which of several alternatives to take.
    variant: usize,
    /// Whether members that are not required are made.
    optional: bool,
    /// Whether null is made wherever it is allowed.
    nulls: bool,
}

impl Sampler {
    fn at(self, document: &Value, pointer: &str) -> Option<Value> {
        self.value(&Node::at(document, pointer).ok()?, 0)
    }

    /// `None` where a schema cannot be followed to an end.
    fn value(self, schema: &Node<'_>, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        if let Some(fixed) = schema.value.get("const") {
            return Some(fixed.clone());
        }
        let kind = self.kind(schema);
        if kind == Some("null") {
            return Some(Value::Null);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(choices) = schema.member(keyword).ok()?.and_then(|all| all.items().ok()) {
                return self.value(self.pick(&choices)?, depth + 1);
            }
        }
        if let Some(parts) = schema.member("allOf").ok()?.and_then(|all| all.items().ok()) {
            return self.merged(&parts, schema, depth);
        }
        match kind {
            Some("object") => self.object(schema, depth),
            Some("array") => self.array(schema, depth),
            _ => self.given(schema).or_else(|| scalar(schema, kind)),
        }
    }

    /// An example or a listed value.
    fn given(self, schema: &Node<'_>) -> Option<Value> {
        let listed = |keyword: &str| schema.value.get(keyword).and_then(Value::as_array);
        let values: Vec<&Value> =
            listed("enum").or_else(|| listed("examples"))?.iter().filter(|v| !v.is_null()).collect();
        self.pick(&values).map(|value| (*value).clone())
    }

    fn pick<T>(self, choices: &[T]) -> Option<&T> {
        choices.get(self.variant % choices.len().max(1))
    }

    /// The type to make: null if it is wanted and allowed.
    fn kind<'a>(self, schema: &Node<'a>) -> Option<&'a str> {
        match schema.value.get("type") {
            Some(Value::String(name)) => Some(name),
            Some(Value::Array(names)) => {
                let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                let others: Vec<&str> = names.iter().copied().filter(|name| *name != "null").collect();
                if self.nulls && names.len() > others.len() {
                    Some("null")
                } else {
                    self.pick(&others).copied()
                }
            }
            _ if schema.value.get("properties").is_some() => Some("object"),
            _ => None,
        }
    }

    fn merged(self, parts: &[Node<'_>], schema: &Node<'_>, depth: usize) -> Option<Value> {
        let mut made: Vec<Value> = parts.iter().filter_map(|part| self.value(part, depth + 1)).collect();
        made.extend(self.object(schema, depth));
        let mut members = Map::new();
        for value in &made {
            members.extend(
                value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())),
            );
        }
        match made.into_iter().next() {
            Some(first) if !first.is_object() => Some(first),
            _ => Some(Value::Object(members)),
        }
    }

    fn object(self, schema: &Node<'_>, depth: usize) -> Option<Value> {
        let required: Vec<&str> = schema
            .value
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let least = schema.value.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
        let most = schema.value.get("maxProperties").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let mut members = Map::new();
        for (name, property) in
            schema.member("properties").ok()?.map_or_else(|| Ok(Vec::new()), |all| all.members()).ok()?
        {
            let wanted = self.optional || required.contains(&name) || (members.len() as u64) < least;
            if wanted && (members.len() as u64) < most {
                match self.value(&property, depth + 1) {
                    Some(value) => members.insert(name.to_owned(), value),
                    None if required.contains(&name) => return None,
                    None => continue,
                };
            }
        }
        for name in required {
            members.entry(name).or_insert_with(|| json!("anything"));
        }
        if let Some(others) =
            schema.member("additionalProperties").ok()?.filter(|others| others.value.is_object())
            && (self.optional || (members.len() as u64) < least)
            && (members.len() as u64) < most
        {
            members.extend(self.value(&others, depth + 1).map(|value| ("another".to_owned(), value)));
        }
        Some(Value::Object(members))
    }

    fn array(self, schema: &Node<'_>, depth: usize) -> Option<Value> {
        let bound = |keyword: &str| schema.value.get(keyword).and_then(Value::as_u64);
        let least = bound("minItems").unwrap_or(0);
        let count =
            if self.optional { least.max(1) } else { least }.min(bound("maxItems").unwrap_or(u64::MAX));
        let items = schema.member("items").ok()?;
        let item =
            || items.as_ref().map_or_else(|| Some(json!("anything")), |items| self.value(items, depth + 1));
        // A recursive item that has no end leaves the list empty.
        Some((0..count).map_while(|_| item()).collect())
    }
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
    let bound = |keyword: &str| schema.value.get(keyword).and_then(Value::as_f64);
    let least = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|least| least + step));
    let most = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|most| most - step));
    let wanted = bound("multipleOf").unwrap_or(1.0);
    let raised = least.map_or(wanted, |least| (least / wanted).ceil() * wanted).max(wanted);
    most.map_or(raised, |most| raised.min(most))
}

fn text(schema: &Node<'_>) -> String {
    let made = match schema.text("format") {
        Some("date-time") => "2026-03-14T15:09:26Z",
        Some("date") => "2026-03-14",
        Some("time") => "15:09:26Z",
        Some("email") => "person@example.com",
        Some("uri" | "uri-reference") => "https://example.com/page",
        Some("uuid") => "6f1c1a52-7a3e-4d6f-9d0b-2f4a7c5e8b19",
        Some("ipv4") => "192.0.2.7",
        Some("ipv6") => "2001:db8::7",
        Some("hostname") => "host.example.com",
        _ => schema.text("pattern").map_or("text", matching),
    };
    let bound = |keyword: &str| {
        schema.value.get(keyword).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok())
    };
    let least = bound("minLength").unwrap_or(0);
    let padded = format!("{made:x<least$}");
    padded.chars().take(bound("maxLength").unwrap_or(usize::MAX)).collect()
}

/// Of the shapes that patterns usually describe, the first that fits.
fn matching(pattern: &str) -> &'static str {
    let schema = json!({ "pattern": pattern });
    let shapes = [
        "text",
        "5f3a9c0e7b1d4862a0c4e8f61b7d9235",
        "host.example.com",
        "2026-03-14",
        "2026-03-14T15:09:26Z",
        "12",
    ];
    shapes
        .into_iter()
        .find(|shape| jsonschema::draft202012::is_valid(&schema, &json!(shape)))
        .unwrap_or("text")
}
