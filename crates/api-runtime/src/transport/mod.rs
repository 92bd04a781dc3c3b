//! The way from a request to a response.

mod attempt;
mod attempt_error;
mod body;
mod call;
mod connect_error;
mod content_encoding;
mod credential;
mod http_client;
mod pace;
mod redirect;
mod replies;
mod retries;
mod sending;
mod stream;
mod telemetry;

use std::{fmt, sync::Arc};

use http::{HeaderMap, header};

pub use call::Call;
pub use credential::Credential;
pub use replies::Reply;
pub use stream::EventStream;
use tokio::time::Instant;

use self::{credential::Place, http_client::HttpClient, pace::Pace};
use crate::{
    BaseUrl, CallError, CallOptions, Problem, Product, Settings, Stats, rate_limit::parse_rate_limit,
    redaction::Secrets, retry::RetriesLeft, stats::Counters,
};

/// Sender of a client's requests. Clones are cheap and share one pool of connections, one retry
/// budget and one set of counters.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    http: HttpClient,
    base_url: BaseUrl,
    settings: Settings,
    /// Headers that are set on every request after the interceptors have run.
    headers: HeaderMap,
    /// Credentials that are part of the query or of a cookie.
    credentials: Vec<Credential>,
    secrets: Secrets,
    counters: Counters,
    retries_left: RetriesLeft,
    /// `None` unless the client is to slow down before the server's rate limit.
    pace: Option<Pace>,
    /// Looks for the vendor's error; `true` if it says that the request was not processed.
    keep_problem: fn(&mut CallError) -> bool,
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
        let http = HttpClient::new(&settings, &base_url)?;
        let retries_left = RetriesLeft::new(settings.retry_budget);
        let pace = settings.slow_down_below.map(Pace::new);
        let shared = Shared {
            http,
            base_url,
            settings,
            headers,
            credentials,
            secrets,
            counters: Counters::default(),
            retries_left,
            pace,
            keep_problem: CallError::keep_problem::<P>,
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
    ///
    /// It is a clone, which shares its connections. Later requests may use another client: after a
    /// connection of HTTP/2 has stopped serving, after a response with more than 100 headers, and from
    /// the first request that must not be sent twice.
    pub fn http_client(&self) -> reqwest::Client {
        self.shared.http.current().client
    }

    /// Returns the counters of the client.
    pub fn stats(&self) -> Stats {
        self.shared.counters.snapshot()
    }
}

impl Shared {
    /// Takes from the head of a response what concerns later requests.
    fn responded(&self, response: &reqwest::Response) {
        self.http.responded(response.version());
        if let Some(pace) = &self.pace
            && let Some(figures) = parse_rate_limit(response.headers())
        {
            pace.update(figures, Instant::now(), (self.settings.now)());
        }
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
