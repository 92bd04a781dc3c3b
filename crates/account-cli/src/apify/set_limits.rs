//! Changing the limits.

use anyhow::Result;
use apify_user::{ApifyClient, Limits, LimitsUpdateOptions};
use clap::Args;
use serde::Serialize;

use super::found;
use crate::{
    change::{Consent, Plan},
    output::{Cell, Layout, Report, Sheet, column},
    session::Connection,
};

/// Arguments of `set-limits`.
#[derive(Args, Debug)]
#[group(id = "limits", required = true, multiple = true, args = ["max_monthly_usage_usd", "data_retention_days"])]
pub struct Arguments {
    /// Maximum cost of a billing cycle (USD)
    #[arg(long, value_name = "USD")]
    max_monthly_usage_usd: Option<f64>,
    /// Number of days that data of runs is kept
    #[arg(long, value_name = "DAYS")]
    data_retention_days: Option<i64>,
    #[command(flatten)]
    consent: Consent,
}

/// Limits after the change.
#[derive(Debug, Serialize)]
pub struct SetLimitsReport {
    max_monthly_usage_usd: Option<f64>,
    data_retention_days: Option<i64>,
}

impl Arguments {
    /// Rejects arguments to which nobody could consent.
    pub fn check(&self) -> Result<()> {
        self.consent.check()
    }

    fn update(&self) -> LimitsUpdateOptions {
        let mut update = LimitsUpdateOptions::new();
        if let Some(usd) = self.max_monthly_usage_usd {
            update = update.max_monthly_usage_usd(usd);
        }
        if let Some(days) = self.data_retention_days {
            update = update.data_retention_days(days);
        }
        update
    }

    fn plan(&self, before: &Limits) -> Plan {
        let mut plan = Plan::new("Change the limits of the Apify account:");
        if let Some(usd) = self.max_monthly_usage_usd {
            let before = before.max_monthly_usage_usd.map_or("?".to_owned(), |usd| format!("{usd:.2}"));
            plan = plan.fact("monthly usage", format!("{before} → {usd:.2} USD"));
        }
        if let Some(days) = self.data_retention_days {
            let before = before.data_retention_days.map_or("?".to_owned(), |days| days.to_string());
            plan = plan.fact("data retention", format!("{before} → {days} days"));
        }
        plan
    }
}

/// Changes the limits, and reads them again.
pub async fn run(connection: &Connection<ApifyClient>, arguments: &Arguments) -> Result<SetLimitsReport> {
    let me = connection.client.me();
    let before = found(me.limits().await?)?.limits;
    arguments.consent.ask(&arguments.plan(&before))?;
    me.update_limits(arguments.update()).await?;
    let Limits { max_monthly_usage_usd, data_retention_days, .. } = found(me.limits().await?)?.limits;
    Ok(SetLimitsReport { max_monthly_usage_usd, data_retention_days })
}

impl Report for SetLimitsReport {
    fn sheet(&self) -> Sheet {
        let columns = [
            column("max_monthly_usage_usd", "Monthly usage (USD)"),
            column("data_retention_days", "Data retention (days)"),
        ];
        let cells = [Cell::new(self.max_monthly_usage_usd), Cell::new(self.data_retention_days)];
        Sheet::new(columns).layout(Layout::Record).row(cells)
    }
}
