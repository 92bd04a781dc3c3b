//! How a client behaves, whatever its vendor.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::HeaderMap;

use crate::{CallError, RetryPolicy};

/// What a request interceptor may answer with.
pub type InterceptorError = Box<dyn std::error::Error + Send + Sync>;

/// Changes or refuses a request before each attempt. It sees no credentials: they are added
/// after it.
pub type Interceptor = Arc<dyn Fn(&mut reqwest::Request) -> Result<(), InterceptorError> + Send + Sync>;

/// The options that the builders of all clients share; see [`builder_options!`](crate::builder_options).
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// When a request is sent again.
    pub retry: RetryPolicy,
    /// The longest that an attempt may take; the first is given five seconds, each further
    /// one twice as long, up to this.
    pub timeout: Duration,
    /// The longest that a call may take, over all attempts and waits.
    pub deadline: Duration,
    /// The longest that making a connection may take.
    pub connect_timeout: Duration,
    /// The largest answer that is read, in bytes after decompression.
    pub max_response_size: usize,
    /// What follows the crate's own user agent.
    pub user_agent_suffixes: Vec<String>,
    /// Headers that every request carries.
    pub headers: HeaderMap,
    /// The caller's own HTTP client.
    pub http_client: Option<reqwest::Client>,
    /// What sees each request before it is sent.
    pub interceptors: Vec<Interceptor>,
    /// Makes the jitter of waits repeatable, for tests.
    pub jitter_seed: Option<u64>,
    /// The wall clock, which `Retry-After` dates are held against.
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

/// Gives a client's builder, which has a field `settings: Settings`, the options that all
/// builders share.
#[macro_export]
macro_rules! builder_options {
    ($builder:ident) => {
        impl $builder {
            /// How many times a request is sent again after a failure that may pass.
            /// Default 8.
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.settings.retry.max_retries = retries;
                self
            }

            /// The shortest wait before the first retry; it doubles with each further one.
            /// Default 500 ms.
            pub fn min_delay_between_retries(mut self, delay: ::std::time::Duration) -> Self {
                self.settings.retry.min_delay = delay;
                self
            }

            /// When requests are sent again, in full; it takes the place of what
            /// `max_retries` and `min_delay_between_retries` have set.
            pub fn retry_policy(mut self, policy: $crate::RetryPolicy) -> Self {
                self.settings.retry = policy;
                self
            }

            /// The longest that one attempt may take, its body included. The first attempt
            /// is given five seconds, each further one twice as long, up to this.
            /// Default 360 s.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.timeout = timeout;
                self
            }

            /// The longest that a call may take, over all attempts and waits. Default 360 s.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.settings.deadline = deadline;
                self
            }

            /// The longest that making a connection may take. Default 4 s: less than the first
            /// attempt is given, so that a request which never left is known as such.
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.connect_timeout = timeout;
                self
            }

            /// The largest answer that is read, in bytes after decompression.
            /// Default 16 MiB.
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self.settings.max_response_size = bytes;
                self
            }

            /// What follows the crate's own user agent, such as `my-app/1.0`. May be given
            /// more than once.
            pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
                self.settings.user_agent_suffixes.push(suffix.into());
                self
            }

            /// A header that every request carries. It cannot take the place of the
            /// credentials or of the user agent.
            pub fn default_header(
                mut self,
                name: $crate::http::HeaderName,
                value: $crate::http::HeaderValue,
            ) -> Self {
                self.settings.headers.append(name, value);
                self
            }

            /// An HTTP client of your own, for a proxy or for certificates of your own.
            ///
            /// Build it with `redirect(reqwest::redirect::Policy::none())`: otherwise it
            /// follows redirects before this crate can see where they lead, and reqwest
            /// takes only some credentials off a request to another host. The options
            /// `connect_timeout` and decompression are then yours to set too.
            pub fn http_client(mut self, client: $crate::reqwest::Client) -> Self {
                self.settings.http_client = Some(client);
                self
            }

            /// A function that sees each request before each attempt, and may change or
            /// refuse it. It does not see the credentials, which are added after it, and
            /// it cannot send the request to another origin.
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

            /// Makes the jitter of waits repeatable, for tests.
            pub fn jitter_seed(mut self, seed: u64) -> Self {
                self.settings.jitter_seed = Some(seed);
                self
            }
        }
    };
}
