//! The command line.

use std::{alloc::System, path::PathBuf};

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use stats_alloc::StatsAlloc;

use crate::{
    round::{self, Round},
    server, suite,
    work::{Cell, Contender, Threads, Work},
};

#[derive(Parser)]
#[command(about = "Measures the clients beside what a user would pick instead")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure everything, print the table and write it
    All(All),
    /// One round of one contender, as JSON
    Run(Run),
    /// The server, until its standard input ends
    Serve {
        /// Answer only once this many requests wait
        #[arg(long)]
        hold: Option<usize>,
    },
}

/// What to measure, and where things are.
#[derive(Debug, Args)]
pub(crate) struct All {
    /// Fewer rounds and no cold builds
    #[arg(long)]
    pub(crate) quick: bool,
    /// The workspace
    #[arg(long)]
    pub(crate) root: PathBuf,
    /// The `xtask` to time code generation with
    #[arg(long)]
    pub(crate) xtask: PathBuf,
}

/// One round of one contender.
#[derive(Debug, Args)]
pub(crate) struct Run {
    #[arg(long)]
    pub(crate) contender: Contender,
    #[arg(long)]
    pub(crate) work: Work,
    #[arg(long, default_value = "current")]
    pub(crate) threads: Threads,
    #[arg(long, default_value_t = 1)]
    pub(crate) concurrency: usize,
    /// The server's address
    #[arg(long)]
    pub(crate) server: String,
    /// Calls before the measured ones
    #[arg(long, default_value_t = 0)]
    pub(crate) warm_up: usize,
    /// Measured calls
    #[arg(long)]
    pub(crate) calls: usize,
}

impl Run {
    pub(crate) fn cell(&self) -> Cell {
        Cell { work: self.work, threads: self.threads, concurrency: self.concurrency }
    }
}

pub(crate) fn run(allocator: Option<&'static StatsAlloc<System>>) -> Result<()> {
    match Cli::parse().command {
        Command::All(all) => suite::run(&all),
        Command::Run(run) => {
            let round: Round = round::run(&run, allocator)?;
            println!("{}", serde_json::to_string(&round)?);
            Ok(())
        }
        Command::Serve { hold } => server::run(hold),
    }
}
