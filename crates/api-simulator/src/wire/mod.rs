//! The server: HTTP/1.1, and with the feature `tls` also TLS and HTTP/2, on a loopback socket.

mod body;
mod compressor;
mod http1;
#[cfg(feature = "tls")]
mod http2;
mod request;
mod response;
mod server;
mod stream;
#[cfg(feature = "tls")]
mod tls;

pub(crate) use request::{Request, decode, pairs};
pub(crate) use server::{Guard, ServerSettings, spawn, spawn_thread};
#[cfg(feature = "tls")]
pub use tls::ServerCertificate;
#[cfg(feature = "tls")]
pub(crate) use tls::Tls;

use crate::script::{MockResponse, Plan};

/// The part of the simulator that chooses responses.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Counts a connection.
    fn connect(&self);

    /// Chooses a response when the first byte of the nth request on a connection, counted from 1, has
    /// arrived.
    fn begin(&self, nth: u64) -> Plan;

    /// Counts a request that gets no response, because the connection serves none any more.
    #[cfg(feature = "tls")]
    fn ignore(&self);

    /// Returns the response to a complete request, with the status and body to send.
    fn respond(&self, connection: u64, plan: Plan, request: Request) -> MockResponse;

    /// Records that the bytes on this connection are not a request.
    fn reject(&self, connection: u64, reason: &str);
}
