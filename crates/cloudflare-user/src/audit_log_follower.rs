//! The audit log since a moment, resumable.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use api_runtime::Response;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use cloudflare_user_api::{AuditLog, SortDirection};
use futures_util::{FutureExt, Stream, TryStreamExt, future::BoxFuture};
use serde::{Deserialize, Serialize};

use crate::{
    Error, ListAuditLogs, Page,
    page::{Figures, List, repeated_page},
};

/// Time that a resumed stream goes back by default, to find entries that arrived late.
const DEFAULT_OVERLAP_SECONDS: i64 = 60;

/// Page size by default, the largest.
const PAGE_SIZE: i64 = 1000;

/// Position in the audit log after an entry, to be stored and resumed from by
/// [`ListAuditLogs::follow`].
///
/// It serializes, for example to JSON, and holds a moment and the ids of the entries of the last minute
/// before it: Cloudflare returns entries from a moment on, that moment included, so that without the ids
/// entries would be repeated. Its form may gain fields, never lose any.
///
/// ```
/// use cloudflare_user::chrono::{DateTime, Utc};
/// use cloudflare_user::AuditLogCursor;
///
/// let start: DateTime<Utc> = "2026-11-01T00:00:00Z".parse()?;
/// let cursor = AuditLogCursor::since(start);
/// let stored = serde_json::to_string(&cursor)?;
/// assert_eq!(serde_json::from_str::<AuditLogCursor>(&stored)?, cursor);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLogCursor {
    /// Time from which entries are returned.
    since: DateTime<Utc>,
    /// Time of the newest entry that was returned.
    #[serde(default)]
    newest: Option<DateTime<Utc>>,
    #[serde(default = "default_overlap")]
    overlap_seconds: i64,
    /// Ids and times of the entries that were returned and that a resumed stream meets again.
    #[serde(default)]
    seen: BTreeMap<String, DateTime<Utc>>,
}

fn default_overlap() -> i64 {
    DEFAULT_OVERLAP_SECONDS
}

impl AuditLogCursor {
    /// Creates a cursor at which a stream begins with the entries of this moment.
    pub fn since(moment: DateTime<Utc>) -> Self {
        let overlap_seconds = DEFAULT_OVERLAP_SECONDS;
        Self { since: moment, newest: None, overlap_seconds, seen: BTreeMap::new() }
    }

    /// Sets the time that a resumed stream goes back, in whole seconds; one minute by default.
    ///
    /// An entry that enters the log this long after its own time, and after later ones, is not missed.
    pub fn overlap(mut self, overlap: Duration) -> Self {
        self.overlap_seconds = i64::try_from(overlap.as_secs()).unwrap_or(i64::MAX);
        self
    }

    /// Returns the time of the newest entry that was returned; `None` before the first.
    pub fn newest(&self) -> Option<DateTime<Utc>> {
        self.newest
    }

    /// Returns the moment from which entries are requested, in whole seconds.
    fn requested(&self) -> DateTime<Utc> {
        self.newest.map_or(self.since, |newest| self.before(newest).max(self.since)).trunc_subsecs(0)
    }

    /// Returns the time that is the overlap before a moment.
    fn before(&self, moment: DateTime<Utc>) -> DateTime<Utc> {
        let overlap = TimeDelta::try_seconds(self.overlap_seconds.max(0));
        let start = overlap.and_then(|overlap| moment.checked_sub_signed(overlap));
        // Requests go by whole seconds.
        start.unwrap_or(DateTime::<Utc>::MIN_UTC).trunc_subsecs(0)
    }

    fn is_new(&self, entry: &AuditLog) -> bool {
        entry.when.is_none_or(|when| when >= self.since) && !self.seen.contains_key(&entry.id)
    }

    /// Moves the cursor behind an entry.
    fn advance(&mut self, entry: &AuditLog) {
        let when = entry.when.or(self.newest).unwrap_or(self.since);
        let newest = self.newest.map_or(when, |newest| newest.max(when));
        self.seen.insert(entry.id.clone(), when);
        if self.newest != Some(newest) {
            let start = self.before(newest);
            self.seen.retain(|_, when| *when >= start);
            self.newest = Some(newest);
        }
    }
}

