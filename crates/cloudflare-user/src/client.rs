//! The client of a Cloudflare user.

use api_runtime::{Call, CallOptions, Stats, Transport};
use cloudflare_user_api::Client;

use crate::{CloudflareClientBuilder, Error, UserClient};

/// A client of Cloudflare's user API. Cheap to clone; all clones share one pool of connections.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::builder()
///     .api_token(simulator.token())
///     .base_url(simulator.base_url())
///     .build()?;
/// let user = client.user().get().await?;
/// assert!(!user.id.is_empty());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct CloudflareClient {
    transport: Transport,
}

impl CloudflareClient {
    /// A client with an API token and the defaults for everything else.
    ///
    /// # Errors
    /// When the token is empty or holds a character that no header may hold. The error does not
    /// show it.
    ///
    /// ```
    /// use cloudflare_user::CloudflareClient;
    ///
    /// assert!(CloudflareClient::new("v1.0-token").is_ok());
    /// assert!(CloudflareClient::new("").is_err());
    /// ```
    pub fn new(api_token: impl Into<String>) -> Result<Self, Error> {
        Self::builder().api_token(api_token).build()
    }

    /// A client as the environment describes it: `CLOUDFLARE_API_TOKEN`, or
    /// `CLOUDFLARE_API_KEY` with `CLOUDFLARE_EMAIL`, or `CLOUDFLARE_API_USER_SERVICE_KEY`; and
    /// `CLOUDFLARE_BASE_URL`.
    ///
    /// # Errors
    /// When there are no credentials, or only half of a pair, or a variable holds what cannot
    /// be sent. The error does not show it.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), cloudflare_user::Error> {
    /// let client = cloudflare_user::CloudflareClient::from_env()?;
    /// let user = client.user().get().await?;
    /// # Ok(()) }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// A client to be set up step by step.
    pub fn builder() -> CloudflareClientBuilder {
        CloudflareClientBuilder::default()
    }

    pub(crate) fn from_transport(transport: Transport) -> Self {
        Self { transport }
    }

    /// The user that the credentials belong to. Making this sends nothing.
    pub fn user(&self) -> UserClient {
        UserClient::new(self.clone())
    }

    /// What this client and its clones have done so far: calls, requests, rate-limit answers.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// client.user().tenants().list().await?;
    /// assert_eq!((client.stats().calls, client.stats().requests), (1, 1));
    /// # Ok(()) }
    /// ```
    pub fn stats(&self) -> Stats {
        self.transport.stats()
    }

    /// The address that requests go to: `https://api.cloudflare.com/client/v4`.
    pub fn base_url(&self) -> &str {
        self.transport.base_url().as_str()
    }

    /// Begins a call: the handle that judges its answer, and the generated client that makes it.
    pub(crate) fn begin(&self, options: CallOptions) -> (Call, Client) {
        let call = self.transport.begin(options);
        (call.clone(), call.into())
    }
}
