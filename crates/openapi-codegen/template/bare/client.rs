use std::time::Duration;

use crate::{
    Client,
    runtime::{
        BaseUrl, Call, CallError, Credential, Secret, http::HeaderMap, http::HeaderValue, http::HeaderName, reqwest,
    },
};

impl Client {
    /// Creates a client of the API at this address, such as one of [`servers`], without a credential.
    ///
    /// # Errors
    /// If the address is no URL.
    pub fn new(base_url: &str) -> Result<Self, CallError> {
        Self::builder(base_url).build()
    }

    /// Creates a builder of a client of the API at this address, such as one of [`servers`].
    pub fn builder(base_url: &str) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.to_owned(),
            credentials: Vec::new(),
            headers: HeaderMap::new(),
            timeout: None,
            http: None,
        }
    }
}

/// Builder of a [`Client`].
#[derive(Clone, Debug)]
#[must_use = "`build` returns the client"]
pub struct ClientBuilder {
    base_url: String,
    credentials: Vec<Credential>,
    headers: HeaderMap,
    timeout: Option<Duration>,
    http: Option<reqwest::Client>,
}

impl ClientBuilder {
    /// Adds a credential, which is sent with every request.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// Adds a header to every request.
    pub fn default_header(
        mut self,
        name: impl Into<reqwest::header::HeaderName>,
        value: reqwest::header::HeaderValue,
    ) -> Self {
        self.headers.append(name.into(), value);
        self
    }

    /// Limits the duration of a call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets an HTTP client of your own, whose settings count.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// If the address is no URL, or if the HTTP client cannot be built.
    pub fn build(mut self) -> Result<Client, CallError> {
        let base_url = BaseUrl::parse(&self.base_url, "")
            .map_err(|error| CallError::config(format!("the base URL cannot be used: {error}")))?;
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        self.headers.entry("user-agent").or_insert(HeaderValue::from_static(agent));
        let http = match self.http {
            Some(http) => http,
            None => {
                let mut builder = reqwest::Client::builder();
                if let Some(timeout) = self.timeout {
                    builder = builder.timeout(timeout);
                }
                builder.build().map_err(|error| CallError::config(error.to_string()))?
            }
        };
        Ok(Client::with_call(Call::new(http, base_url, self.headers, self.credentials)?))
    }
}
