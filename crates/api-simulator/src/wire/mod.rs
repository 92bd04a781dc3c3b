//! A small HTTP/1.1 server on a loopback socket.
//!
//! Written here because a library's server refuses to send what a broken server sends: resets in
//! the middle of a header, a body short of its length, a chunk size that is not a number.

mod body;
mod chunked;
mod compress;
mod connection;
mod head;
mod outlet;
mod reader;
mod request;
mod server;
mod writer;

pub(crate) use request::{Request, decode, pairs};
pub(crate) use server::{Guard, spawn, spawn_thread};

use crate::script::{MockResponse, Plan};

/// What the connections ask of the rest of the simulator.
pub(crate) trait Handler: Send + Sync + 'static {
    /// A request's first byte arrived.
    fn begin(&self) -> Plan;

    /// A request was read whole. The answer's content is decided: own, or verbatim.
    fn answer(&self, connection: u64, plan: Plan, request: Request) -> MockResponse;

    /// What arrived on this connection is not a request.
    fn refuse(&self, connection: u64, why: &str);
}
