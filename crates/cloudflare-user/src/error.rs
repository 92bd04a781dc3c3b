//! The error and the request of this crate.

use cloudflare_user_api::CloudflareProblem;

/// Failure of a call, or of building a client.
///
/// [`kind`](api_runtime::Error::kind) tells the cases apart, [`sent`](api_runtime::Error::sent) says
/// if the request may have taken effect, and [`problem`](api_runtime::Error::problem) holds the
/// errors that Cloudflare returned. A response that says `success: false` is an error at any status.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let outcome = client.user().tokens().get("0123456789abcdef0123456789abcdef").await;
/// let error = outcome.err().ok_or("there is no such token")?;
/// assert!(error.is_not_found());
/// for reason in error.problem().map(|problem| &problem.errors).into_iter().flatten() {
///     println!("{reason}"); // the code, the message and its causes
/// }
/// # });
/// ```
pub type Error = api_runtime::Error<CloudflareProblem>;

/// Request that is sent when it is awaited, and resolves to a `T`.
///
/// [`with_response`](api_runtime::Request::with_response) also returns the status, headers and body.
pub type Request<T> = api_runtime::Request<T, CloudflareProblem>;
