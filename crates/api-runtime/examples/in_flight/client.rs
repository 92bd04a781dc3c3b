//! The clients, each in a process of its own.

use std::{future::Future, process::Command, sync::Arc, time::Instant};

use api_runtime::{
    BaseUrl, CallOptions, Product, RequestBuilder, Settings, Transport,
    http::Method,
    reqwest::{Certificate, Client, ClientBuilder},
};
use serde_json::Value;

use crate::{AnyResult, PATIENCE, server::Server};

/// Lets a client make its calls. Returns its figures, and the first error.
pub fn run(client: &str, protocol: &str, server: &Server, calls: u64) -> AnyResult<(String, String)> {
    let output = Command::new(std::env::current_exe()?)
        .args(["call", client, protocol, &server.base_url, &server.root, &calls.to_string()])
        .output()?;
    let text = |bytes| String::from_utf8_lossy(bytes).trim_end().to_owned();
    Ok((text(&output.stdout), text(&output.stderr)))
}

/// Makes the calls with one client and prints its figures.
#[tokio::main]
pub async fn measure(
    client: &str,
    protocol: &str,
    base_url: &str,
    root: &str,
    calls: usize,
) -> AnyResult<()> {
    let setup = setup(protocol, root)?;
    let begin = Instant::now();
    let right = if client == "reqwest" {
        let client = setup(Client::builder()).build()?;
        let url = format!("{base_url}/things");
        count_right(calls, || fetch_with_reqwest(client.clone(), url.clone())).await
    } else {
        let mut settings = Settings::default();
        settings.connect_timeout = PATIENCE;
        settings.timeout = Some(PATIENCE);
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
