//! Measures the clients beside what a user would pick instead; see `cargo xtask bench`.
//!
//! One process runs all the others: a server that answers with ready-made bodies, and for every
//! round of every cell a contender, which says what its calls cost it.

mod bodies;
mod cli;
mod contender;
mod figures;
mod goals;
mod report;
mod round;
mod server;
mod suite;
mod work;

use std::{alloc::System, process::ExitCode};

use stats_alloc::StatsAlloc;

/// Runs the command line; `allocator` counts, where the binary has one that does.
pub fn main(allocator: Option<&'static StatsAlloc<System>>) -> ExitCode {
    match cli::run(allocator) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
