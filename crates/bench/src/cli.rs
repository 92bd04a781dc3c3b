//! Command line.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{
    round::{self, Counter, RoundArgs},
    server,
    suite::{self, SteadyArgs, SuiteArgs},
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
    /// Measure cold builds and starts of programs that make one call, and print the table
    Builds {
        /// Root of the workspace
        #[arg(long)]
        root: PathBuf,
    },
    /// Compare what is the same on a busy machine with the checked-in table; exit with 1 after a regression
    Steady(SteadyArgs),
    /// Run one round of one contender and print its cost as JSON
    Run(RoundArgs),
    /// Run the server until its standard input ends
    Serve {
        /// Number of requests that must wait before the first one gets the last byte of its response
        #[arg(long, default_value_t = 0)]
        hold: usize,
    },
}

pub(crate) fn run(counter: Counter) -> Result<ExitCode> {
    match Cli::parse().command {
        Command::All(args) => suite::run_all(&args)?,
        Command::Builds { root } => suite::run_builds(&root)?,
        Command::Steady(args) => return suite::run_steady(&args),
        Command::Run(args) => {
            println!("{}", serde_json::to_string(&round::run(&args, counter)?)?);
        }
        Command::Serve { hold } => server::run(hold)?,
    }
    Ok(ExitCode::SUCCESS)
}
