//! A small HTTP/1.1 server on a loopback socket.
//!
//! Written here because an HTTP library does not let its user send what a faulty server sends:
//! a reset in the middle of a header, a body short of its length, a chunk size that is no number.

mod body;
mod chunked;
mod connection;
mod reader;
mod request;
mod server;
mod writer;

pub(crate) use request::{Request, decode, pairs};
pub(crate) use server::{Guard, spawn, spawn_thread};

use crate::script::{MockResponse, Plan};

/// The part of the simulator that chooses responses.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Chooses a response when the first byte of a request has arrived.
    fn begin(&self) -> Plan;

    /// Returns the response to a complete request, with the status and body to send.
    fn respond(&self, connection: u64, plan: Plan, request: Request) -> MockResponse;

    /// Records that the bytes on this connection are not a request.
    fn reject(&self, connection: u64, reason: &str);
}
