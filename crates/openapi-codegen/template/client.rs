use api_runtime::{
    BaseUrl, CallError, CallOptions, Credential, Product, Secret, Settings, Transport, builder_options, http::HeaderName,
};

use crate::Client;

impl Client {
    /// Creates a client of the API at this address, such as one of [`servers`], without a credential.
    ///
    /// # Errors
    /// If the address is no URL, or https and this build has no TLS.
    pub fn new(base_url: &str) -> Result<Self, CallError> {
        Self::builder(base_url).build()
    }

    /// Creates a builder of a client of the API at this address, such as one of [`servers`].
    pub fn builder(base_url: &str) -> ClientBuilder {
        ClientBuilder { base_url: base_url.to_owned(), credentials: Vec::new(), settings: Settings::default() }
    }
}

/// Builder of a [`Client`].
#[derive(Clone, Debug)]
#[must_use = "`build` returns the client"]
pub struct ClientBuilder {
    base_url: String,
    credentials: Vec<Credential>,
    settings: Settings,
}

builder_options!(ClientBuilder);

impl ClientBuilder {
    /// Adds a credential, which is sent with every request.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// If the address is no URL, if it is https and this build has no TLS, or if a setting lets no call succeed.
    pub fn build(self) -> Result<Client, CallError> {
        let url = self.base_url.as_str().into();
        let base_url = BaseUrl::from_setting("base URL", Some(&url), "", "")?;
        let product = Product::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        let transport = Transport::new::<()>(base_url, self.credentials, product, self.settings)?;
        Ok(Client::with_call(transport.call(CallOptions::default())))
    }
}
