//! Settings of a client that do not depend on its vendor.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::HeaderMap;

use crate::{CallError, RetryBudget, RetryPolicy};

/// Error of a request interceptor.
pub type InterceptorError = Box<dyn std::error::Error + Send + Sync>;

/// Function that changes or rejects a request before each attempt. The credentials are added
/// after it has run.
pub type Interceptor = Arc<dyn Fn(&mut reqwest::Request) -> Result<(), InterceptorError> + Send + Sync>;

/// Function that adds to the set-up of the HTTP client.
pub type HttpClientSetup = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Settings that the builders of all clients share; see
/// [`builder_options!`](crate::builder_options).
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Number of retries and the waits before them.
    pub retry: RetryPolicy,
    /// Limit on the retries of all calls together.
    pub retry_budget: RetryBudget,
    /// Longest duration of an attempt. If it is set, it is the limit of every attempt, unless
    /// `first_attempt_timeout` is set too.
    pub timeout: Option<Duration>,
    /// Longest duration of the first attempt, where another can follow. Each further attempt is
    /// given twice as long, up to `timeout`.
    pub first_attempt_timeout: Option<Duration>,
    /// Longest duration of a call, over all attempts and waits.
    pub deadline: Duration,
    /// Longest duration of connecting.
    pub connect_timeout: Duration,
    /// Largest body that is read, in bytes after decompression.
    pub max_response_size: usize,
    /// Texts that follow the crate's own user agent.
    pub user_agent_suffixes: Vec<String>,
    /// Headers of every request.
    pub headers: HeaderMap,
    /// The caller's own HTTP client.
    pub http_client: Option<reqwest::Client>,
    /// Function that adds to the set-up of this crate's HTTP client.
    pub http_client_setup: Option<HttpClientSetup>,
    /// Share of the server's rate limit that is left when requests begin to be spread over the
    /// rest of the window.
    pub slow_down_below: Option<f64>,
    /// Functions that see each request before it is sent.
    pub interceptors: Vec<Interceptor>,
    /// Seed that makes the jitter of waits reproducible, for tests.
    pub jitter_seed: Option<u64>,
    /// Wall clock that dates in `Retry-After` are relative to.
    pub now: fn() -> SystemTime,
    /// Response headers that may hold the server's id of the request, in order of preference,
    /// in lower case. Set by the facade, not by users.
    pub request_id_headers: &'static [&'static str],
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::default(),
            retry_budget: RetryBudget::default(),
            timeout: None,
            first_attempt_timeout: None,
            deadline: Duration::from_secs(360),
            connect_timeout: Duration::from_secs(4),
            max_response_size: 16 * 1024 * 1024,
            user_agent_suffixes: Vec::new(),
            headers: HeaderMap::new(),
            http_client: None,
            http_client_setup: None,
            slow_down_below: None,
            interceptors: Vec::new(),
            jitter_seed: None,
            now: SystemTime::now,
            request_id_headers: &["x-request-id", "request-id"],
        }
    }
}

impl Settings {
    /// Limit of an attempt if none is set.
    pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(360);

    /// Limit of a first attempt, where another can follow, if no limit is set. Responses are small
    /// and come within seconds; a connection that hangs should not cost the whole `timeout`.
    pub(crate) const DEFAULT_FIRST_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

