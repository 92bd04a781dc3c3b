//! Fields that no other field of a struct takes.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

/// Deserializes the fields that no other field of a struct takes; a malformed one is skipped unless its type requires
/// fields. For `#[serde(flatten, deserialize_with = "api_runtime::decode::entries")]`.
///
/// # Errors
/// If a malformed field has a type that requires fields.
pub fn entries<'de, D, V>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    D: Deserializer<'de>,
    V: DeserializeOwned,
{
    let values = BTreeMap::<String, Value>::deserialize(deserializer)?;
    let mut entries = BTreeMap::new();
    for (key, value) in values {
        match super::tolerant_value(&value) {
            Ok(value) => _ = entries.insert(key, value),
            Err(error) if super::fallback::requires_fields::<V>() => return Err(D::Error::custom(error)),
            Err(_) => super::warn_malformed(&key),
        }
    }
    Ok(entries)
}
