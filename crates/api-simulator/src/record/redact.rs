//! Redacting secrets in what is printed of a request.

use std::borrow::Cow;

use serde_json::Value;

use crate::wire::{decode, pairs};

const REDACTED: &str = "[redacted]";

/// Redacts the value of a header.
pub(super) fn header<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret_header(name) { REDACTED } else { value }
}

/// Returns `true` for a credential: `Authorization`, `X-Auth-Email`, `X-Api-Key` and the like.
fn is_secret_header(name: &str) -> bool {
    const WORDS: [&str; 7] = ["auth", "authorization", "cookie", "key", "password", "secret", "token"];
    let name = name.to_ascii_lowercase();
    name != "idempotency-key" && name.split('-').any(|word| WORDS.contains(&word))
}

/// Redacts the strings in a JSON body that stand below the keys `password` and `token`, or below
/// one of `secret_keys`.
pub(super) fn json(value: &mut Value, secret_keys: &[&str]) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let is_secret =
                    ["password", "token"].contains(&key.as_str()) || secret_keys.contains(&key.as_str());
                if is_secret && value.is_string() {
                    *value = REDACTED.into();
                } else {
                    json(value, secret_keys);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| json(item, secret_keys)),
        _ => {}
    }
}

/// Redacts the decoded value of a query parameter.
pub(super) fn parameter<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret_parameter(name) { REDACTED } else { value }
}

/// Redacts the query of a path.
pub(super) fn target(path: &str, query: Option<&str>) -> String {
    let Some(query) = query else {
        return path.to_owned();
    };
    if !pairs(query).any(|(name, _)| is_secret_parameter(&decode(name))) {
        return format!("{path}?{query}");
    }
    let redacted = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret_parameter(&decode(name)) => format!("{name}={REDACTED}").into(),
        _ => pair.into(),
    });
    format!("{path}?{}", redacted.collect::<Vec<Cow<'_, str>>>().join("&"))
}

fn is_secret_parameter(name: &str) -> bool {
    name.eq_ignore_ascii_case("token")
}
