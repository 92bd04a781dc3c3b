//! What the platform can do, and whether an account may use it.

use api_runtime::{decode::warn_odd, open_enum};
use apify_user_api::types;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::wire::FromWire;

open_enum! {
    /// A feature of the platform, by the name that the API has for it.
    pub enum PlatformFeature {
        /// Running Actors.
        Actors = "ACTORS",
        /// Datasets, key-value stores and request queues.
        Storage = "STORAGE",
        /// Starting Actors at set times.
        Scheduler = "SCHEDULER",
        /// Apify Proxy.
        Proxy = "PROXY",
        /// Apify Proxy from outside the platform.
        ProxyExternalAccess = "PROXY_EXTERNAL_ACCESS",
        /// Residential proxies.
        ProxyResidential = "PROXY_RESIDENTIAL",
        /// Proxies for search engine results.
        ProxySerps = "PROXY_SERPS",
        /// Calls to one's own server when something happens.
        Webhooks = "WEBHOOKS",
        /// All public Actors.
        ActorsPublicAll = "ACTORS_PUBLIC_ALL",
        /// Public Actors that are meant for developers.
        ActorsPublicDeveloper = "ACTORS_PUBLIC_DEVELOPER",
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for PlatformFeature {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PlatformFeature".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "examples": Self::DOCUMENTED })
    }
}

/// Whether an account may use a feature. `EffectivePlatformFeature` in `openapi/apify`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EffectivePlatformFeature {
    /// Whether the account may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    /// Why not, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<String>,
    /// Why not, for a program; such as `DISABLED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled_reason_type: Option<String>,
    /// Whether the account has it on trial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_trial: Option<bool>,
    /// When the trial ends (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_expiration_at: Option<DateTime<Utc>>,
}

impl FromWire<types::EffectivePlatformFeature> for EffectivePlatformFeature {
    fn from_wire(wire: types::EffectivePlatformFeature) -> Self {
        let types::EffectivePlatformFeature {
            is_enabled,
            disabled_reason,
            disabled_reason_type,
            is_trial,
            trial_expiration_at,
        } = wire;
        Self { is_enabled, disabled_reason, disabled_reason_type, is_trial, trial_expiration_at }
    }
}

/// Reads the names of a plan's features: the API sends a list of names, its documentation also
/// shows a list of lists of one name each.
pub(super) fn names(items: Vec<Value>) -> Vec<PlatformFeature> {
    let mut names = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        match item {
            Value::String(name) => names.push(name.into()),
            Value::Array(inner) if inner.iter().all(Value::is_string) => {
                names.extend(inner.iter().filter_map(Value::as_str).map(PlatformFeature::from));
            }
            _ => warn_odd(&format!("data.plan.enabledPlatformFeatures[{index}]")),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{PlatformFeature, names};

    #[test]
    fn names_are_read_from_either_shape() {
        let read = |items: serde_json::Value| names(items.as_array().cloned().unwrap());
        let both = [PlatformFeature::Actors, PlatformFeature::Unknown("NEW".to_owned())];
        assert_eq!(read(json!(["ACTORS", "NEW"])), both);
        assert_eq!(read(json!([["ACTORS"], ["NEW"]])), both);
        assert_eq!(read(json!(["ACTORS", 7, null, [7], {}, "NEW"])), both);
    }
}
