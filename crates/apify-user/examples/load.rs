//! Ten thousand calls in flight on one client, against a server that resets one connection in a
//! hundred and responds with 429 to five requests in a hundred. Prints the outcomes of the calls
//! and the peak memory of the client.
//!
//! ```text
//! cargo run --release -p apify-user --example load -- [calls]
//! ```
//!
//! The output is measured and differs from run to run, so that none is shown here.
//!
//! The server runs in a process of its own, so that its memory does not count for the client's
//! and both ends have descriptors enough.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use api_simulator::{Fault, MockResponse, Simulator};
use apify_user::ApifyClient;

/// Delay of each response: by then, all calls have started.
const DELAY: Duration = Duration::from_secs(3);
/// Maximum duration of a call.
const MAX_DURATION: Duration = Duration::from_secs(120);

#[tokio::main]
async fn main() -> Result<()> {
    // Each call takes a descriptor.
    rlimit::increase_nofile_limit(u64::MAX)?;
    match std::env::args().nth(1).as_deref() {
        Some("serve") => serve().await,
        Some(calls) => load(calls.parse().context("the number of calls is not a number")?).await,
        None => load(10_000).await,
    }
}

/// Serves until the other process ends.
async fn serve() -> Result<()> {
    let simulator = Simulator::apify()
        .fault_seed(7)
        .fault_rate(Fault::ResetBeforeReading, 0.01)
        .fault_rate(MockResponse::documented(429), 0.05)
        .start()
        .await?;
    simulator.otherwise(MockResponse::simulated().delay(DELAY));
    println!("{} {}", simulator.base_url(), simulator.token());
    tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0])).await??;
    Ok(())
}

async fn load(calls: usize) -> Result<()> {
    let (server, base_url, token) = start_server()?;
    let client = ApifyClient::builder()
        .base_url(base_url)
        .token(token)
        .min_delay_between_retries(Duration::from_millis(50))
        .connect_timeout(Duration::from_secs(30))
        .build()?;
    let begin = Instant::now();
    let flights = Arc::new(Flights::default());
    let tasks: Vec<_> = (0..calls).map(|_| tokio::spawn(fly(client.clone(), flights.clone()))).collect();
    let mut endings = BTreeMap::<String, usize>::new();
    for task in tasks {
        let ending = tokio::time::timeout(MAX_DURATION, task).await.context("a call hangs")??;
        *endings.entry(ending).or_default() += 1;
    }
    ensure!(endings.values().sum::<usize>() == calls, "a call has no ending");
    let stats = client.stats();
    println!(
        "{calls} calls, {} in flight at once, in {:.1?}",
        flights.maximum.load(Relaxed),
        begin.elapsed()
    );
    endings.iter().for_each(|(ending, count)| println!("{count:>8}  {ending}"));
    println!("{:>8}  requests", stats.requests);
    println!(
        "{:>8}  responses 429, by attempt: {:?}",
        stats.rate_limit_errors.iter().sum::<u64>(),
        stats.rate_limit_errors
    );
    println!("{:>8}  peak memory of the client", peak_memory().as_deref().unwrap_or("unknown"));
    drop(server);
    Ok(())
}

/// Number of calls in flight, now and at most.
#[derive(Default)]
struct Flights {
    now: AtomicUsize,
    maximum: AtomicUsize,
}

/// Makes one call and returns its outcome, in a word or two.
async fn fly(client: ApifyClient, flights: Arc<Flights>) -> String {
    flights.maximum.fetch_max(flights.now.fetch_add(1, Relaxed) + 1, Relaxed);
    let ended = client.me().get().await;
    flights.now.fetch_sub(1, Relaxed);
    match ended {
        Ok(Some(_)) => "a user".to_owned(),
        Ok(None) => "no user".to_owned(),
        Err(error) => format!("{:?} {:?}", error.kind(), error.status()),
    }
}

/// Starts the server's process, which ends with this one: its input is then closed.
fn start_server() -> Result<(Child, String, String)> {
    let mut server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("the server cannot be started")?;
    let output = server.stdout.take().context("the server has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let (base_url, token) = line.trim().split_once(' ').context("the server did not start")?;
    Ok((server, base_url.to_owned(), token.to_owned()))
}

/// Peak resident memory of this process, on Linux.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
