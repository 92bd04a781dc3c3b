//! Why a call failed, in Cloudflare's words.

use api_runtime::{Problem, decode};
use cloudflare_user_api::types;

use crate::CloudflareMessage;

/// Why a call, or the building of a client, failed.
///
/// Its methods say what happened ([`kind`](api_runtime::Error::kind),
/// [`status`](api_runtime::Error::status), [`attempts`](api_runtime::Error::attempts), …);
/// [`problem`](api_runtime::Error::problem) holds what Cloudflare says of it. A call that
/// Cloudflare answers with `success: false` is an error whatever its status: its kind is then
/// [`Status`](api_runtime::ErrorKind::Status), or [`Refused`](api_runtime::ErrorKind::Refused)
/// where the status is that of a success.
pub type Error = api_runtime::Error<CloudflareProblem>;

/// What Cloudflare's error bodies hold: `{"success": false, "errors": […], "messages": […]}`.
///
/// `Failure` in `openapi/cloudflare`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
/// let error = client.user().tokens().get("0123456789abcdef0123456789abcdef").await.err().ok_or("there is one")?;
/// let problem = error.problem().ok_or("Cloudflare gave no reason")?;
/// assert!(error.is_not_found() && problem.has_code(7003));
/// for reason in &problem.errors {
///     println!("{reason}"); // code, message and what led to it
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloudflareProblem {
    /// What went wrong; the first counts most. Empty where Cloudflare gives no reason.
    pub errors: Vec<CloudflareMessage>,
    /// Remarks that are not errors.
    pub messages: Vec<CloudflareMessage>,
    /// The first error's message and what led to it: the chain of causes is often the only
    /// part that tells anything.
    summary: Option<String>,
}

impl CloudflareProblem {
    /// Whether one of the errors, or a cause of one, has this code.
    pub fn has_code(&self, code: i64) -> bool {
        self.errors.iter().any(|error| error.has_code(code))
    }
}

impl Problem for CloudflareProblem {
    fn parse(body: &[u8]) -> Option<Self> {
        let (wire, _) = decode::tolerant::<types::Failure>(body).ok()?;
        let types::Failure { success, errors, messages, result: _, result_info: _ } = wire;
        let errors = CloudflareMessage::list(errors);
        let messages = CloudflareMessage::list(messages);
        let summary = errors.first().and_then(CloudflareMessage::summary);
        let is_documented = success == Some(false) || !errors.is_empty();
        is_documented.then_some(Self { errors, messages, summary })
    }

    fn code(&self) -> Option<String> {
        self.errors.first()?.code.map(|code| code.to_string())
    }

    fn message(&self) -> Option<&str> {
        self.summary.as_deref()
    }
}
