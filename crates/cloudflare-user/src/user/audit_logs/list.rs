//! Reading audit logs.

use api_runtime::{CallOptions, Failed, Response, request_options};
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use cloudflare_user_api::{Client, types};

use super::ExportAuditLogs;
use crate::{
    AuditLog, CloudflareClient, Error, ItemStream, Page, SortDirection, envelope,
    page::{Paging, paged_list},
    user::check_moment,
};

/// Lists audit logs when awaited; see [`AuditLogsClient::list`](super::AuditLogsClient::list). Every
/// filter that is set has to be met.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
/// use chrono::{TimeDelta, Utc};
/// use cloudflare_user::SortDirection;
///
/// let week = client
///     .user()
///     .audit_logs()
///     .list()
///     .actor_email("tomas.quill@example.com")
///     .zone_name("almanac.example")
///     .since(Utc::now() - TimeDelta::days(7))
///     .direction(SortDirection::Ascending)
///     .per_page(1000);
/// let oldest = week.clone().await?.items.into_iter().next();
/// let csv = week.export_csv().await?; // the same entries
/// assert_eq!(oldest.is_some(), csv.lines().count() > 1);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListAuditLogs {
    pub(super) client: CloudflareClient,
    id: Option<String>,
    action_type: Option<String>,
    actor_email: Option<String>,
    actor_ip: Option<String>,
    zone_name: Option<String>,
    since: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    direction: Option<SortDirection>,
    hide_user_logs: Option<bool>,
    paging: Paging,
    pub(super) options: CallOptions,
}

request_options!(ListAuditLogs, Page<AuditLog>, Error);
paged_list!(ListAuditLogs, AuditLog, 1..=1000, default 100);

impl ListAuditLogs {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self {
            client,
            id: None,
            action_type: None,
            actor_email: None,
            actor_ip: None,
            zone_name: None,
            since: None,
            before: None,
            direction: None,
            hide_user_logs: None,
            paging: Paging::default(),
            options: CallOptions::default(),
        }
    }

    /// Only the entry with this id.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Only actions of this kind, such as `add`; `action.type` on the wire.
    pub fn action_type(mut self, kind: impl Into<String>) -> Self {
        self.action_type = Some(kind.into());
        self
    }

    /// Only what the person with this e-mail address did; `actor.email` on the wire.
    pub fn actor_email(mut self, email: impl Into<String>) -> Self {
        self.actor_email = Some(email.into());
        self
    }

    /// Only what was done from this address, or from inside this CIDR block; `actor.ip` on the
    /// wire.
    pub fn actor_ip(mut self, address: impl Into<String>) -> Self {
        self.actor_ip = Some(address.into());
        self
    }

    /// Only what was done to the zone with this domain name; `zone.name` on the wire.
    pub fn zone_name(mut self, name: impl Into<String>) -> Self {
        self.zone_name = Some(name.into());
        self
    }

    /// Only what was done later than this moment (UTC).
    pub fn since(mut self, moment: DateTime<Utc>) -> Self {
        self.since = Some(moment);
        self
    }

    /// Only what was done earlier than this moment (UTC).
    pub fn before(mut self, moment: DateTime<Utc>) -> Self {
        self.before = Some(moment);
        self
    }

    /// Which end of the log comes first. The newest entry otherwise.
    pub fn direction(mut self, direction: SortDirection) -> Self {
        self.direction = Some(direction);
        self
    }

    /// Whether to leave out what users did to themselves.
    pub fn hide_user_logs(mut self, hide: bool) -> Self {
        self.hide_user_logs = Some(hide);
        self
    }

    /// All matching entries as CSV, as one text.
    pub fn export_csv(self) -> ExportAuditLogs {
        ExportAuditLogs::new(self)
    }

    /// All matching entries as CSV, in pieces of up to 64 KiB.
    ///
    /// The answer is read whole before its first piece is handed out, so that it can be asked
    /// for again when it breaks off: this saves making a text of it, not memory. An export
    /// larger than the client's `max_response_size` (16 MiB by default) fails.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use std::io::Write;
    ///
    /// # let file = tempfile::NamedTempFile::new()?;
    /// # let path = file.path();
    /// let mut pieces = client.user().audit_logs().list().export_csv_stream();
    /// let mut file = std::fs::File::create(path)?;
    /// while let Some(piece) = pieces.try_next().await? {
    ///     file.write_all(&piece)?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn export_csv_stream(self) -> ItemStream<Bytes> {
        self.export_csv().into_pieces()
    }

    /// Refuses what the API could not make sense of.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.paging.check(Self::SIZES)?;
        check_moment("since", self.since)?;
        check_moment("before", self.before)?;
        match (self.since, self.before) {
            (Some(since), Some(before)) if before <= since => {
                Err(Error::input("`before` is not later than `since`: no entry can be between them"))
            }
            _ => Ok(()),
        }
    }

    pub(super) async fn ask(
        &self,
        api: &Client,
        export: Option<bool>,
    ) -> Result<Response<types::AuditLogsResponse>, Failed> {
        let text = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        api.user_audit_logs_list(
            self.action_type.as_deref(),
            self.actor_email.as_deref(),
            self.actor_ip.as_deref(),
            self.before.map(text).as_deref(),
            self.direction.as_ref().map(SortDirection::as_str),
            export,
            self.hide_user_logs,
            self.id.as_deref(),
            self.paging.page.map(i64::from),
            self.paging.per_page.map(i64::from),
            self.since.map(text).as_deref(),
            self.zone_name.as_deref(),
        )
        .await
    }

    async fn send(self) -> Result<Response<Page<AuditLog>>, Error> {
        self.check()?;
        let (call, api) = self.client.begin(self.options);
        envelope::page(&call, self.ask(&api, None).await)
    }
}
