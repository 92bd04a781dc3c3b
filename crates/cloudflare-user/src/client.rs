//! The client of Cloudflare's user API.

use std::future::Future;

use api_runtime::{Call, CallOptions, Response, Stats, Transport};
use cloudflare_user_api::{Client, Deleted, Envelope};

use crate::{CloudflareClientBuilder, Error, Request, UserClient, envelope};

/// Client of Cloudflare's user API. Cheap to clone; all clones share one connection pool.
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let user = client.user().get().await?;
/// assert!(!user.id.is_empty());
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct CloudflareClient {
    transport: Transport,
}

impl CloudflareClient {
    /// Creates a client with an API token and the defaults for everything else.
    ///
    /// # Errors
    /// Returns an error if the token is empty or contains a character that no header may contain.
    /// The error does not show the token.
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

    /// Creates a client from environment variables: `CLOUDFLARE_API_TOKEN`, or `CLOUDFLARE_API_KEY`
    /// with `CLOUDFLARE_EMAIL`, or `CLOUDFLARE_API_USER_SERVICE_KEY`; and `CLOUDFLARE_BASE_URL`.
    ///
    /// # Errors
    /// Returns an error if there are no credentials, if one half of a pair is missing, or if a variable
    /// contains what cannot be sent. The error does not show the value.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), cloudflare_user::Error> {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::from_env()?;
    /// let user = client.user().get().await?;
    /// # Ok(()) }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// Returns a builder, to set other credentials or options.
    pub fn builder() -> CloudflareClientBuilder {
        CloudflareClientBuilder::default()
    }

    pub(crate) fn from_transport(transport: Transport) -> Self {
        Self { transport }
    }

    /// Returns the methods of the user whom the credentials belong to. Sends no request.
    pub fn user(&self) -> UserClient {
        UserClient::new(self.clone())
    }

    /// Returns counts of calls, requests and rate-limited responses of this client and its clones.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// client.user().tenants().list().await?;
    /// assert_eq!((client.stats().calls, client.stats().requests), (1, 1));
    /// # });
    /// ```
    pub fn stats(&self) -> Stats {
        self.transport.stats()
    }

    /// Returns the base URL of all requests, `https://api.cloudflare.com/client/v4` by default.
    pub fn base_url(&self) -> &str {
        self.transport.base_url().as_str()
    }

    /// Starts a call: the handle that rejects its response, and the generated client that sends it.
    pub(crate) fn call(&self, options: CallOptions) -> (Call, Client) {
        let call = self.transport.call(options);
        (call.clone(), Client::new(call))
    }

    /// Creates a request for the `result` of an envelope.
    pub(crate) fn request<T, F>(&self, send: impl FnOnce(Client) -> F + Send + Sync + 'static) -> Request<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<Response<Envelope<T>>, Error>> + Send + 'static,
    {
        let client = self.clone();
        Request::new(move |options| async move {
            let (call, api) = client.call(options);
            envelope::result(&call, send(api).await)
        })
    }

    /// Creates a request that deletes a resource; it resolves to the resource's id.
    pub(crate) fn delete<F>(
        &self,
        id: String,
        send: impl FnOnce(Client, String) -> F + Send + Sync + 'static,
    ) -> Request<String>
    where
        F: Future<Output = Result<Response<Deleted>, Error>> + Send + 'static,
    {
        let client = self.clone();
        Request::new(move |options| async move {
            let (call, api) = client.call(options);
            envelope::deleted(&call, send(api, id.clone()).await, id)
        })
    }
}
