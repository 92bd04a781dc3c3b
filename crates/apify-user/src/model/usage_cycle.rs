//! The month that usage is counted in.

use apify_user_api::types;
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::wire::FromWire;

/// The month that usage is counted in; it need not begin on the first. `UsageCycle` in
/// `openapi/apify`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageCycle {
    /// Its first moment (UTC). Absent where the API sent no date that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_at: Option<DateTime<Utc>>,
    /// Its last moment (UTC). Absent where the API sent no date that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_at: Option<DateTime<Utc>>,
}

/// The cycle that limits are counted in, by the name that the JavaScript client has for it.
pub type MonthlyUsageCycle = UsageCycle;

impl FromWire<types::UsageCycle> for UsageCycle {
    fn from_wire(wire: types::UsageCycle) -> Self {
        let types::UsageCycle { start_at, end_at } = wire;
        Self { start_at, end_at }
    }
}
