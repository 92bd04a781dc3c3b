//! What was charged, refunded or credited.

use api_runtime::open_enum;
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use super::{identified, open_schema};
use crate::wire::FromWire;

open_enum! {
    /// What a billing history is sorted by.
    pub enum BillingHistoryOrder {
        /// The kind of item.
        Kind = "type",
        /// When the item was booked.
        OccurredAt = "occurred_at",
        /// What caused the item.
        Action = "action",
    }
}

open_schema!(BillingHistoryOrder);

/// One charge, refund or credit. `BillingHistoryItem` in `openapi/cloudflare`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BillingHistoryItem {
    /// The item's id.
    pub id: String,
    /// The kind of item, such as `charge`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What caused the item, such as `subscription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// A line for the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When the item was booked (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// The sum, in `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// The currency's three letters, such as `USD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The zone that the item is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<BillingHistoryZone>,
}

/// The zone that an item is about. `BillingHistoryZone` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BillingHistoryZone {
    /// The zone's domain name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl FromWire<types::BillingHistoryItem> for BillingHistoryItem {
    fn from_wire(wire: types::BillingHistoryItem) -> Self {
        let types::BillingHistoryItem {
            id,
            type_: kind,
            action,
            description,
            occurred_at,
            amount,
            currency,
            zone,
        } = wire;
        Self {
            id,
            kind,
            action,
            description,
            occurred_at,
            amount,
            currency,
            zone: zone.map(FromWire::from_wire),
        }
    }
}

impl FromWire<types::BillingHistoryZone> for BillingHistoryZone {
    fn from_wire(wire: types::BillingHistoryZone) -> Self {
        let types::BillingHistoryZone { name } = wire;
        Self { name }
    }
}

identified!(BillingHistoryItem);
