//! Where a token may be used from.

use cloudflare_user_api::types;
use serde::Serialize;

use crate::wire::FromWire;

/// Where a token may be used from. `TokenCondition` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TokenCondition {
    /// The addresses that requests may come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_ip: Option<TokenAddresses>,
}

/// Addresses that a token is bound to. `TokenAddresses` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TokenAddresses {
    /// Blocks that requests must come from, as CIDR, such as `203.0.113.0/24`.
    #[serde(rename = "in", skip_serializing_if = "Vec::is_empty")]
    pub is_in: Vec<String>,
    /// Blocks that requests must not come from, as CIDR.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_in: Vec<String>,
}

impl FromWire<types::TokenCondition> for TokenCondition {
    fn from_wire(wire: types::TokenCondition) -> Self {
        let types::TokenCondition { request_ip } = wire;
        Self { request_ip: request_ip.map(FromWire::from_wire) }
    }
}

impl FromWire<types::TokenAddresses> for TokenAddresses {
    fn from_wire(wire: types::TokenAddresses) -> Self {
        let types::TokenAddresses { in_: is_in, not_in } = wire;
        Self { is_in: is_in.unwrap_or_default(), not_in: not_in.unwrap_or_default() }
    }
}

impl TokenCondition {
    /// The request's part; nothing where it names no address.
    pub(super) fn into_wire(self) -> Option<types::TokenCondition> {
        let TokenAddresses { is_in, not_in } = self.request_ip.unwrap_or_default();
        if is_in.is_empty() && not_in.is_empty() {
            return None;
        }
        let filled = |blocks: Vec<String>| (!blocks.is_empty()).then_some(blocks);
        let request_ip = Some(types::TokenAddresses { in_: filled(is_in), not_in: filled(not_in) });
        Some(types::TokenCondition { request_ip })
    }
}
