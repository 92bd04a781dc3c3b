//! The program `account`: Apify and Cloudflare accounts from a command line.

mod apify;
mod args;
mod change;
mod cli;
mod cloudflare;
mod exit;
mod metrics;
mod output;
mod page;
mod poll;
mod profile;
mod session;
mod simulate;

use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = cli::run(cli::parse()).await;
    exit::code(outcome)
}
