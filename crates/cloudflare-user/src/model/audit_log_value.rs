//! What stood in a setting, before or after a change.

use serde::Serialize;
use serde_json::{Map, Value};

/// What stood in a setting before or after a change. Cloudflare sends a text or an object,
/// whatever the setting is; nothing of it is lost.
///
/// ```
/// use cloudflare_user::AuditLogValue;
/// use serde_json::json;
///
/// let text = AuditLogValue::from(json!("high"));
/// assert_eq!(text.as_text(), Some("high"));
/// let object = AuditLogValue::from(json!({ "ttl": 300 }));
/// assert_eq!(object.as_text(), None);
/// assert_eq!(object.into_json(), json!({ "ttl": 300 }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum AuditLogValue {
    /// A text, which may itself hold JSON.
    Text(String),
    /// An object.
    Object(Map<String, Value>),
    /// Any other JSON: a number, a list, a truth value.
    Other(Value),
}

impl AuditLogValue {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as JSON, as it was sent.
    pub fn into_json(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text),
            Self::Object(members) => Value::Object(members),
            Self::Other(value) => value,
        }
    }
}

impl From<Value> for AuditLogValue {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Object(members) => Self::Object(members),
            other => Self::Other(other),
        }
    }
}
