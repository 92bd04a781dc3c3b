//! The client of an Apify account.

use std::sync::Arc;

use api_runtime::{Stats, Transport};

use crate::{ApifyClientBuilder, Error, UserClient};

/// A client of Apify's users API. Cheap to clone; all clones share one pool of connections.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::apify().start().await?;
/// use apify_user::ApifyClient;
///
/// let client = ApifyClient::builder()
///     .token(simulator.token())
///     .base_url(simulator.base_url())
///     .build()?;
/// let user = client.me().get().await?;
/// assert!(user.is_some());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct ApifyClient {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    transport: Transport,
    public_base_url: String,
}

impl ApifyClient {
    /// A client with a token and the defaults for everything else.
    ///
    /// # Errors
    /// When the token is empty or holds a character that no header may hold. The error does not
    /// show it.
    ///
    /// ```
    /// use apify_user::ApifyClient;
    ///
    /// assert!(ApifyClient::new("apify_api_x").is_ok());
    /// assert!(ApifyClient::new("with a line break\n").is_err());
    /// ```
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        Self::builder().token(token).build()
    }

    /// A client as the environment describes it: `APIFY_TOKEN`, `APIFY_API_BASE_URL`,
    /// `APIFY_API_PUBLIC_BASE_URL` and `APIFY_WORKFLOW_KEY`, which Apify's platform sets for
    /// Actor runs.
    ///
    /// # Errors
    /// When a variable holds what cannot be sent. The error does not show it. That there is no
    /// token is no error: without one, public users can be read.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), apify_user::Error> {
    /// let client = apify_user::ApifyClient::from_env()?;
    /// let user = client.me().get().await?;
    /// # Ok(()) }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// A client to be set up step by step.
    pub fn builder() -> ApifyClientBuilder {
        ApifyClientBuilder::default()
    }

    pub(crate) fn from_parts(transport: Transport, public_base_url: String) -> Self {
        Self { inner: Arc::new(Inner { transport, public_base_url }) }
    }

    /// The account that the token belongs to: `user("me")`.
    pub fn me(&self) -> UserClient {
        self.user("me")
    }

    /// A user by id (`HGzIk8z78YcAPEB`) or by name (`jane` or `jane/team`).
    ///
    /// An id that cannot be sent is refused when a call is made, before anything is sent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let john = client.user("john/doe").get().await?.ok_or("no such user")?;
    /// assert_eq!(john.username, "john~doe");
    /// assert!(client.user("nobody").get().await?.is_none());
    /// assert!(client.user("../secrets").get().await?.is_none()); // a name like any other
    /// assert!(client.user("..").get().await.is_err());
    /// # Ok(()) }
    /// ```
    pub fn user(&self, id: impl AsRef<str>) -> UserClient {
        UserClient::new(self.clone(), id.as_ref())
    }

    /// What this client and its clones have done so far: calls, requests, rate-limit answers.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// client.me().get().await?;
    /// assert_eq!((client.stats().calls, client.stats().requests), (1, 1));
    /// # Ok(()) }
    /// ```
    pub fn stats(&self) -> Stats {
        self.inner.transport.stats()
    }

    /// The address that requests go to, with the version: `https://api.apify.com/v2`.
    pub fn base_url(&self) -> String {
        format!("{}{VERSION}", self.inner.transport.base_url())
    }

    /// The address for links that others open, with the version.
    pub fn public_base_url(&self) -> String {
        format!("{}{VERSION}", self.inner.public_base_url)
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.inner.transport
    }
}

/// The version that all paths of the description begin with.
pub(crate) const VERSION: &str = "/v2";
