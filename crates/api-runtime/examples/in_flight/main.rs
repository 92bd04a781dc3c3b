//! Ten thousand calls in flight to a server that takes three seconds, beside reqwest alone: successes, requests that
//! the server has received, and peak memory of the client.
//!
//! ```sh
//! cargo run --release -p api-runtime --features http2 --example in_flight -- 10000
//! ```
//!
//! A second argument is the number of requests that the server takes at the same time on an HTTP/2 connection, without
//! a limit by default. Most servers take 100 to 250, so that 10,000 calls of three seconds take minutes.
//!
//! Server and client are processes of their own, each with a thread for each core. The client has two settings that are
//! not the default:
//!
//! - `connect_timeout`: over HTTP/1.1, each call in flight has a connection. Thousands of TLS handshakes at once wait for
//!   the processor, and for that of the server, and the limit includes that wait.
//! - `timeout`: with it, there is no short limit for a first attempt, which includes that wait too.
//!
//! Each connection also takes a file descriptor: `ulimit -n` must allow more than the calls in flight. The example raises
//! its own limit to what the system lets it have.
//!
//! It exits with 1 if a call failed or a request was sent twice.

mod client;
mod server;

use std::{error::Error, process::ExitCode, time::Duration};

use crate::server::Server;

/// Time that the server takes for a response.
const DELAY: Duration = Duration::from_secs(3);

/// Time that a user allows who makes so many calls at once.
const PATIENCE: Duration = Duration::from_secs(120);

type AnyResult<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> AnyResult<ExitCode> {
    // Each connection takes a descriptor.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve", protocol, streams] => server::serve(protocol, streams.parse()?)?,
        ["call", client, protocol, base_url, root, calls] => {
            client::measure(client, protocol, base_url, root, calls.parse()?)?;
        }
        [calls] => return compare(calls.parse()?, u32::MAX),
        [calls, streams] => return compare(calls.parse()?, streams.parse()?),
        _ => return compare(10_000, u32::MAX),
    }
    Ok(ExitCode::SUCCESS)
}

/// Serves each client in turn and prints its figures.
fn compare(calls: u64, streams: u32) -> AnyResult<ExitCode> {
    println!("{calls} calls to a server that takes {} s", DELAY.as_secs());
    let mut is_right = true;
    for protocol in ["http", "https, HTTP/1.1", "https, HTTP/2"] {
        if protocol.ends_with('2') && cfg!(not(feature = "http2")) {
            println!("SKIPPED: {protocol}. It needs `--features http2`.");
            continue;
        }
        for client in ["reqwest", "api-runtime"] {
            let server = Server::start(protocol, streams)?;
            let (figures, error) = client::run(client, protocol, &server, calls)?;
            let (requests, connections) = server.stop()?;
            println!(
                "{client:<12} {protocol:<16} {figures} {requests:>6} requests, {connections:>6} connections{error}"
            );
            is_right &= figures.starts_with(&format!("{calls} right")) && requests == calls;
        }
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
