//! How two JSON values differ, member by member.

use chrono::DateTime;
use serde_json::Value;

/// Where two values differ, and what stands there; `None` where nothing does.
pub(crate) type Found<'a> = (String, Option<&'a Value>, Option<&'a Value>);

/// Every place where the values differ. Numbers are compared as numbers (`300` is `300.0`),
/// times as moments (`…:19Z` is `…:19.000Z`), and a member that is null says what a missing one
/// says.
pub(crate) fn differences<'a>(
    path: &str,
    theirs: Option<&'a Value>,
    ours: Option<&'a Value>,
    found: &mut Vec<Found<'a>>,
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
        (left, right) if same(left, right) => {}
        (left, right) => found.push((path.to_owned(), left, right)),
    }
}

fn same(left: Option<&Value>, right: Option<&Value>) -> bool {
    let given = |value: Option<&'_ Value>| value.is_some_and(|value| !value.is_null());
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left == right || (!(left.is_i64() && right.is_i64()) && left.as_f64() == right.as_f64())
        }
        (Some(Value::String(left)), Some(Value::String(right))) => {
            let moment = |text: &str| DateTime::parse_from_rfc3339(text).ok();
            left == right || moment(left).is_some_and(|at| moment(right) == Some(at))
        }
        (left, right) => left == right || !(given(left) || given(right)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::differences;

    fn places(theirs: &Value, ours: &Value) -> Vec<String> {
        let mut found = Vec::new();
        differences("v", Some(theirs), Some(ours), &mut found);
        found.into_iter().map(|(path, ..)| path).collect()
    }

    #[test]
    fn other_notations_of_one_value_are_no_difference() {
        let theirs = json!({ "a": 300, "b": "2020-06-14T00:00:00.000Z", "c": [1.5], "d": null });
        let ours = json!({ "c": [1.5], "b": "2020-06-14T02:00:00+02:00", "a": 300.0 });
        assert!(places(&theirs, &ours).is_empty());
    }

    #[test]
    fn every_place_is_named() {
        let theirs = json!({ "a": 9_007_199_254_740_992_i64, "b": [1, 2], "c": "", "d": "x" });
        let ours = json!({ "a": 9_007_199_254_740_993_i64, "b": [1], "d": "y", "e": {} });
        assert_eq!(places(&theirs, &ours), ["v.a", "v.b[1]", "v.c", "v.d", "v.e"]);
    }
}
