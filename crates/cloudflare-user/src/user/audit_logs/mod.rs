//! What was changed, by whom.

mod export;
mod list;

pub use export::ExportAuditLogs;
pub use list::ListAuditLogs;

use crate::CloudflareClient;

/// What was changed, by whom. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct AuditLogsClient {
    client: CloudflareClient,
}

impl AuditLogsClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists what was changed, page by page, the newest first; or exports it as CSV, with
    /// [`export_csv`](ListAuditLogs::export_csv). From
    /// [`GET /user/audit_logs`](https://developers.cloudflare.com/api/resources/user/subresources/audit_logs/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use chrono::{Duration, Utc};
    ///
    /// let logs = client.user().audit_logs();
    /// let since = Utc::now() - Duration::days(365);
    /// let mut entries = logs.list().action_type("add").since(since).per_page(1000).into_stream();
    /// while let Some(log) = entries.try_next().await? {
    ///     println!("{:?} {:?} {:?}", log.when, log.actor, log.resource);
    /// }
    ///
    /// let newest = logs.list().per_page(10).await?;
    /// println!("{} of {:?}", newest.items.len(), newest.info.total_count);
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListAuditLogs {
        ListAuditLogs::new(self.client.clone())
    }
}
