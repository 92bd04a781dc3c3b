//! The builder of a client.

use api_runtime::{
    BaseUrl, CallError, Credential, Product, Secret, Settings, Transport, builder_options, http::HeaderName,
};
use cloudflare_user_api::CloudflareProblem;

use crate::{CloudflareClient, Error};

const DEFAULT_BASE_URL: &str = "https://api.cloudflare.com/client/v4";

/// Headers that may hold the id of a request, the best one first.
const REQUEST_ID_HEADERS: &[&str] = &["x-request-id", "request-id", "cf-ray"];

/// Builder of a [`CloudflareClient`].
///
/// It needs credentials: an API token, or an API key with the e-mail address of its owner, or a user
/// service key. All that are set are sent. Every other option has a default.
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
    // Not parsed before `build`: someone will write a password into it.
    base_url: Option<Secret>,
    settings: Settings,
}

builder_options!(CloudflareClientBuilder);

impl CloudflareClientBuilder {
    /// Sets the API token, from the dashboard under My Profile, API Tokens. Sent as
    /// `Authorization: Bearer`.
    pub fn api_token(mut self, token: impl Into<String>) -> Self {
        self.api_token = Some(Secret::from(token.into()));
        self
    }

    /// Sets the Global API Key, which permits whatever its owner may do. Sent as `X-Auth-Key`; it
    /// needs [`api_email`](Self::api_email).
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Secret::from(key.into()));
        self
    }

    /// Sets the e-mail address that the owner of the API key logs in with. Sent as `X-Auth-Email`.
    pub fn api_email(mut self, email: impl Into<String>) -> Self {
        self.api_email = Some(Secret::from(email.into()));
        self
    }

    /// Sets a key for a few special operations. Sent as `X-Auth-User-Service-Key`.
    pub fn user_service_key(mut self, key: impl Into<String>) -> Self {
        self.user_service_key = Some(Secret::from(key.into()));
        self
    }

    /// Sets the address of the API, with or without a trailing slash.
    ///
    /// Default: `https://api.cloudflare.com/client/v4`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(Secret::from(url.into()));
        self
    }

    /// Sets what is not set yet from the environment variables `CLOUDFLARE_API_TOKEN`,
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

    /// Builds the client.
    ///
    /// # Errors
    /// Returns an error if there are no credentials, or a key without an e-mail address or the
    /// reverse; if the address is not an `http` or `https` URL with a host and no more than a path; if
    /// a credential, header or user agent contains what no header may contain; or if a time limit is
    /// zero. The error shows neither secrets nor addresses.
    pub fn build(self) -> Result<CloudflareClient, Error> {
        let Self { api_token, api_key, api_email, user_service_key, base_url, mut settings } = self;
        let base_url = BaseUrl::from_setting("base URL", base_url.as_ref(), DEFAULT_BASE_URL, "")?;
        settings.request_id_headers = REQUEST_ID_HEADERS;
        let credentials = credentials(api_token, api_key, api_email, user_service_key)?;
        let product = Product::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        let transport = Transport::new::<CloudflareProblem>(base_url, credentials, product, settings)?;
        Ok(CloudflareClient::from_transport(transport))
    }
}

/// Returns everything that is set, as Cloudflare's own clients do.
fn credentials(
    token: Option<Secret>,
    key: Option<Secret>,
    email: Option<Secret>,
    service_key: Option<Secret>,
) -> Result<Vec<Credential>, CallError> {
    let has_other = token.is_some() || service_key.is_some();
    let missing = match (&key, &email) {
        (Some(_), None) => {
            Some("an API key needs its owner's e-mail address: set `api_email`, or use an API token")
        }
        // Beside another credential it does no harm: environments keep one from older days.
        (None, Some(_)) if !has_other => {
            Some("an e-mail address needs the API key that goes with it: set `api_key`, or use an API token")
        }
        (None, None) if !has_other => Some(
            "there are no credentials: set `api_token`, or `api_key` with `api_email`, or `user_service_key`",
        ),
        _ => None,
    };
    if let Some(detail) = missing {
        return Err(CallError::config(detail));
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
    fn the_environment_sets_what_is_not_set() {
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