impl ListAuditLogs {
    /// Returns a stream of the entries from a cursor on, oldest first, which can be resumed.
    ///
    /// The stream ends when it has caught up with the log. Store its [cursor](AuditLogFollower::cursor)
    /// whenever entries are processed, and follow the log from there later: no entry is returned twice,
    /// and none is lost, also when entries are added meanwhile or the program is killed between two
    /// entries. An entry that enters the log after later ones is found by the next stream at the latest,
    /// if it is late by no more than the [overlap](AuditLogCursor::overlap).
    ///
    /// Filters stay as they are, and have to be the same for the same cursor; `since`, `direction` and
    /// `page` are the stream's own.
    ///
    /// # Errors
    /// The stream ends with an error if a page cannot be read, or is not sorted as requested.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::chrono::{TimeDelta, Utc};
    /// use cloudflare_user::{AuditLogCursor, CloudflareClient};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// # let file = tempfile::NamedTempFile::new()?;
    /// # let path = file.path();
    /// let cursor = match std::fs::read(path) {
    ///     Ok(stored) if !stored.is_empty() => serde_json::from_slice(&stored)?,
    ///     _ => AuditLogCursor::since(Utc::now() - TimeDelta::days(7)),
    /// };
    /// let mut entries = client.user().audit_logs().list().follow(cursor);
    /// while let Some(entry) = entries.try_next().await? {
    ///     println!("{:?} {:?}", entry.when, entry.action);
    ///     std::fs::write(path, serde_json::to_vec(entries.cursor())?)?;
    /// }
    /// # });
    /// ```
    #[doc(alias("poll", "tail", "resume", "watch"))]
    pub fn follow(mut self, cursor: AuditLogCursor) -> AuditLogFollower {
        self.is_followed = true;
        self.params.direction = Some(SortDirection::Ascending);
        self.params.per_page.get_or_insert(PAGE_SIZE);
        AuditLogFollower {
            list: self,
            cursor,
            request: None,
            entries: Vec::new().into_iter(),
            window: Window::default(),
            figures: Figures::default(),
            has_ended: false,
        }
    }
}

/// Stream of the entries of the audit log from a cursor on; see [`ListAuditLogs::follow`].
///
/// Each request begins at the overlap before the newest entry, not at a page number, so that entries
/// which are added meanwhile move nothing out of sight.
#[must_use = "no request is sent until an entry is awaited"]
pub struct AuditLogFollower {
    list: ListAuditLogs,
    cursor: AuditLogCursor,
    request: Option<BoxFuture<'static, Result<Response<Page<AuditLog>>, Error>>>,
    /// The remaining entries of the last page that was read.
    entries: std::vec::IntoIter<AuditLog>,
    window: Window,
    figures: Figures,
    has_ended: bool,
}

/// Pages that begin at the same moment. There is more than one only if the overlap holds more entries
/// than a page.
#[derive(Default)]
struct Window {
    /// Number of the last page that was requested; 0 before the first.
    page: i64,
    ids: HashSet<String>,
    has_new_entries: bool,
}

impl AuditLogFollower {
    /// Returns the next entry, or `None` when the stream has caught up with the log.
    ///
    /// # Errors
    /// Returns an error if the next page cannot be read. The stream has then ended; another one can be
    /// started from the [cursor](Self::cursor).
    pub async fn try_next(&mut self) -> Result<Option<AuditLog>, Error> {
        TryStreamExt::try_next(self).await
    }

    /// Returns the cursor behind the last entry that was returned.
    pub fn cursor(&self) -> &AuditLogCursor {
        &self.cursor
    }

    /// Returns the next entry of the page that was read, unless it was returned before.
    fn next_of_page(&mut self) -> Option<AuditLog> {
        let entry = self.entries.find(|entry| self.cursor.is_new(entry))?;
        self.cursor.advance(&entry);
        self.window.has_new_entries = true;
        Some(entry)
    }

    /// Starts the request for the next page.
    fn send(&mut self) -> BoxFuture<'static, Result<Response<Page<AuditLog>>, Error>> {
        if self.window.has_new_entries {
            self.window = Window::default();
        }
        if self.window.page == 0 {
            self.list.params.since = Some(self.cursor.requested());
        }
        self.window.page += 1;
        self.list.params.page = Some(self.window.page).filter(|page| *page > 1);
        self.list.clone().fetch().boxed()
    }

    /// Takes the entries of a page.
    fn receive(&mut self, response: Response<Page<AuditLog>>) -> Result<(), Error> {
        let Page { items, info } = &response.value;
        self.figures.update(items.len(), info);
        self.has_ended = items.is_empty() || self.figures.is_last(self.window.page, items.len());
        let has_other_ids = items.iter().any(|entry| !self.window.ids.contains(&entry.id));
        if !items.is_empty() && !has_other_ids {
            return Err(repeated_page(response));
        }
        self.window.ids.extend(items.iter().map(|entry| entry.id.clone()));
        self.entries = response.into_value().items.into_iter();
        Ok(())
    }
}

impl Stream for AuditLogFollower {
    type Item = Result<AuditLog, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(entry) = this.next_of_page() {
                return Poll::Ready(Some(Ok(entry)));
            }
            if this.has_ended {
                return Poll::Ready(None);
            }
            let mut request = match this.request.take() {
                Some(request) => request,
                None => this.send(),
            };
            let Poll::Ready(response) = request.poll_unpin(context) else {
                this.request = Some(request);
                return Poll::Pending;
            };
            if let Err(error) = response.and_then(|response| this.receive(response)) {
                this.has_ended = true;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl fmt::Debug for AuditLogFollower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditLogFollower").field("cursor", &self.cursor).finish_non_exhaustive()
    }
}
