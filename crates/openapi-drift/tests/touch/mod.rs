//! A document that says the same as another one and is not equal to it, so that it has to be compared in full.

use serde_json::{Value, json};

/// Adds an extension to every schema.
pub fn touch(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let is_list = |key: &str| object.get(key).is_some_and(Value::is_array);
            let has_type = object.get("type").is_some_and(Value::is_string);
            if has_type || ["type", "allOf", "anyOf", "oneOf", "enum"].into_iter().any(is_list) {
                object.insert("x-touched".to_owned(), json!(true));
            }
            let is_literal = |key: &str| ["default", "const", "enum", "example", "examples"].contains(&key);
            object.iter_mut().filter(|(key, _)| !is_literal(key)).for_each(|(_, value)| touch(value));
        }
        Value::Array(array) => array.iter_mut().for_each(touch),
        _ => {}
    }
}
