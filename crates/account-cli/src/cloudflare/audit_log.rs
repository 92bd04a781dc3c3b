//! The audit log: its newest entries, and those that follow.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use cloudflare_user::{AuditLog, CloudflareClient, SortDirection};
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::{
    args::{Moment, Period},
    exit::{Verdict, misuse},
    output::{Cell, Column, Format, Lines, Listing, Row, Single, column, detail, print},
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
    #[arg(long, value_name = "FILE", conflicts_with = "limit")]
    cursor: Option<PathBuf>,
}

/// Shortest time between two reads. Cloudflare allows 1,200 requests in five minutes, for all programs of a user.
const MIN_INTERVAL: TimeDelta = TimeDelta::seconds(1);

/// Entries may appear late, beside entries that are newer. So each read begins a while before the newest entry.
const OVERLAP: TimeDelta = TimeDelta::minutes(15);

const DEFAULT_LIMIT: u32 = 20;

/// Prints the entries, the oldest first.
pub async fn run(
    arguments: &Arguments,
    connection: &Connection<CloudflareClient>,
    format: Format,
) -> Result<Verdict> {
    if arguments.interval.delta() < MIN_INTERVAL {
        return Err(misuse("the interval is at least a second"));
    }
    let mut reader = Reader::new(arguments, connection)?;
    if !arguments.follow {
        let entries = reader.read().await?;
        let verdict = print(&Listing(entries), format)?;
        reader.save()?;
        return Ok(verdict);
    }
    let mut lines = Lines::new(format);
    let mut schedule = Schedule::new(arguments.interval.duration());
    loop {
        let wait = match reader.read().await {
            Ok(entries) => {
                for entry in entries {
                    lines.print(&Single(entry))?;
                }
                reader.save()?;
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

/// Reads entries, each once.
struct Reader<'a> {
    arguments: &'a Arguments,
    client: &'a CloudflareClient,
    since: Option<DateTime<Utc>>,
    cursor: Cursor,
}

impl<'a> Reader<'a> {
    fn new(arguments: &'a Arguments, connection: &'a Connection<CloudflareClient>) -> Result<Self> {
        let cursor = arguments.cursor.as_deref().map(Cursor::load).transpose()?.unwrap_or_default();
        let since = arguments.since.map(|moment| moment.before(connection.now));
        Ok(Self { arguments, client: &connection.client, since, cursor })
    }

    /// Returns the entries that have not been returned yet, the oldest first.
    async fn read(&mut self) -> Result<Vec<AuditLog>, cloudflare_user::Error> {
        let since = self.cursor.since().max(self.since);
        let limit = match (self.arguments.limit, since) {
            (None, None) => Some(DEFAULT_LIMIT),
            // Those that follow are all wanted.
            (limit, _) if self.cursor.newest.is_none() => limit,
            _ => None,
        };
        let entries = fetch(self.client, since, limit).await?;
        let is_new = |entry: &AuditLog| !self.cursor.seen.contains_key(&entry.id);
        let new: Vec<AuditLog> = entries.into_iter().filter(is_new).collect();
        self.cursor.advance(&new);
        Ok(new)
    }

    /// Notes where this run has come to, after the entries were printed.
    fn save(&self) -> Result<()> {
        match &self.arguments.cursor {
            Some(path) => self.cursor.save(path),
            None => Ok(()),
        }
    }
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

/// Position in the log: the newest entry, and those near it that have been printed.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cursor {
    newest: Option<DateTime<Utc>>,
    seen: BTreeMap<String, DateTime<Utc>>,
}

impl Cursor {
    /// Reads the file; without one, the position is the beginning.
    fn load(path: &Path) -> Result<Self> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(misuse(format!("the cursor {} cannot be read: {error}", path.display())));
            }
        };
        serde_json::from_slice(&text)
            .map_err(|error| misuse(format!("{} is not a cursor of this program: {error}", path.display())))
    }

    /// Replaces the file in one step.
    fn save(&self, path: &Path) -> Result<()> {
        let save = || -> io::Result<()> {
            let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let file = NamedTempFile::new_in(directory.unwrap_or(Path::new(".")))?;
            serde_json::to_writer(&file, self)?;
            file.as_file().sync_all()?;
            file.persist(path)?;
            Ok(())
        };
        save().with_context(|| format!("the cursor {} cannot be written", path.display()))
    }

    /// Returns the beginning of the next read.
    fn since(&self) -> Option<DateTime<Utc>> {
        Some(self.newest? - OVERLAP)
    }

    fn advance(&mut self, entries: &[AuditLog]) {
        for entry in entries {
            if let Some(when) = entry.when {
                self.newest = self.newest.max(Some(when));
                self.seen.insert(entry.id.clone(), when);
            }
        }
        let since = self.since();
        self.seen.retain(|_, when| Some(*when) >= since);
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
            detail("resource_id", "Id"),
            column("zone", "Zone"),
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
            Cell::new(resource.and_then(|resource| resource.id.as_ref())),
            Cell::new(zone),
            Cell::new(actor.and_then(|actor| actor.ip.as_ref())),
            Cell::new(self.interface.as_ref()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use cloudflare_user::AuditLog;

    use super::{Cursor, OVERLAP};

    fn entry(id: &str, minute: i64) -> AuditLog {
        let start: DateTime<Utc> = "2026-11-21T00:00:00Z".parse().unwrap();
        AuditLog::new().id(id).when(start + TimeDelta::minutes(minute))
    }

    #[test]
    fn a_cursor_keeps_what_the_next_read_returns_again() {
        let mut cursor = Cursor::default();
        assert_eq!(cursor.since(), None);
        cursor.advance(&[entry("a", 0), entry("b", 20), entry("c", 30)]);
        assert_eq!(cursor.since(), entry("", 30).when.map(|when| when - OVERLAP));
        assert_eq!(cursor.seen.keys().collect::<Vec<_>>(), ["b", "c"]);
        // A late entry does not move it back.
        cursor.advance(&[entry("late", 25)]);
        assert_eq!(cursor.since(), entry("", 15).when);
        assert_eq!(cursor.seen.len(), 3);
    }

    #[test]
    fn a_cursor_survives_its_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cursor");
        assert_eq!(Cursor::load(&path).unwrap(), Cursor::default());
        let mut cursor = Cursor::default();
        cursor.advance(&[entry("a", 0)]);
        cursor.save(&path).unwrap();
        assert_eq!(Cursor::load(&path).unwrap(), cursor);
        std::fs::write(&path, "{}").unwrap();
        assert!(Cursor::load(&path).unwrap_err().to_string().contains("not a cursor"));
    }
}
