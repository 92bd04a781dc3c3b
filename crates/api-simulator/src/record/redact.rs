//! What must not be printed.

use std::borrow::Cow;

use serde_json::Value;

use crate::wire::{decode, pairs};

/// What stands in a secret's place.
const REDACTED: &str = "[redacted]";

/// Whether a header's value is a secret.
fn is_secret_header(name: &str) -> bool {
    const SECRET: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "x-apify-workflow-key"];
    let name = name.to_ascii_lowercase();
    SECRET.contains(&name.as_str()) || name.starts_with("x-auth-")
}

/// Whether a parameter of the query is a secret.
fn is_secret_parameter(name: &str) -> bool {
    name.eq_ignore_ascii_case("token")
}

/// Whether a member of a JSON body is a secret.
fn is_secret_member(name: &str) -> bool {
    matches!(name, "password" | "value" | "token")
}

/// A header's value, fit to print.
pub(super) fn header<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret_header(name) { REDACTED } else { value }
}

/// A decoded query value, fit to print.
pub(super) fn parameter<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret_parameter(name) { REDACTED } else { value }
}

/// A path with its query, fit to print.
pub(super) fn target(path: &str, raw_query: Option<&str>) -> String {
    let Some(raw) = raw_query else {
        return path.to_owned();
    };
    if !pairs(raw).any(|(name, _)| is_secret_parameter(&decode(name))) {
        return format!("{path}?{raw}");
    }
    let shown: Vec<Cow<'_, str>> = raw
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_secret_parameter(&decode(name)) => format!("{name}={REDACTED}").into(),
            _ => pair.into(),
        })
        .collect();
    format!("{path}?{}", shown.join("&"))
}

/// A JSON body, fit to print.
pub(super) fn json(mut value: Value) -> Value {
    redact_members(&mut value);
    value
}

fn redact_members(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if is_secret_member(name) && member.is_string() {
                    *member = REDACTED.into();
                } else {
                    redact_members(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact_members),
        _ => {}
    }
}
