//! How far a request was sent before it failed, as its body tells.

use reqwest::Request;

/// Progress of sending a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// Nothing is known: the request has neither a body nor a method that goes with one.
    Unknown,
    /// The request has a body, of which the HTTP client has taken nothing. No server has the whole request.
    NotBegun,
    /// The HTTP client has taken from the body, so that the request has a stream or a connection of its own.
    Begun,
}

/// Notes how far a request is sent, from now on.
#[cfg(feature = "http2")]
pub(super) fn watch(request: &mut Request) -> watched::Watch {
    watched::watch(request)
}

/// With HTTP/1.1, an error is always that of the request's own connection.
#[cfg(not(feature = "http2"))]
pub(super) fn watch(_: &mut Request) -> Unwatched {
    Unwatched
}

#[cfg(not(feature = "http2"))]
pub(super) struct Unwatched;

#[cfg(not(feature = "http2"))]
impl Unwatched {
    pub(super) fn sending(&self) -> Sending {
        Sending::Unknown
    }
}
