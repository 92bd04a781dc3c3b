//! The HTTP client, and its replacement when its connections no longer serve.

use std::sync::{
    Mutex, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use http::Version;

use super::connect_error;
use crate::{BaseUrl, CallError, Settings};

/// Without TLS, a request to an https URL would fail like a network, and be retried.
const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "native-tls"));

/// The HTTP client that sends the requests.
///
/// With HTTP/2 all requests share one connection, and the client keeps it while it is open, even
/// if nothing comes back. Nothing but a new client drops it, or reads more headers.
pub(super) struct HttpClient {
    current: RwLock<Generation>,
    /// Settings of further clients. `None` if the client is the caller's own.
    settings: Option<Settings>,
    is_https: bool,
    /// `true` if the latest response came over HTTP/1, whose connections close when they fail.
    is_http1: AtomicBool,
    replacing: Mutex<()>,
}

/// An HTTP client, and its number in the order of clients.
#[derive(Clone)]
pub(super) struct Generation {
    pub(super) number: u64,
    pub(super) client: reqwest::Client,
    /// `true` if it reads responses with up to [`MAX_HEADERS`] headers.
    has_room: bool,
}

impl HttpClient {
    pub(super) fn new(settings: &Settings, base_url: &BaseUrl) -> Result<Self, CallError> {
        let is_https = base_url.as_str().starts_with("https:");
        // What is sent only once gets only one response.
        let has_room = settings.retry.max_retries == 0;
        let (client, settings) = match &settings.http_client {
            Some(client) => (client.clone(), None),
            None if is_https && !HAS_TLS => {
                return Err(CallError::config(
                    "an https URL needs TLS, which this build lacks: enable the feature `rustls` or `native-tls`",
                ));
            }
            None => (build(settings, has_room)?, Some(settings.clone())),
        };
        Ok(Self {
            current: RwLock::new(Generation { number: 0, client, has_room }),
            settings,
            is_https,
            is_http1: AtomicBool::new(false),
            replacing: Mutex::new(()),
        })
    }

    /// Returns the client for the next request.
    pub(super) fn current(&self) -> Generation {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the client for a request that is sent only once, with room for any number of headers.
    pub(super) fn with_room(&self) -> Generation {
        let current = self.current();
        if current.has_room || self.may_be_http2() {
            return current;
        }
        self.renew(current.number, true);
        self.current()
    }

    /// Makes room for the headers of a response that the client of this number could not read.
    pub(super) fn make_room(&self, number: u64) {
        self.renew(number, true);
    }

    /// Notes the version that the server speaks.
    pub(super) fn responded(&self, version: Version) {
        let is_http1 = version < Version::HTTP_2;
        if self.is_http1.load(Relaxed) != is_http1 {
            self.is_http1.store(is_http1, Relaxed);
        }
    }

    /// Replaces the client of this number, after a request that got no complete response: its
    /// connection may be one that no longer serves.
    pub(super) fn replace(&self, number: u64) {
        if self.may_be_http2() {
            self.renew(number, false);
        }
    }

    /// Replaces the client of this number; `for_room` if only for one that has room. Requests in flight
    /// keep the old client.
    fn renew(&self, number: u64, for_room: bool) {
        let Some(settings) = &self.settings else { return };
        // Of many calls that fail together, one replaces the client.
        let _one_at_a_time = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        let Generation { number: current, has_room, .. } = self.current();
        if current != number || (for_room && has_room) {
            return;
        }
        let has_room = for_room || has_room;
        if let Ok(client) = build(settings, has_room) {
            tracing::debug!(has_room, "replacing the HTTP client and its connections");
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            *current = Generation { number: number + 1, client, has_room };
        }
    }

    fn may_be_http2(&self) -> bool {
        cfg!(feature = "http2") && self.is_https && !self.is_http1.load(Relaxed)
    }
}

/// Number of headers that a response may have: at usual lengths, they fill the 16 KiB that Node
/// allows.
///
/// A client has room for so many only once it needs it. For up to 100, hyper parses a response on the
/// stack; beyond, it allocates and fills 64 bytes for each that there could be.
const MAX_HEADERS: usize = 384;

fn build(settings: &Settings, has_room: bool) -> Result<reqwest::Client, CallError> {
    let mut builder = reqwest::Client::builder();
    if has_room {
        builder = builder.http1_max_headers(MAX_HEADERS);
    }
    if let Some(setup) = &settings.http_client_setup {
        builder = setup(builder);
    }
    with_version(builder)
        .connect_timeout(settings.connect_timeout)
        // Redirects are checked here: reqwest removes only five headers from a request to another
        // host, and no vendor's own.
        .redirect(reqwest::redirect::Policy::none())
        // Bodies are decompressed by this crate: see `content_encoding`.
        .no_gzip()
        .no_deflate()
        .no_brotli()
        .no_zstd()
        // Retries are decided in one place, which knows the method and the vendor's error body.
        // With `never` alone, reqwest would still keep a copy of each request.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        .build()
        .map_err(|error| {
            let reason = connect_error::build_reason(&error);
            CallError::config(format!("the HTTP client cannot be built: {reason}")).with_source(error)
        })
}

/// Offers HTTP/2 in the TLS handshake, and pings the server while a response is awaited, so that a
/// connection that has gone silent fails within twenty seconds.
#[cfg(feature = "http2")]
fn with_version(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    const PING: std::time::Duration = std::time::Duration::from_secs(10);
    builder.http2_keep_alive_interval(PING).http2_keep_alive_timeout(PING)
}

/// Offers HTTP/1.1 only, even if another crate has enabled reqwest's feature `http2`.
#[cfg(not(feature = "http2"))]
fn with_version(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.http1_only()
}
