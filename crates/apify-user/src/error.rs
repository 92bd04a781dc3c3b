//! Why a call failed, in Apify's words.

use api_runtime::Problem;
use serde::Deserialize;
use serde_json::Value;

/// Why a call, or the building of a client, failed.
///
/// Its methods say what happened ([`kind`](api_runtime::Error::kind),
/// [`status`](api_runtime::Error::status), [`attempts`](api_runtime::Error::attempts), …);
/// [`problem`](api_runtime::Error::problem) holds what Apify says of it.
pub type Error = api_runtime::Error<ApifyProblem>;

/// What Apify's error bodies hold: `{"error": {"type", "message", "data"}}`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::apify().start().await?;
/// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
/// let client = apify_user::ApifyClient::builder().token("revoked").base_url(simulator.base_url()).build()?;
/// let error = client.me().limits().await.err().ok_or("the token was accepted")?;
/// let problem = error.problem().ok_or("Apify gave no reason")?;
/// assert_eq!(problem.error_type.as_deref(), Some("user-or-token-not-found"));
/// assert!(error.is_unauthorized() && !problem.is_no_such_record());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApifyProblem {
    /// The error's type, such as `record-not-found`. There are some four hundred, and more to
    /// come.
    pub error_type: Option<String>,
    /// What Apify says to a person.
    pub message: Option<String>,
    /// Whatever else Apify says of the error.
    pub data: Option<Value>,
}

impl ApifyProblem {
    /// Whether Apify says that there is no such user. Any other 404, such as a proxy's or that
    /// of a wrong base URL, does not say so.
    pub fn is_no_such_record(&self) -> bool {
        matches!(self.error_type.as_deref(), Some("record-not-found" | "record-or-token-not-found"))
    }
}

impl Problem for ApifyProblem {
    fn parse(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body {
            error: Detail,
        }
        #[derive(Deserialize)]
        struct Detail {
            #[serde(default, rename = "type")]
            error_type: Value,
            #[serde(default)]
            message: Value,
            data: Option<Value>,
        }
        let text = |value: Value| match value {
            Value::String(text) => Some(text),
            _ => None,
        };
        let Body { error: Detail { error_type, message, data } } = serde_json::from_slice(body).ok()?;
        let problem = Self { error_type: text(error_type), message: text(message), data };
        (problem.error_type.is_some() || problem.message.is_some()).then_some(problem)
    }

    fn code(&self) -> Option<String> {
        self.error_type.clone()
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}
