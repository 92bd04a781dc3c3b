//! Many calls in flight over TLS to a server that takes its time: successes, requests, time and
//! memory, beside bare reqwest.
//!
//! ```sh
//! cargo run --release -p api-runtime --example in_flight -- 10000 3
//! cargo run --release -p api-runtime --example in_flight --features http2 -- 10000 3
//! ```
//!
//! The server runs in a process of its own, so that descriptors and memory are the client's alone.

use std::{
    error::Error,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use api_runtime::{
    BaseUrl, CallOptions, Problem, Product, RequestBuilder, Settings, Transport, http::Method, reqwest,
};
use api_simulator::{MockResponse, ServerCertificate, Simulator};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default| arguments.get(index).map_or(Ok(default), |text| text.parse::<u64>());
    match arguments.first().map(String::as_str) {
        Some("serve") => serve(number(1, 3)?),
        Some("client") => client(&arguments[1], &arguments[2], &arguments[3], number(4, 0)?),
        _ => compare(number(0, 10_000)?, number(1, 3)?),
    }
}

/// Runs the server and each client in a process of its own.
fn compare(calls: u64, seconds: u64) -> Result<()> {
    for client in ["this crate", "bare reqwest"] {
        let (mut server, address, root) = start_server(seconds)?;
        let status = Command::new(std::env::current_exe()?)
            .args(["client", client, &address, &root, &calls.to_string()])
            .status()?;
        drop(server.stdin.take());
        let mut counted = String::new();
        BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut counted)?;
        server.wait()?;
        println!("{client}: the server saw {}", counted.trim());
        if !status.success() {
            return Err(format!("the client failed: {status}").into());
        }
    }
    Ok(())
}

fn start_server(seconds: u64) -> Result<(Child, String, String)> {
    let mut server = Command::new(std::env::current_exe()?)
        .args(["serve", &seconds.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(server.stdout.as_mut().ok_or("no output")?);
    let (mut address, mut root) = (String::new(), String::new());
    lines.read_line(&mut address)?;
    lines.read_line(&mut root)?;
    Ok((server, address.trim().to_owned(), root.trim().replace('|', "\n")))
}

/// Serves until its input ends, then prints the number of requests and connections.
fn serve(seconds: u64) -> Result<()> {
    let simulator =
        Simulator::plain().tls(ServerCertificate::Valid).max_concurrent_streams(20_000).start_blocking()?;
    simulator.otherwise(MockResponse::json(200, &json!({ "id": 7 })).delay(Duration::from_secs(seconds)));
    println!("{}", simulator.base_url());
    println!("{}", simulator.root_certificate().unwrap_or_default().replace('\n', "|"));
    std::io::stdout().flush()?;
    std::io::stdin().read_line(&mut String::new())?;
    println!("{} requests, {} connections", simulator.attempts(), simulator.connections());
    Ok(())
}

#[derive(Debug)]
struct NoProblem;

impl Problem for NoProblem {
    fn parse(_: &[u8]) -> Option<Self> {
        None
    }

    fn code(&self) -> Option<String> {
        None
    }

    fn message(&self) -> Option<std::borrow::Cow<'_, str>> {
        None
    }
}

#[tokio::main]
async fn client(kind: &str, address: &str, root: &str, calls: u64) -> Result<()> {
    let certificate = reqwest::Certificate::from_pem(root.as_bytes())?;
    let begin = Instant::now();
    let outcomes: Vec<_> = if kind == "bare reqwest" {
        let client = reqwest::Client::builder().tls_certs_only([certificate]).build()?;
        let url = format!("{address}/things");
        (0..calls)
            .map(|_| {
                let (client, url) = (client.clone(), url.clone());
                tokio::spawn(async move {
                    let body = async { client.get(url).send().await?.bytes().await }.await;
                    body.map(|body| serde_json::from_slice::<Value>(&body).is_ok()).unwrap_or(false)
                })
            })
            .collect()
    } else {
        let mut settings = Settings::default();
        settings.http_client_setup =
            Some(Arc::new(move |builder| builder.tls_certs_only([certificate.clone()])));
        let base_url = BaseUrl::parse(address, "")?;
        let transport =
            Transport::new::<NoProblem>(base_url, Vec::new(), Product::new("in-flight", "1"), settings)?;
        (0..calls)
            .map(|_| {
                let transport = transport.clone();
                tokio::spawn(async move {
                    let request = RequestBuilder::new("things_get", Method::GET, "/things");
                    let result = transport.call(CallOptions::default()).execute::<Value>(request).await;
                    if let Err(error) = &result {
                        eprintln!("{error}");
                    }
                    result.is_ok()
                })
            })
            .collect()
    };
    let mut successes = 0;
    for outcome in outcomes {
        successes += u64::from(outcome.await?);
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{kind}: {successes} of {calls} calls succeeded in {seconds:.1} s, peak memory {} MiB",
        peak_mib()?
    );
    Ok(())
}

/// Returns the peak of resident memory, from Linux.
fn peak_mib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    let kib: u64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
    Ok(kib / 1024)
}
