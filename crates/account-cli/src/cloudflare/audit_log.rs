//! The audit log: its newest entries, and those that follow.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use cloudflare_user::{AuditLog, AuditLogCursor, CloudflareClient, SortDirection};
use indicatif::{ProgressBar, ProgressStyle};
use tempfile::NamedTempFile;

use crate::{
    args::{Moment, Period},
    exit::{Verdict, misuse},
    output::{Cell, Column, Format, Lines, Listing, Output, Row, Single, column, detail, print},
    poll::Schedule,
    session::Connection,
};

/// Arguments of `audit-log`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Print entries since a day, a time, or for a period such as 7d; without it, the newest ones
    #[arg(long, value_name = "MOMENT")]
    since: Option<Moment>,
    /// Maximum number of entries, the newest; 20 without --since
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Go on with new entries until stopped; JSON has one document on each line
    #[arg(long)]
    follow: bool,
    /// Time between two reads of --follow; longer after failures
    #[arg(long, value_name = "PERIOD", default_value = "1m", requires = "follow")]
    interval: Period,
    /// Begin where the run before has ended, and note in this file where this run ends
    #[arg(long, value_name = "FILE")]
    cursor: Option<PathBuf>,
}

/// Shortest time between two reads. Cloudflare allows 1,200 requests in five minutes, for all programs of a user.
const MIN_INTERVAL: TimeDelta = TimeDelta::seconds(1);

/// Entries may appear late, after entries that are newer. So each read goes back a while.
const OVERLAP: Duration = Duration::from_secs(15 * 60);

const DEFAULT_LIMIT: u32 = 20;

/// Prints the entries, the oldest first.
pub async fn run(
    arguments: &Arguments,
    connection: &Connection<CloudflareClient>,
    output: Output,
) -> Result<Verdict> {
    if arguments.interval.delta() < MIN_INTERVAL {
        return Err(misuse("the interval is at least a second"));
    }
    let client = &connection.client;
    let since = arguments.since.map(|moment| moment.before(connection.now));
    let limit = arguments.limit.or(since.is_none().then_some(DEFAULT_LIMIT));
    let stored = arguments.cursor.as_deref().map(load).transpose()?.flatten();
    if !arguments.follow && arguments.cursor.is_none() {
        return print(&Listing(fetch(client, since, limit).await?), output);
    }
    let cursor = match (stored, since) {
        (Some(cursor), _) => cursor,
        (None, Some(since)) => AuditLogCursor::since(since).overlap(OVERLAP),
        (None, None) => start_of_newest(client, limit, connection.now).await?,
    };
    let mut position = Position { client, cursor, file: arguments.cursor.as_deref() };
    if !arguments.follow {
        let mut entries = Vec::new();
        position
            .read(|entry| {
                entries.push(entry);
                Ok(())
            })
            .await??;
        let verdict = print(&Listing(entries), output)?;
        position.save()?;
        return Ok(verdict);
    }
    follow(position, arguments.interval, output.format).await
}

/// Prints new entries until the program is stopped, or an error that cannot pass.
async fn follow(mut position: Position<'_>, interval: Period, format: Format) -> Result<Verdict> {
    let mut lines = Lines::new(format);
    let mut schedule = Schedule::new(interval.duration());
    loop {
        let outcome = position.read(|entry| lines.print(&Single(entry))).await;
        // Also what was printed before a failure.
        position.save()?;
        let wait = match outcome {
            Ok(printed) => {
                printed?;
                schedule.after_success()
            }
            Err(error) if may_pass(&error) => {
                let wait = schedule.after_failure(error.retry_after());
                anstream::eprintln!("account: {error}; next read in {} s", wait.as_secs());
                wait
            }
            Err(error) => return Err(error.into()),
        };
        tokio::time::sleep(wait).await;
    }
}

/// Returns `true` if a later read may succeed.
pub fn may_pass(error: &cloudflare_user::Error) -> bool {
    use cloudflare_user::ErrorKind::{Config, Input, Interceptor};

    match error.kind() {
        Config | Input | Interceptor => false,
        _ => !error.is_unauthorized() && !error.is_forbidden(),
    }
}

/// Position in the log, which moves behind each entry that is read.
struct Position<'a> {
    client: &'a CloudflareClient,
    cursor: AuditLogCursor,
    file: Option<&'a Path>,
}