    /// Rejects settings that let no call succeed.
    pub(crate) fn check(&self) -> Result<(), CallError> {
        let limits =
            [self.timeout, self.first_attempt_timeout, Some(self.deadline), Some(self.connect_timeout)];
        if limits.contains(&Some(Duration::ZERO)) {
            return Err(CallError::config("a time limit is zero"));
        }
        if self.max_response_size == 0 {
            return Err(CallError::config("the maximum response size is zero"));
        }
        if !self.retry_budget.is_valid() {
            return Err(CallError::config("the retry budget is not a number of retries that can be counted"));
        }
        if self.slow_down_below.is_some_and(|share| !(share > 0.0 && share <= 1.0)) {
            return Err(CallError::config("`slow_down_below` is not a share greater than 0 and at most 1"));
        }
        Ok(())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("retry", &self.retry)
            .field("retry_budget", &self.retry_budget)
            .field("timeout", &self.timeout)
            .field("first_attempt_timeout", &self.first_attempt_timeout)
            .field("deadline", &self.deadline)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_size", &self.max_response_size)
            .field("user_agent_suffixes", &self.user_agent_suffixes)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("slow_down_below", &self.slow_down_below)
            .field("interceptors", &self.interceptors.len())
            .finish_non_exhaustive()
    }
}

