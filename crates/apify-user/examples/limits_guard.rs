//! Says which limits of an account are nearly used up, for cron: it exits with 0 if none is,
//! with 1 if some are, and with 2 if that could not be found out within `--deadline` seconds. With
//! `--watch 300` it stays, looks every five minutes, and prints what has come to the threshold or
//! gone below it.
//!
//! With `APIFY_TOKEN` in the environment it asks the real API. Without, it starts the built-in
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
use apify_user::{LimitUse, UserClient};
use chrono::Utc;
use clap::Parser;
use futures_util::StreamExt;

#[derive(Parser)]
#[command(about = "Says which limits of an Apify account are nearly used up")]
struct Arguments {
    /// The part of a limit that is too much: 0.8 is four fifths
    #[arg(long, default_value_t = 0.8)]
    threshold: f64,
    /// Give up after so many seconds, retries included
    #[arg(long, value_name = "SECONDS", default_value_t = 30, conflicts_with = "watch")]
    deadline: u64,
    /// Look again every so many seconds, and say what has come to the threshold or gone below it
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
    let limits = me.limits().deadline(deadline).await?.context("the token belongs to no user")?;
    let full = limits.at(threshold);
    for usage in &full {
        println!("{}", describe(usage));
    }
    Ok(if full.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Goes on until it is stopped, or until the API gives an answer that will not change.
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

fn describe(usage: &LimitUse) -> String {
    let percent = 100.0 * usage.fraction().unwrap_or_default();
    let LimitUse { limit, used, most, .. } = usage;
    format!("{limit:<24}{percent:>6.1} %  {used:>10.2} of {most:>10.2} {}", limit.unit())
        .trim_end()
        .to_owned()
}
