//! Comparison of a body with the facade's value.

use chrono::DateTime;
use serde_json::Value;

/// Paths of the body whose value is not in the typed value, serialized again. Equal are: null, an empty list
/// or an empty object and nothing; numbers of one value; two notations of one moment; a secret and its
/// redaction; a list of names and a list of lists of one name each.
pub fn lost(body: &Value, typed: &Value) -> Vec<String> {
    let mut places = Vec::new();
    compare(body, typed, "data", &mut places);
    places
}

fn compare(body: &Value, typed: &Value, path: &str, places: &mut Vec<String>) {
    match (body, typed) {
        (Value::Object(body), Value::Object(typed)) => {
            for (name, value) in body {
                let found = typed.get(name).unwrap_or(&Value::Null);
                compare(value, found, &format!("{path}.{name}"), places);
            }
        }
        (Value::Array(body), Value::Array(typed)) if body.len() == typed.len() => {
            for (index, (value, found)) in body.iter().zip(typed).enumerate() {
                compare(value, found, &format!("{path}[{index}]"), places);
            }
        }
        _ if same(body, typed, path) => {}
        _ => places.push(format!("{path}: {body} became {typed}")),
    }
}

fn same(body: &Value, typed: &Value, path: &str) -> bool {
    match (body, typed) {
        (Value::Array(list), Value::Null) => list.is_empty(),
        (Value::Object(map), Value::Null) => map.is_empty(),
        (Value::Array(names), Value::String(name)) => {
            matches!(&names[..], [Value::String(only)] if only == name)
        }
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(_), Value::String(redacted)) if path == "data.proxy.password" => {
            redacted == "[redacted]"
        }
        (Value::String(a), Value::String(b)) => a == b || same_moment(a, b),
        _ => body == typed,
    }
}

fn same_moment(a: &str, b: &str) -> bool {
    let read = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let midnight = |text: &str| read(&format!("{text}T00:00:00Z"));
    read(b).is_some_and(|moment| read(a).or_else(|| midnight(a)) == Some(moment))
}
