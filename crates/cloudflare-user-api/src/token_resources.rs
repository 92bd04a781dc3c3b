//! The resources of a token's policy.

use std::collections::{BTreeMap, btree_map};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Resources that a policy covers, by name, such as `com.cloudflare.api.account.zone.*`.
///
/// A policy can cover a resource as a whole or a choice of the resources inside it; one policy may
/// hold both.
///
/// ```
/// # use cloudflare_user_api as cloudflare_user;
/// use cloudflare_user::{TokenResource, TokenResources};
///
/// let all = TokenResource::All;
/// let resources = TokenResources::from_iter([("com.cloudflare.api.account.zone.*", all)]);
/// assert_eq!(resources.get("com.cloudflare.api.account.zone.*"), Some(&TokenResource::All));
/// for (name, resource) in &resources {
///     println!("{name}: {resource:?}");
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct TokenResources(BTreeMap<String, TokenResource>);

impl TokenResources {
    /// Creates an empty set of resources.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the part of the named resource that the policy covers.
    pub fn get(&self, name: &str) -> Option<&TokenResource> {
        self.0.get(name)
    }

    /// Adds a resource; returns the value that it replaces.
    pub fn insert(&mut self, name: impl Into<String>, resource: TokenResource) -> Option<TokenResource> {
        self.0.insert(name.into(), resource)
    }

    /// Returns an iterator over the resources, sorted by name.
    pub fn iter(&self) -> btree_map::Iter<'_, String, TokenResource> {
        self.0.iter()
    }

    /// Returns the number of resources, without those inside another one.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if there are no resources.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>> FromIterator<(N, TokenResource)> for TokenResources {
    fn from_iter<I: IntoIterator<Item = (N, TokenResource)>>(resources: I) -> Self {
        Self(resources.into_iter().map(|(name, resource)| (name.into(), resource)).collect())
    }
}

impl IntoIterator for TokenResources {
    type Item = (String, TokenResource);
    type IntoIter = btree_map::IntoIter<String, TokenResource>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a TokenResources {
    type Item = (&'a String, &'a TokenResource);
    type IntoIter = btree_map::Iter<'a, String, TokenResource>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The part of a resource that a policy covers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TokenResource {
    /// The whole resource; `*` in JSON.
    All,
    /// Resources inside it, by name.
    Within(TokenResources),
    /// A form that the OpenAPI document does not list, as Cloudflare sent it. It is kept so that a
    /// token which is read, changed and written back still covers the same.
    Unknown(Value),
}

impl From<Value> for TokenResource {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) if text == "*" => Self::All,
            Value::Object(resources) => {
                Self::Within(resources.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
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

impl<'de> Deserialize<'de> for TokenResource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
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
