//! Limits and the usage of each.

use anyhow::Result;
use apify_user::{AccountAndUsageLimits, ApifyClient, LimitUsage, Threshold};
use clap::Args;
use serde::Serialize;

use super::found;
use crate::{
    exit::Verdict,
    output::{Cell, Column, Report, Sheet, Value, column},
    session::Connection,
};

/// Arguments of `limits`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Print only limits of which at least this share is used, such as 0.8 or 80%, and exit with 1 if there is one
    #[arg(long, value_name = "SHARE")]
    above: Option<Threshold>,
}

/// Limit and its usage.
#[derive(Debug, Serialize)]
pub struct LimitRow {
    /// Name of the limit.
    pub limit: String,
    /// Usage.
    pub used: f64,
    /// Maximum.
    pub maximum: f64,
    /// Unit of both; empty for a number of things.
    pub unit: String,
    /// Part of the maximum that is used; absent if the maximum is 0.
    pub share: Option<f64>,
}

/// Limits of an account.
#[derive(Debug, Serialize)]
pub struct LimitsReport {
    /// Threshold above which limits are listed; absent if all are.
    pub above: Option<f64>,
    /// Limits; those above a threshold by descending share.
    pub limits: Vec<LimitRow>,
    /// Limits whose usage or maximum Apify did not send, and which are not checked.
    pub unknown: Vec<String>,
}

/// Reads the limits.
pub async fn read(connection: &Connection<ApifyClient>, arguments: &Arguments) -> Result<LimitsReport> {
    let limits = found(connection.client.me().limits().await?)?;
    LimitsReport::new(&limits, arguments.above)
}

impl LimitsReport {
    /// Creates a report of all limits.
    pub fn of_all(limits: &AccountAndUsageLimits) -> Self {
        Self::of(limits, &limits.usage(), None)
    }

    /// Creates a report of all limits, or of those above a threshold.
    fn new(limits: &AccountAndUsageLimits, above: Option<Threshold>) -> Result<Self> {
        Ok(match above {
            Some(threshold) => Self::of(limits, &limits.above(threshold)?, Some(threshold.fraction())),
            None => Self::of_all(limits),
        })
    }

    fn of(limits: &AccountAndUsageLimits, usage: &[LimitUsage], above: Option<f64>) -> Self {
        Self {
            above,
            limits: usage.iter().map(LimitRow::from).collect(),
            unknown: limits.unknown_usage().iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&LimitUsage> for LimitRow {
    fn from(usage: &LimitUsage) -> Self {
        Self {
            limit: usage.limit.to_string(),
            used: usage.used,
            maximum: usage.maximum,
            unit: usage.limit.unit().to_string(),
            share: usage.fraction(),
        }
    }
}

impl LimitRow {
    /// Returns the columns of a limit.
    pub fn columns() -> Vec<Column> {
        vec![
            column("limit", "Limit"),
            column("used", "Used"),
            column("maximum", "Maximum"),
            column("unit", "Unit"),
            column("share", "Share"),
        ]
    }

    /// Returns the cells of a limit, which is emphasized if it needs attention.
    pub fn cells(&self, needs_attention: bool) -> Vec<Cell> {
        vec![
            Cell::new(&self.limit),
            Cell::new(self.used),
            Cell::new(self.maximum),
            Cell::new(&self.unit),
            Cell::new(self.share.map(Value::Share)).warn_if(needs_attention),
        ]
    }
}

impl Report for LimitsReport {
    fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(LimitRow::columns());
        for limit in &self.limits {
            sheet = sheet.row(limit.cells(self.above.is_some()));
        }
        if let Some(above) = self.above
            && self.limits.is_empty()
        {
            sheet = sheet.note(format!("No limit is above {:.0} %.", 100.0 * above));
        }
        if self.unknown.is_empty() {
            return sheet;
        }
        sheet.note(format!("Not checked, because Apify sent no figures: {}.", self.unknown.join(", ")))
    }

    /// A limit that cannot be checked is no reason to be calm.
    fn verdict(&self) -> Verdict {
        match self.above {
            Some(_) if !self.limits.is_empty() => Verdict::Attention,
            Some(_) if !self.unknown.is_empty() => Verdict::Incomplete,
            _ => Verdict::Fine,
        }
    }
}
