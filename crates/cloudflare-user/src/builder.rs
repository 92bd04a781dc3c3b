//! Setting up a client.

use api_runtime::{
    BaseUrl, Credential, Product, Secret, Settings, Transport, builder_options, http::HeaderName,
};

use crate::{CloudflareClient, Error};

const BASE_URL: &str = "https://api.cloudflare.com/client/v4";

/// Sets up a [`CloudflareClient`]. It needs credentials: an API token, or an API key with the
/// e-mail address of its owner, or a user service key. All that are given are sent. Every
/// other option has a default.
///
/// ```
/// use std::time::Duration;
/// use cloudflare_user::CloudflareClient;
///
/// let client = CloudflareClient::builder()
///     .api_email("jane@example.com")
///     .api_key("global-api-key")
///     .deadline(Duration::from_secs(30))
///     .user_agent_suffix("token-audit/1.2")
///     .build()?;
/// # Ok::<(), cloudflare_user::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct CloudflareClientBuilder {
    api_token: Option<Secret>,
    api_key: Option<Secret>,
    api_email: Option<Secret>,
    user_service_key: Option<Secret>,
    // Not checked before `build`: someone will write a password into it.
    base_url: Option<Secret>,
    settings: Settings,
}

builder_options!(CloudflareClientBuilder);

impl CloudflareClientBuilder {
    /// The API token, from the dashboard under My Profile, API Tokens. Sent as
    /// `Authorization: Bearer`.
    pub fn api_token(mut self, token: impl Into<String>) -> Self {
        self.api_token = Some(Secret::from(token.into()));
        self
    }

    /// The Global API Key, which may do all that its owner may. Sent as `X-Auth-Key`; it needs
    /// [`api_email`](Self::api_email) with it.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Secret::from(key.into()));
        self
    }

    /// The e-mail address that the owner of the API key logs in with. Sent as `X-Auth-Email`.
    pub fn api_email(mut self, email: impl Into<String>) -> Self {
        self.api_email = Some(Secret::from(email.into()));
        self
    }

    /// A key for a few special operations. Sent as `X-Auth-User-Service-Key`.
    pub fn user_service_key(mut self, key: impl Into<String>) -> Self {
        self.user_service_key = Some(Secret::from(key.into()));
        self
    }

    /// The address of the API, with or without a slash at its end. Default
    /// `https://api.cloudflare.com/client/v4`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(Secret::from(url.into()));
        self
    }

    /// Takes what is not set yet from the environment: `CLOUDFLARE_API_TOKEN`,
    /// `CLOUDFLARE_API_KEY`, `CLOUDFLARE_EMAIL`, `CLOUDFLARE_API_USER_SERVICE_KEY` and
    /// `CLOUDFLARE_BASE_URL`. An empty variable counts as unset.
    pub fn from_env(self) -> Self {
        self.with_variables(|name| std::env::var(name).ok())
    }

    fn with_variables(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let secret = |name| variable(name).map(Secret::from);
        self.api_token = self.api_token.or_else(|| secret("CLOUDFLARE_API_TOKEN"));
        self.api_key = self.api_key.or_else(|| secret("CLOUDFLARE_API_KEY"));
        self.api_email = self.api_email.or_else(|| secret("CLOUDFLARE_EMAIL"));
        self.user_service_key = self.user_service_key.or_else(|| secret("CLOUDFLARE_API_USER_SERVICE_KEY"));
        self.base_url = self.base_url.or_else(|| secret("CLOUDFLARE_BASE_URL"));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When there are no credentials, a key without an e-mail address or that alone; when
    /// the address is not an `http` or `https` URL with a host and nothing but a path behind
    /// it; when a credential, header or user agent holds what no header may hold; when a time
    /// limit is zero. The error shows neither secrets nor addresses.
    pub fn build(self) -> Result<CloudflareClient, Error> {
        let base_url = BaseUrl::parse(self.base_url.as_ref().map_or(BASE_URL, Secret::expose), "")
            .map_err(|fault| Error::config(format!("the base URL cannot be used: {fault}")))?;
        let Self { api_token, api_key, api_email, user_service_key, settings, .. } = self;
        let credentials = credentials(api_token, api_key, api_email, user_service_key)?;
        let product = Product::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        Transport::new(base_url, credentials, product, settings).map(CloudflareClient::from_transport)
    }
}

/// Everything that is given, as Cloudflare's own clients do.
fn credentials(
    token: Option<Secret>,
    key: Option<Secret>,
    email: Option<Secret>,
    service_key: Option<Secret>,
) -> Result<Vec<Credential>, Error> {
    let fault = match (&key, &email) {
        (Some(_), None) => {
            Some("an API key needs its owner's e-mail address: set `api_email`, or use an API token")
        }
        // Beside another credential it does no harm: environments keep one from older days.
        (None, Some(_)) if token.is_none() && service_key.is_none() => {
            Some("an e-mail address needs the API key that goes with it: set `api_key`, or use an API token")
        }
        (None, None) if token.is_none() && service_key.is_none() => Some(
            "there are no credentials: set `api_token`, or `api_key` with `api_email`, or `user_service_key`",
        ),
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(Error::config(fault));
    }
    let header = |name, secret: Option<Secret>| {
        secret.map(|secret| Credential::header(HeaderName::from_static(name), secret))
    };
    let all = [
        token.map(Credential::bearer),
        header("x-auth-key", key),
        header("x-auth-email", email),
        header("x-auth-user-service-key", service_key),
    ];
    Ok(all.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::CloudflareClientBuilder;

    #[test]
    fn the_environment_fills_what_is_not_set() {
        let environment = |name: &str| match name {
            "CLOUDFLARE_API_TOKEN" => Some("theirs"),
            "CLOUDFLARE_API_KEY" => Some("key"),
            "CLOUDFLARE_EMAIL" => Some("jane@example.com"),
            "CLOUDFLARE_API_USER_SERVICE_KEY" => Some(""),
            "CLOUDFLARE_BASE_URL" => Some("http://127.0.0.1:1/client/v4/"),
            _ => None,
        };
        let builder = CloudflareClientBuilder::default()
            .api_token("mine")
            .with_variables(|name| environment(name).map(str::to_owned));
        assert_eq!(builder.api_token.as_ref().map(|token| token.expose()), Some("mine"));
        assert_eq!(builder.api_key.as_ref().map(|key| key.expose()), Some("key"));
        assert_eq!(builder.api_email.as_ref().map(|email| email.expose()), Some("jane@example.com"));
        assert!(builder.user_service_key.is_none());
        assert_eq!(builder.build().unwrap().base_url(), "http://127.0.0.1:1/client/v4");
    }
}