impl Position<'_> {
    /// Passes the entries up to the end of the log on, the oldest first. The inner error is that of `pass_on`.
    async fn read(
        &mut self,
        mut pass_on: impl FnMut(AuditLog) -> Result<()>,
    ) -> Result<Result<()>, cloudflare_user::Error> {
        let mut entries = self.client.user().audit_logs().list().follow(self.cursor.clone());
        loop {
            match entries.try_next().await {
                Ok(Some(entry)) => {
                    if let Err(error) = pass_on(entry) {
                        // The entry was not passed on, so that the cursor stays before it.
                        return Ok(Err(error));
                    }
                    self.cursor.clone_from(entries.cursor());
                }
                Ok(None) => return Ok(Ok(())),
                Err(error) => return Err(error),
            }
        }
    }

    /// Replaces the file, if there is one, in one step.
    fn save(&self) -> Result<()> {
        let Some(path) = self.file else { return Ok(()) };
        let save = || -> io::Result<()> {
            let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let file = NamedTempFile::new_in(directory.unwrap_or(Path::new(".")))?;
            serde_json::to_writer(&file, &self.cursor)?;
            file.as_file().sync_all()?;
            file.persist(path)?;
            Ok(())
        };
        save().with_context(|| format!("the cursor {} cannot be written", path.display()))
    }
}

/// Reads a stored cursor; `None` without a file.
fn load(path: &Path) -> Result<Option<AuditLogCursor>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(misuse(format!("the cursor {} cannot be read: {error}", path.display()))),
    };
    let cursor = serde_json::from_slice(&text)
        .map_err(|error| misuse(format!("{} is not a cursor of this program: {error}", path.display())))?;
    Ok(Some(cursor))
}

/// Returns a cursor before the newest entries.
async fn start_of_newest(
    client: &CloudflareClient,
    limit: Option<u32>,
    now: DateTime<Utc>,
) -> Result<AuditLogCursor> {
    let newest = fetch(client, None, limit).await?;
    let start = newest.iter().find_map(|entry| entry.when).unwrap_or(now);
    Ok(AuditLogCursor::since(start).overlap(OVERLAP))
}

/// Returns the newest entries, the oldest of them first.
pub async fn fetch(
    client: &CloudflareClient,
    since: Option<DateTime<Utc>>,
    limit: Option<u32>,
) -> Result<Vec<AuditLog>, cloudflare_user::Error> {
    let limit = limit.map_or(usize::MAX, |limit| limit as usize);
    let page = i64::try_from(limit.min(1000)).unwrap_or(1000);
    let mut list = client.user().audit_logs().list().direction(SortDirection::Descending).per_page(page);
    if let Some(since) = since {
        list = list.since(since);
    }
    let bar = progress_bar();
    let mut stream = list.into_stream();
    let mut entries = Vec::new();
    while entries.len() < limit
        && let Some(entry) = stream.try_next().await?
    {
        let total = stream.info().total_count.and_then(|total| u64::try_from(total).ok());
        bar.set_length(total.unwrap_or_default().min(limit as u64));
        bar.inc(1);
        entries.push(entry);
    }
    bar.finish_and_clear();
    entries.reverse();
    Ok(entries)
}

/// Returns a progress bar, which appears on a terminal only.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    match ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} entries, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

impl Row for AuditLog {
    fn columns() -> Vec<Column> {
        vec![
            column("when", "Time (UTC)"),
            column("actor", "Actor"),
            column("action", "Action"),
            column("result", "Done"),
            column("resource_type", "On"),
            detail("zone", "Zone"),
            detail("resource_id", "Id"),
            detail("ip", "Address"),
            detail("interface", "By"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        let (actor, action, resource) = (self.actor.as_ref(), self.action.as_ref(), self.resource.as_ref());
        let done = action.and_then(|action| action.result);
        let zone = self.metadata.as_ref().and_then(|metadata| metadata.get("zone_name")?.as_str());
        vec![
            Cell::new(self.when),
            Cell::new(actor.and_then(|actor| actor.email.as_ref().or(actor.id.as_ref()))),
            Cell::new(action.and_then(|action| action.kind.as_ref())),
            Cell::new(done).warn_if(done == Some(false)),
            Cell::new(resource.and_then(|resource| resource.kind.as_ref())),
            Cell::new(zone),
            Cell::new(resource.and_then(|resource| resource.id.as_ref())),
            Cell::new(actor.and_then(|actor| actor.ip.as_ref())),
            Cell::new(self.interface.as_ref()),
        ]
    }
}
