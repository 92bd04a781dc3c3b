//! The value of a setting in an audit log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The value of a setting before or after a change.
///
/// Cloudflare sends a string for some settings and an object for others. Any other JSON is kept as
/// it is.
///
/// ```
/// # use cloudflare_user_api as cloudflare_user;
/// use cloudflare_user::AuditLogValue;
/// use serde_json::json;
///
/// let text = AuditLogValue::from(json!("high"));
/// assert_eq!(text.as_text(), Some("high"));
/// let object = AuditLogValue::from(json!({ "ttl": 300 }));
/// assert_eq!(object.as_text(), None);
/// assert_eq!(object.into_json(), json!({ "ttl": 300 }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged, from = "Value")]
#[non_exhaustive]
pub enum AuditLogValue {
    /// A string, which may itself hold JSON.
    Text(String),
    /// An object.
    Object(Map<String, Value>),
    /// Any other JSON: a number, a list or a boolean.
    Other(Value),
}

impl AuditLogValue {
    /// Returns the string, if the value is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Converts the value back to the JSON that Cloudflare sent.
    pub fn into_json(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text),
            Self::Object(object) => Value::Object(object),
            Self::Other(value) => value,
        }
    }
}

impl From<Value> for AuditLogValue {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Object(object) => Self::Object(object),
            other => Self::Other(other),
        }
    }
}
