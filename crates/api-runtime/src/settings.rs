//! Settings of a client that do not depend on its vendor.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::HeaderMap;

use crate::{CallError, RetryPolicy};

/// Error of a request interceptor.
pub type InterceptorError = Box<dyn std::error::Error + Send + Sync>;

/// Function that changes or rejects a request before each attempt. The credentials are added
/// after it has run.
pub type Interceptor = Arc<dyn Fn(&mut reqwest::Request) -> Result<(), InterceptorError> + Send + Sync>;

/// Settings that the builders of all clients share; see
/// [`builder_options!`](crate::builder_options).
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Number of retries and the waits before them.
    pub retry: RetryPolicy,
    /// Longest duration of an attempt. The first is limited to five seconds, each further one to
    /// twice as long, up to this.
    pub timeout: Duration,
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
            timeout: Duration::from_secs(360),
            deadline: Duration::from_secs(360),
            connect_timeout: Duration::from_secs(4),
            max_response_size: 16 * 1024 * 1024,
            user_agent_suffixes: Vec::new(),
            headers: HeaderMap::new(),
            http_client: None,
            interceptors: Vec::new(),
            jitter_seed: None,
            now: SystemTime::now,
            request_id_headers: &["x-request-id", "request-id"],
        }
    }
}

impl Settings {
    /// Rejects settings that let no call succeed.
    pub(crate) fn check(&self) -> Result<(), CallError> {
        if self.timeout.is_zero() || self.deadline.is_zero() || self.connect_timeout.is_zero() {
            return Err(CallError::config("a time limit is zero"));
        }
        if self.max_response_size == 0 {
            return Err(CallError::config("the maximum response size is zero"));
        }
        Ok(())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_size", &self.max_response_size)
            .field("user_agent_suffixes", &self.user_agent_suffixes)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("interceptors", &self.interceptors.len())
            .finish_non_exhaustive()
    }
}

/// Implements the options that all builders share, for a builder with a field
/// `settings: Settings`.
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

            /// Limits the duration of one attempt, including the body. The first attempt is
            /// limited to five seconds, each further one to twice as long, up to this.
            /// Default 360 s.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.timeout = timeout;
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

            /// Limits the size of a response's body, in bytes after decompression.
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

            /// Sets an HTTP client of your own, for a proxy or for certificates of your own.
            ///
            /// Build it with `redirect(reqwest::redirect::Policy::none())`: otherwise it
            /// follows redirects before this crate can check them, and reqwest removes only
            /// some credentials from a request to another host. `connect_timeout` and
            /// decompression then have to be set on your client.
            pub fn http_client(mut self, client: $crate::reqwest::Client) -> Self {
                self.settings.http_client = Some(client);
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
