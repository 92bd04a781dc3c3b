//! Ten thousand calls in flight to a server that takes three seconds, beside reqwest alone: successes, requests that
//! the server has received, and peak memory of the client.
//!
//! ```sh
//! cargo run --release -p api-runtime --features http2 --example in_flight -- 10000
//! ```
//!
//! A second argument is the number of requests that the server takes at the same time on an HTTP/2 connection, without
//! a limit by default. Most servers take 100 to 250, so that 10,000 calls of three seconds take minutes.
//!
//! Each client is a process of its own, with all settings at their defaults. It exits with 1 if a call failed or a
//! request was sent twice.

use std::{
    error::Error,
    future::Future,
    process::{Command, ExitCode},
    sync::Arc,
    time::{Duration, Instant},
};

use api_runtime::{
    BaseUrl, CallOptions, Product, RequestBuilder, Settings, Transport,
    http::Method,
    reqwest::{Certificate, Client, ClientBuilder},
};
use api_simulator::{MockResponse, ServerCertificate, Simulator, SimulatorBuilder};
use serde_json::{Value, json};

const DELAY: Duration = Duration::from_secs(3);

type AnyResult<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> AnyResult<ExitCode> {
    // Each connection takes a descriptor.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [client, protocol, base_url, root, calls] => {
            measure(client, protocol, base_url, root, calls.parse()?)?;
            Ok(ExitCode::SUCCESS)
        }
        [calls] => compare(calls.parse()?, u32::MAX),
        [calls, streams] => compare(calls.parse()?, streams.parse()?),
        _ => compare(10_000, u32::MAX),
    }
}

fn over_tls(builder: SimulatorBuilder, streams: u32) -> SimulatorBuilder {
    builder.tls(ServerCertificate::Valid).max_concurrent_streams(streams)
}

/// Serves each client in turn and prints its figures.
fn compare(calls: u64, streams: u32) -> AnyResult<ExitCode> {
    println!("{calls} calls to a server that takes {} s", DELAY.as_secs());
    let mut is_right = true;
    for protocol in ["http", "https, HTTP/1.1", "https, HTTP/2"] {
        if protocol.ends_with('2') && cfg!(not(feature = "http2")) {
            println!("SKIPPED: {protocol}. It needs `--features http2`.");
            continue;
        }
        for client in ["reqwest", "api-runtime"] {
            let builder = Simulator::plain();
            let builder = if protocol == "http" { builder } else { over_tls(builder, streams) };
            let simulator = builder.start_blocking()?;
            simulator.otherwise(MockResponse::json(200, &json!({ "slow": true })).delay(DELAY));
            let output = Command::new(std::env::current_exe()?)
                .args([client, protocol, simulator.base_url()])
                .arg(simulator.root_certificate().unwrap_or_default())
                .arg(calls.to_string())
                .output()?;
            let figures = String::from_utf8_lossy(&output.stdout);
            let (requests, connections) = (simulator.attempts(), simulator.connections());
            println!(
                "{client:<12} {protocol:<16} {} {requests:>6} requests, {connections:>6} connections{}",
                figures.trim(),
                String::from_utf8_lossy(&output.stderr),
            );
            is_right &= figures.starts_with(&format!("{calls} right")) && requests == calls;
        }
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes the calls with one client and prints its figures.
#[tokio::main]
async fn measure(client: &str, protocol: &str, base_url: &str, root: &str, calls: usize) -> AnyResult<()> {
    let setup = setup(protocol, root)?;
    let begin = Instant::now();
    let right = if client == "reqwest" {
        let client = setup(Client::builder()).build()?;
        let url = format!("{base_url}/things");
        count_right(calls, || fetch_with_reqwest(client.clone(), url.clone())).await
    } else {
        let mut settings = Settings::default();
        settings.http_client_setup = Some(setup);
        let base_url = BaseUrl::parse(base_url, "")?;
        let product = Product::new("in-flight", "0");
        let transport = Transport::new::<()>(base_url, Vec::new(), product, settings)?;
        count_right(calls, || fetch_with_runtime(transport.clone())).await
    };
    let (seconds, peak) = (begin.elapsed().as_secs_f64(), peak_mib().unwrap_or_default());
    println!("{right} right in {seconds:>4.1} s, {peak:>4} MiB,");
    Ok(())
}

type Setup = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

fn setup(protocol: &str, root: &str) -> AnyResult<Setup> {
    let is_http1 = !protocol.ends_with('2');
    let root = if root.is_empty() { None } else { Some(Certificate::from_pem(root.as_bytes())?) };
    Ok(Arc::new(move |builder| {
        let builder = if is_http1 { builder.http1_only() } else { builder };
        builder.tls_certs_only(root.clone())
    }))
}

/// Makes all calls at once.
async fn count_right<F>(calls: usize, call: impl Fn() -> F) -> usize
where
    F: Future<Output = AnyResult<Value>> + Send + 'static,
{
    let calls: Vec<_> = (0..calls).map(|_| tokio::spawn(call())).collect();
    let (mut right, mut first_error) = (0, None);
    for call in calls {
        match call.await.unwrap_or_else(|panic| Err(panic.into())) {
            Ok(value) => right += usize::from(value["slow"] == true),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    if let Some(error) = first_error {
        eprint!("\n  first error: {error}");
    }
    right
}

async fn fetch_with_reqwest(client: Client, url: String) -> AnyResult<Value> {
    let body = client.get(url).send().await?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

async fn fetch_with_runtime(transport: Transport) -> AnyResult<Value> {
    let request = RequestBuilder::new("thing", Method::GET, "/things");
    let response = transport.call(CallOptions::default()).execute(request).await;
    Ok(response.map_err(api_runtime::Error::<()>::from)?.value)
}

/// Peak resident memory of this process, on Linux.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok().map(|kib: u64| kib / 1024)
}
