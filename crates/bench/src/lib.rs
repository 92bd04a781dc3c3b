//! Benchmarks of the clients and of their alternatives; see `cargo xtask bench`.
//!
//! One process starts all others: a server with ready-made responses and, for every round of every cell, one contender,
//! which measures its own calls.

mod bodies;
mod cli;
mod contender;
mod figures;
mod goals;
mod report;
mod round;
mod server;
mod suite;
mod workload;

use std::{alloc::System, process::ExitCode};

use stats_alloc::StatsAlloc;

/// Runs the command line. `allocator` is the counting allocator of the binary, if it has one.
pub fn main(allocator: Option<&'static StatsAlloc<System>>) -> ExitCode {
    match cli::run(allocator) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
