//! The condition of a token, which is sent back exactly as it came unless it was changed.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use serde_json::{Map, Value};

/// Name of the addresses in the OpenAPI document.
const REQUEST_IP: &str = "request_ip";

/// Name of the addresses in tokens of older clients.
const REQUEST_DOT_IP: &str = "request.ip";

/// Condition on requests with an API token.
///
/// A condition without any field denies every request. Whatever the OpenAPI document does not list, and
/// every value that it does not allow, is in [`unknown_fields`](Self::unknown_fields) and is sent back as
/// it came.
///
/// ```
/// # use cloudflare_user_api as cloudflare_user;
/// use cloudflare_user::{TokenAddresses, TokenCondition};
///
/// let office = TokenAddresses::new().is_in(["203.0.113.0/24"]);
/// let condition = TokenCondition::new().request_ip(office);
/// assert_eq!(serde_json::to_string(&condition)?, r#"{"request_ip":{"in":["203.0.113.0/24"]}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TokenCondition {
    /// IP addresses that requests may come from, read from `request_ip` or from `request.ip`.
    pub request_ip: Option<TokenAddresses>,
    /// `true` if the addresses came as `request.ip`.
    #[cfg_attr(feature = "schemars", schemars(skip))]
    is_dotted: bool,
    #[cfg_attr(feature = "schemars", schemars(skip))]
    unknown_fields: Map<String, Value>,
}

impl TokenCondition {
    /// Creates a value of which no field is set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`request_ip`](Self#structfield.request_ip).
    pub fn request_ip(mut self, value: impl Into<TokenAddresses>) -> Self {
        self.request_ip = Some(value.into());
        self
    }

    /// Returns the fields that were not understood, as they came.
    pub fn unknown_fields(&self) -> &Map<String, Value> {
        &self.unknown_fields
    }
}

impl<'de> Deserialize<'de> for TokenCondition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        let documented = take(&mut fields, REQUEST_IP);
        let dotted = if documented.is_none() { take(&mut fields, REQUEST_DOT_IP) } else { None };
        let is_dotted = dotted.is_some();
        Ok(Self { request_ip: documented.or(dotted), is_dotted, unknown_fields: fields })
    }
}

impl Serialize for TokenCondition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = if self.is_dotted { REQUEST_DOT_IP } else { REQUEST_IP };
        serialize(serializer, [(name, self.request_ip.as_ref())], &self.unknown_fields)
    }
}

/// IP addresses that requests with an API token may come from.
///
/// Whatever the OpenAPI document does not list, and every value that it does not allow, is in
/// [`unknown_fields`](Self::unknown_fields) and is sent back as it came.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TokenAddresses {
    /// CIDR blocks that requests have to come from, such as `203.0.113.0/24`; not restricted if `None`.
    #[cfg_attr(feature = "schemars", schemars(rename = "in"))]
    pub is_in: Option<Vec<String>>,
    /// CIDR blocks that requests must not come from.
    pub not_in: Option<Vec<String>>,
    #[cfg_attr(feature = "schemars", schemars(skip))]
    unknown_fields: Map<String, Value>,
}

impl TokenAddresses {
    /// Creates a value of which no field is set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`is_in`](Self#structfield.is_in).
    pub fn is_in(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.is_in = Some(values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets [`not_in`](Self#structfield.not_in).
    pub fn not_in(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.not_in = Some(values.into_iter().map(Into::into).collect());
        self
    }

    /// Returns the fields that were not understood, as they came.
    pub fn unknown_fields(&self) -> &Map<String, Value> {
        &self.unknown_fields
    }
}

impl<'de> Deserialize<'de> for TokenAddresses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        let (is_in, not_in) = (take(&mut fields, "in"), take(&mut fields, "not_in"));
        Ok(Self { is_in, not_in, unknown_fields: fields })
    }
}

impl Serialize for TokenAddresses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = [("in", self.is_in.as_ref()), ("not_in", self.not_in.as_ref())];
        serialize(serializer, fields, &self.unknown_fields)
    }
}

/// Takes a field out of the object, unless it is missing or malformed: then it stays.
fn take<T: DeserializeOwned>(fields: &mut Map<String, Value>, name: &str) -> Option<T> {
    let typed = T::deserialize(fields.get(name)?).ok()?;
    fields.remove(name);
    Some(typed)
}

/// Writes the fields that are set, and then those that were not understood.
fn serialize<S: Serializer, T: Serialize, const N: usize>(
    serializer: S,
    fields: [(&str, Option<&T>); N],
    unknown_fields: &Map<String, Value>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (name, value) in fields {
        if let Some(value) = value {
            map.serialize_entry(name, value)?;
        }
    }
    for (name, value) in unknown_fields {
        map.serialize_entry(name, value)?;
    }
    map.end()
}
