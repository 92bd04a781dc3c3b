//! API tokens.

use api_runtime::{Secret, open_enum};
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use super::{TokenCondition, TokenPolicy, identified, list, open_schema};
use crate::wire::FromWire;

open_enum! {
    /// Whether a token works.
    pub enum TokenStatus {
        /// It works.
        Active = "active",
        /// It was switched off.
        Disabled = "disabled",
        /// Its time is over.
        Expired = "expired",
    }
}

open_schema!(TokenStatus);

/// An API token, without its secret. `Token` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Token {
    /// The token's id.
    pub id: String,
    /// The name that the user gave the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the token works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TokenStatus>,
    /// What the token may do, and to what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<TokenPolicy>,
    /// Where the token may be used from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<TokenCondition>,
    /// When the token starts to work (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<DateTime<Utc>>,
    /// When the token stops working (UTC); never, where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<DateTime<Utc>>,
    /// When the token was made (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<DateTime<Utc>>,
    /// When the token last changed (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<DateTime<Utc>>,
    /// When the token was last used (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_on: Option<DateTime<Utc>>,
    /// The e-mail address of the maker, as it was then. Only of tokens that an account owns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator_email_at_creation: Option<String>,
    /// The id of the service that made the token, such as an OAuth client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioner_id: Option<String>,
    /// The kind of service that made the token. Only of tokens that an account owns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioner_type: Option<String>,
}

/// A new API token, with its secret. `TokenWithValue` in `openapi/cloudflare`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreatedToken {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// The secret, shown this once: keep it, or roll the token to get another. It is printed
    /// nowhere and serialized as `[redacted]`; [`Secret::expose`] shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<String>"))]
    pub value: Option<Secret>,
}

/// The state of the token that a request was made with. `TokenVerification` in
/// `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TokenVerification {
    /// The token's id.
    pub id: String,
    /// Whether the token works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TokenStatus>,
    /// When the token starts to work (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<DateTime<Utc>>,
    /// When the token stops working (UTC); never, where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<DateTime<Utc>>,
}

impl FromWire<types::Token> for Token {
    fn from_wire(wire: types::Token) -> Self {
        let types::Token {
            id,
            name,
            status,
            policies,
            condition,
            not_before,
            expires_on,
            issued_on,
            modified_on,
            last_used_on,
            creator_email_at_creation,
            provisioner_id,
            provisioner_type,
        } = wire;
        Self {
            id,
            name,
            status: status.map(Into::into),
            policies: list(policies),
            condition: condition.map(FromWire::from_wire),
            not_before,
            expires_on,
            issued_on,
            modified_on,
            last_used_on,
            creator_email_at_creation,
            provisioner_id,
            provisioner_type,
        }
    }
}

impl FromWire<types::TokenWithValue> for CreatedToken {
    fn from_wire(wire: types::TokenWithValue) -> Self {
        let types::TokenWithValue {
            id,
            name,
            status,
            policies,
            condition,
            not_before,
            expires_on,
            issued_on,
            modified_on,
            last_used_on,
            creator_email_at_creation,
            provisioner_id,
            provisioner_type,
            value,
        } = wire;
        let token = types::Token {
            id,
            name,
            status,
            policies,
            condition,
            not_before,
            expires_on,
            issued_on,
            modified_on,
            last_used_on,
            creator_email_at_creation,
            provisioner_id,
            provisioner_type,
        };
        Self { token: FromWire::from_wire(token), value }
    }
}

impl FromWire<types::TokenVerification> for TokenVerification {
    fn from_wire(wire: types::TokenVerification) -> Self {
        let types::TokenVerification { id, status, not_before, expires_on } = wire;
        Self { id, status: status.map(Into::into), not_before, expires_on }
    }
}

identified!(Token);
