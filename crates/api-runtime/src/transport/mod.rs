//! The way from a request to a response.

mod attempt;
mod attempt_error;
mod body;
mod call;
mod credential;
mod redirect;
mod replies;
mod retries;
mod stream;
mod telemetry;

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, header};

pub use call::Call;
pub use credential::Credential;
pub use replies::Reply;
pub use stream::EventStream;

use self::credential::Place;
use crate::{
    BaseUrl, CallError, CallOptions, Problem, Product, Settings, Stats, retry::RetryBudget, secret::Secrets,
    stats::Counters,
};

/// Without TLS, a request to an https URL would fail like a network, and be retried.
const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "native-tls"));

/// Sender of a client's requests. Clones are cheap and share one pool of connections, one retry
/// budget and one set of counters.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    http: reqwest::Client,
    base_url: BaseUrl,
    settings: Settings,
    /// Headers that are set on every request after the interceptors have run.
    headers: HeaderMap,
    /// Credentials that are part of the query or of a cookie.
    credentials: Vec<Credential>,
    secrets: Secrets,
    counters: Counters,
    budget: RetryBudget,
    not_processed: fn(&[u8]) -> bool,
}

impl Transport {
    /// Creates a transport for the API of a vendor whose error bodies are of type `P`.
    ///
    /// # Errors
    /// If the settings let no call succeed, if a credential or a part of the user agent cannot be
    /// a header value, or if the URL is https and this build has no TLS. The error names which,
    /// and shows no secret.
    pub fn new<P: Problem>(
        base_url: BaseUrl,
        credentials: Vec<Credential>,
        product: Product,
        mut settings: Settings,
    ) -> Result<Self, CallError> {
        settings.check()?;
        let (headers, secrets) = fixed_headers(&credentials, product, &mut settings)?;
        let http = match settings.http_client.take() {
            Some(client) => client,
            None if !HAS_TLS && base_url.as_str().starts_with("https:") => {
                return Err(CallError::config(
                    "an https URL needs TLS, which this build lacks: enable the feature `rustls` or `native-tls`",
                ));
            }
            None => http_client(settings.connect_timeout)?,
        };
        let shared = Shared {
            http,
            base_url,
            settings,
            headers,
            credentials,
            secrets,
            counters: Counters::default(),
            budget: RetryBudget::new(),
            not_processed: |body| P::parse(body).is_some_and(|problem| problem.not_processed()),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Creates a call, with options that take precedence over the client's settings.
    pub fn call(&self, options: CallOptions) -> Call {
        Call::new(self.shared.clone(), options)
    }

    /// Returns the base URL of all requests.
    pub fn base_url(&self) -> &BaseUrl {
        &self.shared.base_url
    }

    /// Returns the HTTP client that sends the requests. It does not hold the credentials.
    pub fn http_client(&self) -> &reqwest::Client {
        &self.shared.http
    }

    /// Returns the counters of the client.
    pub fn stats(&self) -> Stats {
        self.shared.counters.snapshot()
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base_url", &self.shared.base_url)
            .field("settings", &self.shared.settings)
            .field("headers", &self.shared.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Collects the headers of every request: the caller's own, overridden by the user agent and the
/// credentials.
fn fixed_headers(
    credentials: &[Credential],
    product: Product,
    settings: &mut Settings,
) -> Result<(HeaderMap, Secrets), CallError> {
    let mut headers = std::mem::take(&mut settings.headers);
    let mut secrets = Secrets::default();
    let user_agent = product.user_agent(&settings.user_agent_suffixes).ok_or_else(|| {
        CallError::config("a user agent suffix contains a character that no header may contain")
    })?;
    headers.insert(header::USER_AGENT, user_agent);
    for Credential { place, secret } in credentials {
        if let Place::Header { name, prefix } = place {
            let value = secret.to_header(prefix).map_err(|error| {
                CallError::config(format!("the value of `{name}` cannot be sent: {error}"))
            })?;
            headers.insert(name, value);
        }
        secrets.push(secret.clone());
    }
    Ok((headers, secrets))
}

fn http_client(connect_timeout: Duration) -> Result<reqwest::Client, CallError> {
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        // Redirects are checked here: reqwest removes only five headers from a request to another
        // host, and no vendor's own.
        .redirect(reqwest::redirect::Policy::none())
        // Retries are decided in one place, which knows the method and the vendor's error body.
        // With `never` alone, reqwest would still keep a copy of each request.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        .build()
        .map_err(|error| CallError::config(format!("the HTTP client cannot be built: {error}")))
}
