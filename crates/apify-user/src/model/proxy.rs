//! Access to Apify Proxy.

use api_runtime::Secret;
use apify_user_api::types;
use serde::Serialize;

use crate::wire::FromWire;

/// Access to Apify Proxy. `Proxy` in `openapi/apify`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserProxy {
    /// The proxy's password. It opens the proxy at the account's expense, so it is printed
    /// nowhere and serialized as `[redacted]`; [`Secret::expose`] shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<String>"))]
    pub password: Option<Secret>,
    /// The groups of proxies that the account may use.
    pub groups: Vec<ProxyGroup>,
}

/// A group of proxies. `ProxyGroup` in `openapi/apify`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProxyGroup {
    /// The group's name, such as `RESIDENTIAL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the group is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many proxies of the group the account may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_count: Option<i64>,
}

impl FromWire<types::Proxy> for UserProxy {
    fn from_wire(wire: types::Proxy) -> Self {
        let types::Proxy { password, groups } = wire;
        Self { password, groups: groups.unwrap_or_default().into_iter().map(FromWire::from_wire).collect() }
    }
}

impl FromWire<types::ProxyGroup> for ProxyGroup {
    fn from_wire(wire: types::ProxyGroup) -> Self {
        let types::ProxyGroup { name, description, available_count } = wire;
        Self { name, description, available_count }
    }
}
