//! Limits that come near, as they do.

use anyhow::{Result, bail};
use apify_user::{ApifyClient, LimitCrossing, LimitsEvent, Threshold};
use chrono::{DateTime, SubsecRound, Utc};
use clap::Args;
use futures_util::TryStreamExt;
use serde::Serialize;

use super::limits::LimitRow;
use crate::{
    args::Period,
    exit::Verdict,
    output::{Cell, Format, Lines, Report, Sheet, column},
    session::Connection,
};

/// Arguments of `watch`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Share of a limit, such as 0.8 or 80%
    #[arg(long, value_name = "SHARE", default_value = "80%")]
    above: Threshold,
    /// Time between two reads; longer after failures
    #[arg(long, value_name = "PERIOD", default_value = "5m")]
    interval: Period,
}

/// Limit that rose to the threshold or fell below it.
#[derive(Debug, Serialize)]
struct CrossingReport {
    time: DateTime<Utc>,
    is_above: bool,
    #[serde(flatten)]
    limit: LimitRow,
}

/// Prints each crossing until the program is stopped, or an error that cannot pass.
pub async fn run(
    connection: &Connection<ApifyClient>,
    arguments: &Arguments,
    format: Format,
) -> Result<Verdict> {
    let mut watch = connection.client.me().watch_limits(arguments.interval.duration(), arguments.above)?;
    let mut lines = Lines::new(format);
    while let Some(event) = watch.try_next().await? {
        match event {
            LimitsEvent::Crossing(LimitCrossing { usage, is_above, .. }) => {
                lines.print(&CrossingReport {
                    time: connection.current_time().trunc_subsecs(0),
                    is_above,
                    limit: LimitRow::from(&usage),
                })?;
            }
            LimitsEvent::ReadFailed { error, next_read_in, .. } => {
                anstream::eprintln!("account: {error}; next read in {} s", next_read_in.as_secs());
            }
            _ => {}
        }
    }
    bail!("Apify reports that the token belongs to no user")
}

impl Report for CrossingReport {
    fn sheet(&self) -> Sheet {
        let mut columns = vec![column("time", "Time (UTC)"), column("is_above", "Crossing")];
        columns.extend(LimitRow::columns());
        let direction = if self.is_above { "above" } else { "below" };
        let mut cells = vec![Cell::new(self.time), Cell::new(direction)];
        cells.extend(self.limit.cells(self.is_above));
        Sheet::new(columns).row(cells)
    }
}
