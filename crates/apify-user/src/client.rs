//! The client of an Apify account.

use std::sync::Arc;

use api_runtime::{Stats, Transport, http::Method};

use crate::{ApifyClientBuilder, CustomRequest, Error, UserClient, user::ME};

/// Version of the API, with which every path of the document begins.
pub(crate) const VERSION: &str = "/v2";

/// Client of Apify's users API. Cheap to clone; all clones share one connection pool.
///
/// ```no_run
/// use apify_user::ApifyClient;
///
/// #[tokio::main]
/// async fn main() -> Result<(), apify_user::Error> {
///     let client = ApifyClient::new("apify_api_x")?;
///     if let Some(user) = client.me().get().await? {
///         println!("{} pays: {:?}", user.username, user.is_paying);
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ApifyClient {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    transport: Transport,
    public_base_url: String,
}

impl ApifyClient {
    /// Returns a client with a token and the defaults for everything else.
    ///
    /// # Errors
    /// If the token is empty or holds a character that is invalid in a header. The error does not show it.
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

    /// Returns a client with the settings of the environment: `APIFY_TOKEN`, `APIFY_API_BASE_URL`,
    /// `APIFY_API_PUBLIC_BASE_URL` and `APIFY_WORKFLOW_KEY`, which Apify's platform sets for Actor runs.
    ///
    /// # Errors
    /// If a variable holds an invalid value. The error does not show it. A missing token is no error:
    /// public users can be read without one.
    ///
    /// ```no_run
    /// use apify_user::ApifyClient;
    ///
    /// # async fn run() -> Result<(), apify_user::Error> {
    /// let client = ApifyClient::from_env()?;
    /// let user = client.me().get().await?;
    /// # Ok(()) }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// Returns a builder, which has all options.
    pub fn builder() -> ApifyClientBuilder {
        ApifyClientBuilder::default()
    }

    pub(crate) fn from_parts(transport: Transport, public_base_url: String) -> Self {
        Self { inner: Arc::new(Inner { transport, public_base_url }) }
    }

    /// Returns the handle of the token's own account: `user("me")`.
    #[doc(alias = "account")]
    pub fn me(&self) -> UserClient {
        self.user(ME)
    }

    /// Returns the handle of a user by id (`HGzIk8z78YcAPEB`) or by username (`jane` or `jane/team`).
    ///
    /// An invalid id is an error of the request, before anything is sent.
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// let john = client.user("john/doe").get().await?.ok_or("no such user")?;
    /// assert_eq!(john.username, "john~doe");
    /// assert!(client.user("nobody").get().await?.is_none());
    /// assert!(client.user("../secrets").get().await?.is_none()); // a username like any other
    /// assert!(client.user("..").get().await.is_err());
    /// # });
    /// ```
    pub fn user(&self, id: impl AsRef<str>) -> UserClient {
        UserClient::new(self.clone(), id.as_ref())
    }

    /// Creates a request to any operation of Apify's API, by method and path with `/v2`, for what this crate has
    /// no method for. Credentials, retries, time limits and errors are those of every other request.
    ///
    /// The value is the whole body as JSON, or as a type of yours with [`typed`](CustomRequest::typed).
    ///
    /// ```
    /// # api_simulator::apify_example!(|client, simulator| {
    /// # use api_simulator::MockResponse;
    /// # simulator.next(MockResponse::json(200, &serde_json::json!({ "data": { "items": [{ "name": "scraper" }] } })));
    /// use apify_user::http::Method;
    ///
    /// let acts = client.request(Method::GET, "/v2/acts").query("limit", 10).await?;
    /// assert_eq!(acts["data"]["items"][0]["name"], "scraper");
    /// # });
    /// ```
    #[doc(alias = "raw")]
    #[doc(alias = "custom")]
    pub fn request(&self, method: Method, path: impl Into<String>) -> CustomRequest {
        CustomRequest::new(self.transport(), method, path)
    }

    /// Returns the numbers of calls, requests and rate-limit errors of this client and its clones so far.
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// client.me().get().await?;
    /// assert_eq!((client.stats().calls, client.stats().requests), (1, 1));
    /// # });
    /// ```
    pub fn stats(&self) -> Stats {
        self.inner.transport.stats()
    }

    /// Returns the URL of the API with its version: `https://api.apify.com/v2`.
    pub fn base_url(&self) -> String {
        format!("{}{VERSION}", self.inner.transport.base_url())
    }

    /// Returns the URL for links that others open, with the version.
    pub fn public_base_url(&self) -> String {
        format!("{}{VERSION}", self.inner.public_base_url)
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.inner.transport
    }
}
