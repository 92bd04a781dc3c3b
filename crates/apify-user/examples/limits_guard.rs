//! Prints the limits of an account that are nearly used up, for cron: it exits with 0 if none is,
//! with 1 if some are, and with 2 if the call fails or takes longer than `--deadline` seconds. A figure
//! that could not be read is named on standard error, since its limit is not checked.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example limits_guard
//! $ echo $?
//! 0
//!
//! $ cargo run -p apify-user --example limits_guard -- --threshold 0.3
//! team seats                33.3 %        1.00 of       3.00
//! monthly usage             31.0 %       68.17 of     220.00 USD
//! $ echo $?
//! 1
//! ```

mod connect;

use std::{process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use apify_user::{LimitUsage, Threshold};
use clap::Parser;

#[derive(Parser)]
#[command(about = "Prints the limits of an Apify account that are nearly used up")]
struct Arguments {
    /// Part of a limit that is too much: 0.8 or 80%
    #[arg(long, default_value = "0.8")]
    threshold: Threshold,
    /// Give up after so many seconds, retries included
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    deadline: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    guard(Arguments::parse()).await.unwrap_or_else(|error| {
        eprintln!("limits_guard: {error:#}");
        ExitCode::from(2)
    })
}

async fn guard(Arguments { threshold, deadline }: Arguments) -> Result<ExitCode> {
    let connection = connect::connect()?;
    let request = connection.client.me().limits().deadline(Duration::from_secs(deadline));
    let response = request.with_response().await?;
    for path in response.skipped_fields().paths() {
        eprintln!("limits_guard: {path} could not be read");
    }
    let limits = response.into_value().context("the token belongs to no user")?;
    let full = limits.above(threshold)?;
    for usage in &full {
        println!("{}", describe(usage));
    }
    Ok(if full.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn describe(usage: &LimitUsage) -> String {
    let percent = 100.0 * usage.fraction().unwrap_or_default();
    let LimitUsage { limit, used, maximum, .. } = usage;
    format!("{limit:<24}{percent:>6.1} %  {used:>10.2} of {maximum:>10.2} {}", limit.unit())
        .trim_end()
        .to_owned()
}