/// Implements the options that all builders share, for a builder with a field
/// `settings: Settings`.
///
/// | option | default | limits |
/// |---|---|---|
/// | `timeout` | 360 s | one attempt, from connecting to the last byte of the body |
/// | `first_attempt_timeout` | 10 s | the first attempt, only where another can follow and `timeout` is not set; the next ones get 20 s, 40 s, and so on |
/// | `deadline` | 360 s | one call, over all attempts and waits |
/// | `connect_timeout` | 4 s | connecting, with the TLS handshake |
/// | `max_retries` | 8 | retries of one call |
/// | `retry_policy`: `max_connect_retries` | 2 | those of them without a connection: unknown host, connection refused, no response while connecting |
/// | `min_delay_between_retries` | 500 ms | from below: the wait before retry `k`, uniform in `[1, 2) · 500 ms · 2^(k-1)` |
/// | `retry_policy`: `max_delay` | 60 s | the doubling of waits, before jitter |
/// | `retry_budget` | 50 per second and 0.2 per call | retries of all calls of the client |
/// | `max_response_size` | 16 MiB | one body, after decompression |
/// | `slow_down_below` | off | requests, when less than this share of the server's rate limit is left |
///
/// A request that must not be sent twice (POST or PATCH, or `idempotent(false)`) and the last
/// attempt of any call are given the whole `timeout`.
#[macro_export]
macro_rules! builder_options {
    ($builder:ident) => {
        impl $builder {
            /// Sets the maximum number of retries after a failure that may be temporary.
            /// Default 8.
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.settings.retry.max_retries = retries;
                self
            }

            /// Sets the shortest wait before the first retry. It doubles with each further one.
            /// Default 500 ms.
            pub fn min_delay_between_retries(mut self, delay: ::std::time::Duration) -> Self {
                self.settings.retry.min_delay = delay;
                self
            }

            /// Sets the whole retry policy, including `max_retries` and
            /// `min_delay_between_retries`.
            pub fn retry_policy(mut self, policy: $crate::RetryPolicy) -> Self {
                self.settings.retry = policy;
                self
            }

            /// Sets the limit on the retries of all calls of the client together, which keeps many
            /// callers from multiplying an outage.
            ///
            /// Default: 50 retries a second, and one for every five calls.
            pub fn retry_budget(mut self, budget: $crate::RetryBudget) -> Self {
                self.settings.retry_budget = budget;
                self
            }

            /// Limits the duration of every attempt, from connecting to the last byte of the body.
            ///
            /// Default 360 s, but ten seconds for a first attempt that another can follow; see
            /// [`first_attempt_timeout`](Self::first_attempt_timeout).
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.timeout = ::std::option::Option::Some(timeout);
                self
            }

            /// Limits the duration of the first attempt where another can follow, so that a
            /// connection that hangs does not cost the whole `timeout`. Each further attempt is
            /// given twice as long, up to `timeout`.
            ///
            /// It does not apply to a request that must not be sent twice (POST or PATCH, or
            /// `idempotent(false)`), to the last attempt, to a call with a `timeout` of its own, or
            /// if the retry budget is used up: these are given the whole `timeout`.
            ///
            /// Default 10 s if `timeout` is not set, otherwise `timeout`.
            pub fn first_attempt_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.first_attempt_timeout = ::std::option::Option::Some(timeout);
                self
            }

            /// Limits the duration of a call, over all attempts and waits. Default 360 s.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.settings.deadline = deadline;
                self
            }

            /// Limits the duration of connecting. Default 4 s: less than the limit of the first
            /// attempt, so that a request that never left is known as such.
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.connect_timeout = timeout;
                self
            }

            /// Limits the size of a response's body, in bytes after decompression. The value that is
            /// read from it may take four times as much memory, or 4 MiB if that is more.
            /// Default 16 MiB.
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self.settings.max_response_size = bytes;
                self
            }

            /// Appends a text to the crate's own user agent, such as `my-app/1.0`.
            pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
                self.settings.user_agent_suffixes.push(suffix.into());
                self
            }

            /// Adds a header to every request. It cannot replace the credentials or the user
            /// agent.
            pub fn default_header(
                mut self,
                name: $crate::http::HeaderName,
                value: $crate::http::HeaderValue,
            ) -> Self {
                self.settings.headers.append(name, value);
                self
            }

            /// Sets an HTTP client of your own, such as one that other parts of your program use
            /// too. For a proxy or a root certificate,
            /// [`http_client_setup`](Self::http_client_setup) is simpler.
            ///
            /// Build it with `redirect(reqwest::redirect::Policy::none())`: otherwise it
            /// follows redirects before this crate can check them, and reqwest removes only
            /// some credentials from a request to another host. `connect_timeout` then has to be
            /// set on your client, and so does `http1_only()`, if it should not use HTTP/2: this crate cannot replace the connections of your client,
            /// and with HTTP/2 a connection that no longer serves is used until it closes.
            pub fn http_client(mut self, client: $crate::reqwest::Client) -> Self {
                self.settings.http_client = Some(client);
                self
            }

            /// Sets a function that adds to the set-up of the HTTP client: a proxy, a root
            /// certificate, a local address.
            ///
            /// Redirects, retries, `connect_timeout` and the version of HTTP are set afterwards and
            /// cannot be changed by it. It is not called if `http_client` is set, and may be called
            /// again when connections have to be replaced.
            pub fn http_client_setup(
                mut self,
                setup: impl Fn($crate::reqwest::ClientBuilder) -> $crate::reqwest::ClientBuilder
                + Send
                + Sync
                + 'static,
            ) -> Self {
                self.settings.http_client_setup = ::std::option::Option::Some(::std::sync::Arc::new(setup));
                self
            }

            /// Slows down before the server's rate limit is reached: when a response states that
            /// less than this share of the limit is left, further requests are spread evenly over
            /// the rest of the window. `0.1` begins with a tenth left; `1.0` paces all requests.
            ///
            /// It needs a server that sends its figures, which `RateLimit` lists: the requests left
            /// and the time until they are renewed. If the limit itself is missing, any figure counts
            /// as little. All calls of the client and its clones share the pace. A wait that would
            /// outlast the deadline of a call is not made.
            ///
            /// Default: off.
            pub fn slow_down_below(mut self, share: f64) -> Self {
                self.settings.slow_down_below = ::std::option::Option::Some(share);
                self
            }

            /// Adds a function that can change or reject a request before each attempt. It does
            /// not see the credentials, which are added afterwards, and it cannot send the
            /// request to another origin.
            pub fn request_interceptor(
                mut self,
                interceptor: impl Fn(
                    &mut $crate::reqwest::Request,
                ) -> ::std::result::Result<(), $crate::InterceptorError>
                + Send
                + Sync
                + 'static,
            ) -> Self {
                self.settings.interceptors.push(::std::sync::Arc::new(interceptor));
                self
            }

            /// Seeds the jitter of waits, which makes them reproducible in tests.
            pub fn jitter_seed(mut self, seed: u64) -> Self {
                self.settings.jitter_seed = Some(seed);
                self
            }
        }
    };
}
