//! Audit logs.

use api_runtime::{CallError, CallOptions, ErrorKind, Response, request_options};
use bytes::Bytes;
use cloudflare_user_api::{AuditLog, ListAuditLogsParams};
use futures_util::{TryStreamExt, stream};

use crate::{
    CloudflareClient, Error, ItemStream, Page, PageInfo, envelope,
    page::{check_page, list_request},
};

/// Methods for audit logs: changes in the user's accounts and zones. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct AuditLogsClient {
    client: CloudflareClient,
}

impl AuditLogsClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the changes, newest first, or exports them as CSV with
    /// [`export_csv`](ListAuditLogs::export_csv).
    ///
    /// Operation
    /// [`GET /user/audit_logs`](https://developers.cloudflare.com/api/resources/user/subresources/audit_logs/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::chrono::{TimeDelta, Utc};
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let logs = client.user().audit_logs();
    /// let since = Utc::now() - TimeDelta::days(365);
    /// let mut entries = logs.list().action_type("add").since(since).per_page(1000).into_stream();
    /// while let Some(log) = entries.try_next().await? {
    ///     println!("{:?} {:?} {:?}", log.when, log.actor, log.resource);
    /// }
    ///
    /// let newest = logs.list().per_page(10).await?;
    /// println!("{} of {:?}", newest.items.len(), newest.info.total_count);
    /// # });
    /// ```
    #[doc(alias("activity", "history", "events"))]
    pub fn list(&self) -> ListAuditLogs {
        let params = ListAuditLogsParams::new();
        ListAuditLogs {
            client: self.client.clone(),
            params,
            options: CallOptions::default(),
            is_followed: false,
        }
    }
}

/// Lists audit logs when awaited; see [`AuditLogsClient::list`]. An entry has to match every filter.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::chrono::{TimeDelta, Utc};
/// use cloudflare_user::{CloudflareClient, SortDirection};
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let logs = client.user().audit_logs().list();
/// let week = logs
///     .actor_email("tomas.quill@example.com")
///     .zone_name("almanac.example")
///     .since(Utc::now() - TimeDelta::days(7))
///     .direction(SortDirection::Ascending)
///     .per_page(1000);
/// let oldest = week.clone().await?.into_iter().next();
/// let csv = week.export_csv().await?; // the same entries
/// assert_eq!(oldest.is_some(), csv.lines().count() > 1);
/// # });
/// ```
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListAuditLogs {
    client: CloudflareClient,
    pub(crate) params: ListAuditLogsParams,
    options: CallOptions,
    /// `true` if a cursor depends on the order of the entries.
    pub(crate) is_followed: bool,
}

list_request!(ListAuditLogs, AuditLog, pages);

impl ListAuditLogs {
    /// Exports all matching entries as CSV, as one string.
    #[doc(alias("download"))]
    pub fn export_csv(self) -> ExportAuditLogs {
        let Self { client, params, options, is_followed: _ } = self;
        ExportAuditLogs { client, params, options }
    }

    /// Exports all matching entries as CSV, in chunks of up to 64 KiB.
    ///
    /// The whole response is read before the first chunk, so that a broken connection can be retried:
    /// this saves the conversion to a string, not memory. An export larger than the client's
    /// `max_response_size` (16 MiB by default) fails.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use std::io::Write;
    ///
    /// let mut chunks = client.user().audit_logs().list().export_csv_stream();
    /// let mut file = tempfile::tempfile()?;
    /// while let Some(chunk) = chunks.try_next().await? {
    ///     file.write_all(&chunk)?;
    /// }
    /// # });
    /// ```
    #[doc(alias("download"))]
    pub fn export_csv_stream(self) -> ItemStream<Bytes> {
        let response = stream::once(self.export_csv().fetch());
        ItemStream::new(response.map_ok(|response| Page { items: chunks(&response), info: PageInfo::new() }))
    }

    async fn send(self) -> Result<Response<Page<AuditLog>>, Error> {
        check_params(&self.params)?;
        let (call, api) = self.client.call(self.options);
        let page = envelope::page(&call, api.user_audit_logs_list(&self.params).await)?;
        let times = page.value.items.iter().filter_map(|entry| entry.when);
        if self.is_followed && !times.is_sorted() {
            let detail =
                "but the entries are not sorted by time, oldest first: the server ignores `direction`";
            return Err(CallError::invalid_response(page, ErrorKind::Paging, detail).into());
        }
        Ok(page)
    }
}

/// Exports audit logs as CSV when awaited; see [`ListAuditLogs::export_csv`].
///
/// The first line holds the names of the columns. An export larger than the client's
/// `max_response_size` (16 MiB by default) fails.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let csv = client.user().audit_logs().list().export_csv().await?;
/// println!("{:?}", csv.lines().next());
/// # });
/// ```
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ExportAuditLogs {
    client: CloudflareClient,
    params: ListAuditLogsParams,
    options: CallOptions,
}

request_options!(ExportAuditLogs, String, Error);

impl ExportAuditLogs {
    async fn send(self) -> Result<Response<String>, Error> {
        let response = self.fetch().await?;
        match str::from_utf8(response.body()).map(str::to_owned) {
            Ok(text) => Ok(response.map(|()| text)),
            Err(_) => {
                let detail = "but the CSV is not UTF-8; `export_csv_stream` returns its bytes";
                Err(CallError::invalid_response(response, ErrorKind::Decode, detail).into())
            }
        }
    }

    /// Sends the request; the CSV is in the response's body.
    async fn fetch(mut self) -> Result<Response<()>, Error> {
        check_params(&self.params)?;
        self.params.export = Some(true);
        self.options.accept = Some("text/csv");
        let (call, api) = self.client.call(self.options);
        // The generated method decodes JSON, which CSV is not.
        let response = match api.user_audit_logs_list(&self.params).await {
            Ok(response) => response.map(drop),
            Err(error) => error.into_undecoded()?,
        };
        if envelope::is_problem(Some(response.body())) {
            return Err(call.reject(response).into());
        }
        if response.body().trim_ascii_start().starts_with(b"{") {
            let detail = "but the body is JSON instead of CSV";
            return Err(CallError::invalid_response(response, ErrorKind::Decode, detail).into());
        }
        Ok(response)
    }
}

/// Splits a body into chunks of up to 64 KiB.
fn chunks(response: &Response<()>) -> Vec<Bytes> {
    const CHUNK_SIZE: usize = 64 * 1024;
    let body = Bytes::copy_from_slice(response.body());
    let starts = (0..body.len()).step_by(CHUNK_SIZE);
    starts.map(|start| body.slice(start..body.len().min(start + CHUNK_SIZE))).collect()
}

/// Rejects parameters that the API does not allow, or that no entry can match.
fn check_params(params: &ListAuditLogsParams) -> Result<(), CallError> {
    check_page(params.page, params.per_page, 1..=1000)?;
    match (params.since, params.before) {
        (Some(since), Some(before)) if before <= since => {
            Err(CallError::input("`before` is not later than `since`: no entry can be between them"))
        }
        _ => Ok(()),
    }
}
