//! Setting up a client.

use api_runtime::{
    BaseUrl, Credential, Product, Secret, Settings, Transport, builder_options, http::HeaderName,
};

use crate::{ApifyClient, Error, client::VERSION};

const BASE_URL: &str = "https://api.apify.com";

/// Sets up an [`ApifyClient`]. Every option has a default; without a token only public data
/// can be read.
///
/// ```
/// use std::time::Duration;
/// use apify_user::ApifyClient;
///
/// let client = ApifyClient::builder()
///     .from_env() // what is set here goes before it
///     .max_retries(3)
///     .deadline(Duration::from_secs(30))
///     .user_agent_suffix("cost-report/1.2")
///     .request_interceptor(|request| {
///         request.headers_mut().insert("x-team", "billing".parse()?);
///         Ok(())
///     })
///     .build()?;
/// # Ok::<(), apify_user::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct ApifyClientBuilder {
    token: Option<Secret>,
    workflow_key: Option<Secret>,
    // Not checked before `build`: someone will write a password into one.
    base_url: Option<Secret>,
    public_base_url: Option<Secret>,
    settings: Settings,
}

builder_options!(ApifyClientBuilder);

impl ApifyClientBuilder {
    /// The API token, from Apify Console under Settings, API & Integrations.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Secret::from(token.into()));
        self
    }

    /// The address of the API, with or without `/v2`. Default `https://api.apify.com`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(Secret::from(url.into()));
        self
    }

    /// The address for links that others open, with or without `/v2`. Default: Apify's own.
    pub fn public_base_url(mut self, url: impl Into<String>) -> Self {
        self.public_base_url = Some(Secret::from(url.into()));
        self
    }

    /// The key of the workflow that a call belongs to, sent as `X-Apify-Workflow-Key`.
    pub fn workflow_key(mut self, key: impl Into<String>) -> Self {
        self.workflow_key = Some(Secret::from(key.into()));
        self
    }

    /// Takes what is not set yet from the environment: `APIFY_TOKEN`, `APIFY_API_BASE_URL`,
    /// `APIFY_API_PUBLIC_BASE_URL` and `APIFY_WORKFLOW_KEY`. An empty variable counts as unset.
    pub fn from_env(self) -> Self {
        self.with_variables(|name| std::env::var(name).ok())
    }

    fn with_variables(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let secret = |name| variable(name).map(Secret::from);
        self.token = self.token.or_else(|| secret("APIFY_TOKEN"));
        self.workflow_key = self.workflow_key.or_else(|| secret("APIFY_WORKFLOW_KEY"));
        self.base_url = self.base_url.or_else(|| secret("APIFY_API_BASE_URL"));
        self.public_base_url = self.public_base_url.or_else(|| secret("APIFY_API_PUBLIC_BASE_URL"));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When an address is not an `http` or `https` URL with a host and nothing but a path
    /// behind it, when a token, key, header or user agent holds what no header may hold, or
    /// when a time limit is zero. The error shows neither secrets nor addresses.
    pub fn build(self) -> Result<ApifyClient, Error> {
        let base_url = address("base URL", self.base_url)?;
        let public_base_url = address("public base URL", self.public_base_url)?;
        let workflow_header = HeaderName::from_static("x-apify-workflow-key");
        let credentials = self
            .token
            .map(Credential::bearer)
            .into_iter()
            .chain(self.workflow_key.map(|key| Credential::header(workflow_header, key)))
            .collect();
        let transport = Transport::new(base_url, credentials, product(), self.settings)?;
        Ok(ApifyClient::from_parts(transport, public_base_url.as_str().to_owned()))
    }
}

fn address(what: &str, url: Option<Secret>) -> Result<BaseUrl, Error> {
    BaseUrl::parse(url.as_ref().map_or(BASE_URL, Secret::expose), VERSION)
        .map_err(|fault| Error::config(format!("the {what} cannot be used: {fault}")))
}

/// As in Apify's own clients, the user agent says whether it runs on Apify's platform.
fn product() -> Product {
    let at_home = std::env::var_os("APIFY_IS_AT_HOME").is_some_and(|value| !value.is_empty());
    let note = if at_home { "isAtHome/true" } else { "isAtHome/false" };
    Product::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")).with_note(note)
}

#[cfg(test)]
mod tests {
    use super::ApifyClientBuilder;

    #[test]
    fn the_environment_fills_what_is_not_set() {
        let builder = ApifyClientBuilder::default().token("mine").with_variables(|name| {
            let value = match name {
                "APIFY_TOKEN" => "theirs",
                "APIFY_API_BASE_URL" => "http://127.0.0.1:1/v2",
                "APIFY_API_PUBLIC_BASE_URL" => "",
                "APIFY_WORKFLOW_KEY" => "key",
                _ => return None,
            };
            Some(value.to_owned())
        });
        assert_eq!(builder.token.as_ref().map(|token| token.expose()), Some("mine"));
        assert_eq!(builder.workflow_key.as_ref().map(|key| key.expose()), Some("key"));
        let client = builder.build().unwrap();
        assert_eq!(client.base_url(), "http://127.0.0.1:1/v2");
        assert_eq!(client.public_base_url(), "https://api.apify.com/v2");
    }
}
