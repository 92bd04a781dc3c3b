//! Redacting secrets in what is printed of a request.

use std::borrow::Cow;

use serde_json::Value;

use crate::wire::{decode, pairs};

const REDACTED: &str = "[redacted]";

/// Names whose values are secret, beside those that are secret in any API.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Secrets {
    /// Names of headers, in lower case.
    pub(crate) headers: &'static [&'static str],
    /// Keys of JSON objects.
    pub(crate) keys: &'static [&'static str],
}

impl Secrets {
    /// Redacts the value of a header.
    pub(super) fn header<'a>(&self, name: &str, value: &'a str) -> &'a str {
        let name = name.to_ascii_lowercase();
        let is_secret = matches!(name.as_str(), "authorization" | "cookie" | "proxy-authorization")
            || name.starts_with("x-auth-")
            || self.headers.contains(&name.as_str());
        if is_secret { REDACTED } else { value }
    }

    /// Redacts the strings in a JSON body.
    pub(super) fn json(&self, mut value: Value) -> Value {
        self.redact(&mut value);
        value
    }

    fn redact(&self, value: &mut Value) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    let is_secret =
                        matches!(key.as_str(), "password" | "token") || self.keys.contains(&key.as_str());
                    if is_secret && value.is_string() {
                        *value = REDACTED.into();
                    } else {
                        self.redact(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            _ => {}
        }
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
