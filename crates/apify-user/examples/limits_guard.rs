//! Prints the limits of an account that are nearly used up, for cron: it exits with 0 if none is,
//! with 1 if some are, and with 2 if the call fails or takes longer than `--deadline` seconds. With
//! `--watch 300` it keeps running, reads the limits every five minutes, and prints each limit that
//! rises to the threshold or falls below it. A figure that could not be read is named on standard
//! error, since its limit is not checked.
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
use apify_user::{LimitUsage, UserClient};
use chrono::Utc;
use clap::Parser;
use futures_util::StreamExt;

#[derive(Parser)]
#[command(about = "Prints the limits of an Apify account that are nearly used up")]
struct Arguments {
    /// Fraction of a limit that is too much: 0.8 is four fifths
    #[arg(long, default_value_t = 0.8)]
    threshold: f64,
    /// Give up after so many seconds, retries included
    #[arg(long, value_name = "SECONDS", default_value_t = 30, conflicts_with = "watch")]
    deadline: u64,
    /// Read the limits every so many seconds, and print each that rises to the threshold or falls below it
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    watch: Option<u64>,
}

#[tokio::main]
async fn main() -> ExitCode {
    guard(Arguments::parse()).await.unwrap_or_else(|error| {
        eprintln!("limits_guard: {error:#}");
        ExitCode::from(2)
    })
}

async fn guard(arguments: Arguments) -> Result<ExitCode> {
    let connection = connect::connect()?;
    let me = connection.client.me();
    match arguments.watch {
        Some(seconds) => watch(&me, Duration::from_secs(seconds), arguments.threshold).await,
        None => check(&me, Duration::from_secs(arguments.deadline), arguments.threshold).await,
    }
}

async fn check(me: &UserClient, deadline: Duration, threshold: f64) -> Result<ExitCode> {
    let response = me.limits().deadline(deadline).with_response().await?;
    for path in response.skipped_fields().paths() {
        eprintln!("limits_guard: {path} could not be read");
    }
    let limits = response.into_value().context("the token belongs to no user")?;
    let full = limits.above(threshold);
    for usage in &full {
        println!("{}", describe(usage));
    }
    Ok(if full.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Runs until it is stopped, or until an error that cannot pass.
async fn watch(me: &UserClient, interval: Duration, threshold: f64) -> Result<ExitCode> {
    let mut crossings = me.watch_limits(interval, threshold);
    while let Some(crossing) = crossings.next().await {
        let time = Utc::now().format("%FT%TZ");
        match crossing {
            Ok(crossing) => {
                let sign = if crossing.is_above { "above" } else { "below" };
                println!("{time} {sign} {}", describe(&crossing.usage));
            }
            Err(error) if error.is_retryable() => eprintln!("{time} {error}"),
            Err(error) => return Err(error.into()),
        }
    }
    anyhow::bail!("the token belongs to no user")
}

fn describe(usage: &LimitUsage) -> String {
    let percent = 100.0 * usage.fraction().unwrap_or_default();
    let LimitUsage { limit, used, maximum, .. } = usage;
    format!("{limit:<24}{percent:>6.1} %  {used:>10.2} of {maximum:>10.2} {}", limit.unit())
        .trim_end()
        .to_owned()
}
