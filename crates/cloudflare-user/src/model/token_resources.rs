//! What a policy covers.

use std::{collections::BTreeMap, ops::Deref};

use api_runtime::decode::warn_odd;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// What a policy covers: resources by name, such as `com.cloudflare.api.account.zone.*`, each
/// whole or with a choice of those inside it. Reads like a [`BTreeMap`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct TokenResources(BTreeMap<String, TokenResource>);

/// How much of a resource a policy covers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenResource {
    /// All of it; `*` on the wire.
    All,
    /// Resources inside it, by name.
    Within(TokenResources),
    /// Something that the description does not list, as Cloudflare sent it.
    Unknown(Value),
}

impl TokenResources {
    pub(super) fn insert(&mut self, name: String, resource: TokenResource) {
        self.0.insert(name, resource);
    }

    /// Reads what the description leaves open. Flat and nested entries may stand side by side.
    pub(super) fn from_wire(value: Value) -> Self {
        match value {
            Value::Object(members) => Self::from_members(members),
            _ => {
                warn_odd("result.policies.resources");
                Self::default()
            }
        }
    }

    fn from_members(members: Map<String, Value>) -> Self {
        Self(members.into_iter().map(|(name, value)| (name, value.into())).collect())
    }

    /// The same as it was read.
    pub(super) fn into_wire(self) -> Map<String, Value> {
        self.0.into_iter().map(|(name, resource)| (name, resource.into_wire())).collect()
    }
}

impl Deref for TokenResources {
    type Target = BTreeMap<String, TokenResource>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl TokenResource {
    fn into_wire(self) -> Value {
        match self {
            Self::All => Value::from("*"),
            Self::Within(resources) => Value::Object(resources.into_wire()),
            Self::Unknown(value) => value,
        }
    }
}

impl From<Value> for TokenResource {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) if text == "*" => Self::All,
            Value::Object(members) => Self::Within(TokenResources::from_members(members)),
            // Kept, not skipped: a token that is read, changed and written back must not lose
            // what it covers.
            other => Self::Unknown(other),
        }
    }
}

impl Serialize for TokenResource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("*"),
            Self::Within(resources) => resources.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for TokenResource {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TokenResource".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let within = generator.subschema_for::<TokenResources>();
        schemars::json_schema!({ "anyOf": [{ "const": "*" }, within] })
    }
}
