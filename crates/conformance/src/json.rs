//! JSON bodies: changing one value, and comparing two.

use chrono::DateTime;
use serde_json::Value;

/// Returns the body with the value at `pointer` replaced or added.
///
/// # Panics
/// If the parent of `pointer` is not in the body.
pub fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer below the root");
    match body.pointer_mut(parent).expect("the parent exists") {
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        parent => parent[key] = value,
    }
    body
}

/// Returns the body without the key at `pointer`.
///
/// # Panics
/// If the key is not in the body.
pub fn without(mut body: Value, pointer: &str) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer below the root");
    let parent = body.pointer_mut(parent).and_then(Value::as_object_mut).expect("the parent exists");
    parent.remove(key).expect("the key exists");
    body
}

/// Path of a difference with the two values, `None` where a value is missing.
pub(crate) type ValueDifference<'a> = (String, Option<&'a Value>, Option<&'a Value>);

/// Adds every path at which the values differ to `found`.
///
/// Numbers are compared as numbers (`300` equals `300.0`), times as instants (`…:19Z` equals `…:19.000Z`), and null
/// equals a missing key.
pub(crate) fn differences<'a>(
    path: &str,
    theirs: Option<&'a Value>,
    ours: Option<&'a Value>,
    found: &mut Vec<ValueDifference<'a>>,
) {
    match (theirs, ours) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            let mut keys: Vec<&String> = left.keys().chain(right.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                differences(&format!("{path}.{key}"), left.get(key), right.get(key), found);
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                differences(&format!("{path}[{index}]"), left.get(index), right.get(index), found);
            }
        }
        (left, right) if is_same(left, right) => {}
        (left, right) => found.push((path.to_owned(), left, right)),
    }
}

fn is_same(left: Option<&Value>, right: Option<&Value>) -> bool {
    let is_null = |value: Option<&Value>| value.is_none_or(Value::is_null);
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left == right || (!(left.is_i64() && right.is_i64()) && left.as_f64() == right.as_f64())
        }
        (Some(Value::String(left)), Some(Value::String(right))) => {
            let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
            left == right || instant(left).is_some_and(|time| instant(right) == Some(time))
        }
        (left, right) => left == right || (is_null(left) && is_null(right)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::differences;

    fn paths(theirs: &Value, ours: &Value) -> Vec<String> {
        let mut found = Vec::new();
        differences("v", Some(theirs), Some(ours), &mut found);
        found.into_iter().map(|(path, ..)| path).collect()
    }

    #[test]
    fn other_notations_of_one_value_are_equal() {
        let theirs = json!({ "a": 300, "b": "2020-06-14T00:00:00.000Z", "c": [1.5], "d": null });
        let ours = json!({ "c": [1.5], "b": "2020-06-14T02:00:00+02:00", "a": 300.0 });
        assert!(paths(&theirs, &ours).is_empty());
    }

    #[test]
    fn every_difference_is_named_by_its_path() {
        let theirs = json!({ "a": 9_007_199_254_740_992_i64, "b": [1, 2], "c": "", "d": "x" });
        let ours = json!({ "a": 9_007_199_254_740_993_i64, "b": [1], "d": "y", "e": {} });
        assert_eq!(paths(&theirs, &ours), ["v.a", "v.b[1]", "v.c", "v.d", "v.e"]);
    }
}
