//! Command line.

use std::{alloc::System, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};
use stats_alloc::StatsAlloc;

use crate::{
    round::{self, RoundArgs},
    server,
    suite::{self, SuiteArgs},
};

#[derive(Parser)]
#[command(about = "Measures the clients and their alternatives")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure everything, print the table and write it to BENCHMARKS.md
    All(SuiteArgs),
    /// Count instructions and allocations per call, which are the same on a busy machine; exit with 1 if a goal is not
    /// met
    Steady,
    /// Run one round of one contender and print its cost as JSON
    Run(RoundArgs),
    /// Run the server until its standard input ends
    Serve {
        /// Number of requests that must wait before the first one gets its response
        #[arg(long, default_value_t = 0)]
        hold: usize,
    },
}

pub(crate) fn run(allocator: Option<&'static StatsAlloc<System>>) -> Result<ExitCode> {
    match Cli::parse().command {
        Command::All(args) => suite::run_all(&args)?,
        Command::Steady => return suite::run_steady(),
        Command::Run(args) => {
            println!("{}", serde_json::to_string(&round::run(&args, allocator)?)?);
        }
        Command::Serve { hold } => server::run(hold)?,
    }
    Ok(ExitCode::SUCCESS)
}
