//! Metrics of both accounts, for Prometheus.

mod expose;
mod poll;
mod server;

use std::{
    future::pending,
    io::{Write, stdout},
    net::SocketAddr,
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use apify_user::ApifyClient;
use clap::Args;
use cloudflare_user::CloudflareClient;
use tokio::net::TcpListener;

use crate::{
    args::Period,
    exit::{Misuse, Verdict, misuse},
    poll::Schedule,
    session::{Connection, Options},
};
use poll::{Failure, State, keep_reading, read_apify, read_cloudflare};

/// Shortest interval between two polls, of a few requests each. Apify allows 60 requests a second, and Cloudflare
/// 1,200 in five minutes, for all programs of an account.
const MIN_INTERVAL_SECS: u64 = 60;

/// Arguments of `metrics`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Address to serve /metrics on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9184")]
    listen: SocketAddr,
    /// Read each account once and print its metrics, for node_exporter's textfile collector say
    #[arg(long, conflicts_with_all = ["listen", "interval"])]
    once: bool,
    /// Time between two reads of an account; longer after failures
    #[arg(long, value_name = "PERIOD", default_value = "5m")]
    interval: Period,
}

/// Serves the metrics until the program is stopped; outages of the accounts are metrics, too.
pub async fn run(arguments: &Arguments, options: &Options) -> Result<Verdict> {
    let interval = arguments.interval.duration();
    if interval.as_secs() < MIN_INTERVAL_SECS {
        return Err(misuse(format!("the interval is at least {MIN_INTERVAL_SECS} seconds")));
    }
    options.announce();
    let (apify, cloudflare) = (options.apify().await, options.cloudflare().await);
    if let (Err(apify), Err(cloudflare)) = (&apify, &cloudflare) {
        let reason = format!("{apify:#}; {cloudflare:#}");
        bail!(Misuse(reason));
    }
    let state = Arc::new(State::new(apify.is_ok(), cloudflare.is_ok()));
    if arguments.once {
        return once(&state, apify.ok(), cloudflare.ok()).await;
    }
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", arguments.listen))?;
    anstream::eprintln!("account: serving http://{}/metrics", listener.local_addr()?);

    let schedule = Schedule::new(interval);
    let poll_apify = async {
        match &apify {
            Ok(connection) => keep_reading(&state.apify, schedule.clone(), || read_apify(connection)).await,
            Err(_) => pending().await,
        }
    };
    let poll_cloudflare = async {
        match &cloudflare {
            Ok(connection) => {
                keep_reading(&state.cloudflare, schedule.clone(), || read_cloudflare(connection)).await
            }
            Err(_) => pending().await,
        }
    };
    tokio::select! {
        () = poll_apify => {}
        () = poll_cloudflare => {}
        outcome = server::serve(listener, state.clone()) => outcome?,
    }
    Ok(Verdict::Fine)
}

/// Prints the metrics after one read of each account.
async fn once(
    state: &State,
    apify: Option<Connection<ApifyClient>>,
    cloudflare: Option<Connection<CloudflareClient>>,
) -> Result<Verdict> {
    if let Some(connection) = &apify {
        report(state.apify.record(read_apify(connection).await));
    }
    if let Some(connection) = &cloudflare {
        report(state.cloudflare.record(read_cloudflare(connection).await));
    }
    let metrics = expose::text(state)?;
    let mut out = stdout().lock();
    out.write_all(metrics.as_bytes())?;
    out.flush()?;
    Ok(if state.apify.has_failed() || state.cloudflare.has_failed() {
        Verdict::Incomplete
    } else {
        Verdict::Fine
    })
}

/// Says on standard error why an account could not be read.
fn report(outcome: Result<(), Failure>) {
    if let Err(failure) = outcome {
        anstream::eprintln!("account: {failure}");
    }
}
