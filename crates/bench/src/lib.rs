//! Benchmarks of the clients and of their alternatives; see `cargo xtask bench`.
//!
//! One process starts all others: a server with ready-made responses and, for every round of every cell, one contender,
//! which measures its own calls.

mod bodies;
mod cli;
mod contender;
mod figures;
mod goals;
mod readme;
mod report;
mod round;
mod server;
mod steady;
mod suite;
mod workload;

use std::process::ExitCode;

pub use self::round::Allocations;

/// Runs the command line. `counter` returns what the process has asked its allocator for, if the binary counts it.
pub fn main(counter: Option<&'static dyn Fn() -> Allocations>) -> ExitCode {
    match cli::run(counter) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
