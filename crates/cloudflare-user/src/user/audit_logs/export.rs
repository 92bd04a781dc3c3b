//! Audit logs as CSV.

use api_runtime::{CallOptions, ErrorKind, Response, request_options};
use bytes::Bytes;
use futures_util::{TryStreamExt, stream};

use super::ListAuditLogs;
use crate::{Error, ItemStream, Page, PageInfo, envelope};

/// The size of a piece, in bytes.
const PIECE: usize = 64 * 1024;

/// Reads audit logs as CSV when awaited; see [`ListAuditLogs::export_csv`].
///
/// The text is as Cloudflare sends it, with a line of names first. An export larger than the
/// client's `max_response_size` (16 MiB by default) fails.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
/// let csv = client.user().audit_logs().list().export_csv().await?;
/// println!("{:?}", csv.lines().next());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ExportAuditLogs {
    list: ListAuditLogs,
    options: CallOptions,
}

request_options!(ExportAuditLogs, String, Error);

impl ExportAuditLogs {
    pub(super) fn new(list: ListAuditLogs) -> Self {
        let mut options = list.options;
        options.accept = Some("text/csv");
        Self { list, options }
    }

    async fn send(self) -> Result<Response<String>, Error> {
        let answer = self.fetch().await?;
        match str::from_utf8(answer.raw()).map(str::to_owned) {
            Ok(text) => Ok(answer.map(|()| text)),
            Err(_) => {
                let detail = "whose CSV is not UTF-8; `export_csv_stream` gives its bytes";
                Err(Error::unusable(answer, ErrorKind::Decode, detail))
            }
        }
    }

    /// The CSV is in the answer's body.
    async fn fetch(self) -> Result<Response<()>, Error> {
        self.list.check()?;
        let (call, api) = self.list.client.begin(self.options);
        // The generated method reads JSON, which CSV is not.
        let answer = match self.list.ask(&api, Some(true)).await {
            Ok(answer) => answer.map(drop),
            Err(failed) => failed.into_unread()?,
        };
        if envelope::is_refusal(Some(answer.raw())) {
            return Err(call.refuse(answer));
        }
        if answer.raw().trim_ascii_start().starts_with(b"{") {
            let detail = "which is JSON where CSV was asked for";
            return Err(Error::unusable(answer, ErrorKind::Decode, detail));
        }
        Ok(answer)
    }

    pub(super) fn into_pieces(self) -> ItemStream<Bytes> {
        let body = stream::once(self.fetch());
        ItemStream::new(body.map_ok(|answer| {
            let body = Bytes::copy_from_slice(answer.raw());
            let starts = (0..body.len()).step_by(PIECE);
            let items = starts.map(|start| body.slice(start..body.len().min(start + PIECE))).collect();
            Page { items, info: PageInfo::default() }
        }))
    }
}
