//! Reads a whole audit log, page by page behind a progress bar, and counts it by action.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example audit_log_pages
//!   1003  change_setting
//!    489  add
//!    292  login
//!    258  token_roll
//!    234  delete
//!    224  purge
//!   2500  in all; requests sent: 3
//!
//! $ cargo run -p cloudflare-user --example audit_log_pages -- --since 2026-11-20
//!     55  change_setting
//!     22  add
//!     15  login
//!     14  token_roll
//!     13  purge
//!     11  delete
//!    130  in all; requests sent: 1
//! ```

mod connect;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use clap::Parser;
use cloudflare_user::AuditLog;
use indicatif::{ProgressBar, ProgressStyle};

/// Drawn on standard error, and only where that is a terminal.
const BAR: &str = "{bar:40} {human_pos} of {human_len} entries, {eta} left";

#[derive(Parser)]
#[command(about = "Counts the entries of a Cloudflare user's audit log by action")]
struct Arguments {
    /// First day (UTC) of the entries
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<NaiveDate>,
    /// Number of entries per request
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1000))]
    per_page: u32,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let connection = connect::connect()?;
    let mut list = connection.client.user().audit_logs().list().per_page(arguments.per_page);
    if let Some(since) = arguments.since {
        list = list.since(since.and_time(chrono::NaiveTime::MIN).and_utc());
    }

    let mut actions: BTreeMap<String, usize> = BTreeMap::new();
    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template(BAR)?);
    let mut entries = list.into_stream();
    while let Some(entry) = entries.try_next().await? {
        // Every page says anew how long the log is: it grows.
        if let Some(total) = entries.info().total_count.and_then(|total| u64::try_from(total).ok()) {
            bar.set_length(total);
        }
        *actions.entry(action(entry)).or_default() += 1;
        bar.inc(1);
    }
    bar.finish_and_clear();

    let mut actions: Vec<(String, usize)> = actions.into_iter().collect();
    actions.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (action, count) in &actions {
        println!("{count:>6}  {action}");
    }
    let entries: usize = actions.iter().map(|(_, count)| count).sum();
    println!("{entries:>6}  in all; requests sent: {}", connection.client.stats().requests);
    Ok(())
}

fn action(entry: AuditLog) -> String {
    entry.action.and_then(|action| action.kind).unwrap_or_else(|| "unknown".to_owned())
}
