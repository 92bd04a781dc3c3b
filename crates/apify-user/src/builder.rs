//! Set-up of a client.

use api_runtime::{
    BaseUrl, CallError, Credential, Product, Secret, Settings, Transport, builder_options, http::HeaderName,
};

use crate::{ApifyClient, ApifyProblem, Error, client::VERSION};

const DEFAULT_BASE_URL: &str = "https://api.apify.com";

/// Builder of an [`ApifyClient`]. Every option has a default; without a token only public data can be read.
///
/// ```
/// use std::time::Duration;
/// use apify_user::ApifyClient;
///
/// let client = ApifyClient::builder()
///     .from_env() // options that are set here take precedence
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
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ApifyClientBuilder {
    token: Option<Secret>,
    workflow_key: Option<Secret>,
    // Not checked before `build`: until then it may hold a password.
    base_url: Option<Secret>,
    public_base_url: Option<Secret>,
    settings: Settings,
}

builder_options!(ApifyClientBuilder);

impl ApifyClientBuilder {
    /// Sets the API token, from Apify Console under Settings, API & Integrations.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Secret::from(token.into()));
        self
    }

    /// Sets the URL of the API, with or without `/v2`. Default `https://api.apify.com`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(Secret::from(url.into()));
        self
    }

    /// Sets the URL for links that others open, with or without `/v2`. Default `https://api.apify.com`.
    pub fn public_base_url(mut self, url: impl Into<String>) -> Self {
        self.public_base_url = Some(Secret::from(url.into()));
        self
    }

    /// Sets the key of the workflow that calls belong to, sent as `X-Apify-Workflow-Key`.
    pub fn workflow_key(mut self, key: impl Into<String>) -> Self {
        self.workflow_key = Some(Secret::from(key.into()));
        self
    }

    /// Takes options that are not set from the environment: `APIFY_TOKEN`, `APIFY_API_BASE_URL`,
    /// `APIFY_API_PUBLIC_BASE_URL` and `APIFY_WORKFLOW_KEY`. An empty variable counts as unset.
    pub fn from_env(self) -> Self {
        self.fill_from(|name| std::env::var(name).ok())
    }

    fn fill_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let secret = |name| variable(name).filter(|value| !value.is_empty()).map(Secret::from);
        self.token = self.token.or_else(|| secret("APIFY_TOKEN"));
        self.workflow_key = self.workflow_key.or_else(|| secret("APIFY_WORKFLOW_KEY"));
        self.base_url = self.base_url.or_else(|| secret("APIFY_API_BASE_URL"));
        self.public_base_url = self.public_base_url.or_else(|| secret("APIFY_API_PUBLIC_BASE_URL"));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// If a URL is not `http` or `https` with a host and nothing but a path after it, if a token, key,
    /// header or user agent is invalid in a header, or if a time limit is zero. The error shows neither
    /// secrets nor URLs.
    pub fn build(self) -> Result<ApifyClient, Error> {
        let base_url = parse_base_url("base URL", self.base_url)?;
        let public_base_url = parse_base_url("public base URL", self.public_base_url)?;
        let workflow_header = HeaderName::from_static("x-apify-workflow-key");
        let credentials = self
            .token
            .map(Credential::bearer)
            .into_iter()
            .chain(self.workflow_key.map(|key| Credential::header(workflow_header, key)))
            .collect();
        let transport = Transport::new::<ApifyProblem>(base_url, credentials, product(), self.settings)?;
        Ok(ApifyClient::from_parts(transport, public_base_url.as_str().to_owned()))
    }
}

fn parse_base_url(label: &str, url: Option<Secret>) -> Result<BaseUrl, CallError> {
    BaseUrl::parse(url.as_ref().map_or(DEFAULT_BASE_URL, Secret::expose), VERSION)
        .map_err(|error| CallError::config(format!("the {label} is invalid: {error}")))
}

/// Returns the user agent. As in Apify's own clients, it says whether it runs on Apify's platform.
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
        let builder = ApifyClientBuilder::default().token("mine").fill_from(|name| {
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
