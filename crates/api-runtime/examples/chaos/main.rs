//! Callers against a server that breaks at random, over TLS, half of them over each version of HTTP.
//!
//! ```sh
//! cargo run --release -p api-runtime --features http2 --example chaos -- 120 7
//! ```
//!
//! takes the duration in seconds (120 by default) and the seed of the faults (a new one by default). It exits with 1
//! if a call hung, panicked or returned a wrong value, if a request that must not be sent twice was processed twice, or
//! if an error said that a request had not been sent which the server has processed.

mod caller;
mod faults;
mod report;

use std::{
    error::Error,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use api_runtime::Transport;
use api_simulator::Simulator;
use tokio::task::JoinSet;

use crate::report::{Processed, Report};

const CALLERS: u64 = 64;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(120), |text| text.parse())?;
    let seed = arguments.next().map_or_else(|| Ok(fastrand::u64(..)), |text| text.parse())?;
    println!("seed {seed}, {seconds} s");

    // On a thread of its own, which the callers do not slow down.
    let simulator = Arc::new(faults::server(seed).start_blocking()?);
    let transports = transports(&simulator)?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        let (version, transport) = transports[number as usize % transports.len()].clone();
        let random = fastrand::Rng::with_seed(seed ^ number);
        callers.spawn(caller::call_until(end, transport, format!("{version}, {number}"), random));
    }
    let (mut report, mut processed) = (Report::default(), Processed::default());
    let mut collect = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = collect.tick() => processed.add(&simulator.take_requests()),
            Some(outcome) = callers.join_next() => report.add(outcome),
            else => break,
        }
        if callers.is_empty() {
            break;
        }
    }
    processed.add(&simulator.take_requests());
    report.requests = transports.iter().map(|(_, transport)| transport.stats().requests).sum();
    report.connections = simulator.connections();
    report.compare(&processed);
    println!("{report}");
    Ok(if report.is_right() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns a transport for each version of HTTP.
fn transports(simulator: &Simulator) -> Result<Vec<(&'static str, Transport)>, Box<dyn Error>> {
    let http1 = ("HTTP/1.1", caller::transport(simulator, true)?);
    if cfg!(feature = "http2") {
        return Ok(vec![http1, ("HTTP/2", caller::transport(simulator, false)?)]);
    }
    println!("SKIPPED: HTTP/2. It needs `--features http2`.");
    Ok(vec![http1])
}
