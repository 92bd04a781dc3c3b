//! Bodies that are small on the wire and large in memory: how much memory and time they may take.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use api_runtime::{CallError, CallOptions, ErrorKind, RequestBuilder, Settings, http::Method};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use support::transport_with;

const MIB: usize = 1024 * 1024;

/// A type without required fields, as most of an API's elements are.
#[derive(Debug, Default, Deserialize)]
#[allow(dead_code, reason = "deserialized only")]
struct Element {
    a: Option<String>,
    b: Option<String>,
    c: Option<String>,
    d: Option<String>,
    e: Option<BTreeMap<String, String>>,
    f: Option<f64>,
    g: Option<i64>,
    h: Option<Vec<Element>>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "deserialized only")]
struct Data<T> {
    data: T,
}

/// Repeats `unit` up to 15 MiB between `{"data":[` and `]}`.
fn body(unit: &str) -> Vec<u8> {
    let mut body = br#"{"data":["#.to_vec();
    while body.len() + 2 * unit.len() < 15 * MIB {
        body.extend_from_slice(unit.as_bytes());
        body.push(b',');
    }
    body.extend_from_slice(unit.as_bytes());
    body.extend_from_slice(b"]}");
    body
}

/// Serves one response on each connection, from memory that is allocated before the measurement.
fn serve(status: u16, body: &[u8]) -> String {
    let compressed = zstd::encode_all(body, 3).unwrap();
    let head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\ncontent-encoding: zstd\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n",
        compressed.len()
    );
    let response = [head.into_bytes(), compressed].concat();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut received = Vec::new();
            while !received.windows(4).any(|end| end == b"\r\n\r\n") {
                let mut piece = [0; 4096];
                let length = connection.read(&mut piece).unwrap();
                received.extend_from_slice(&piece[..length]);
            }
            connection.write_all(&response).unwrap();
        }
    });
    url
}

/// Memory of this process in KiB, now (`VmRSS`) or at its peak (`VmHWM`).
fn memory(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Returns the result, the memory that the call took at its peak in MiB, and its duration.
fn measure<T: DeserializeOwned + Send + 'static>(
    name: &str,
    status: u16,
    body: &[u8],
) -> (Result<T, CallError>, usize, Duration) {
    let url = serve(status, body);
    let mut settings = Settings::default();
    settings.retry.max_retries = 4;
    settings.retry.min_delay = Duration::from_millis(1);
    settings.retry.max_delay = Duration::from_millis(1);
    let transport = transport_with(&url, settings);
    let mut options = CallOptions::default();
    options.deadline = Some(Duration::from_secs(1));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    let started = Instant::now();
    let request = RequestBuilder::new("things_list", Method::GET, "/things");
    let result = runtime.block_on(transport.call(options).execute::<T>(request));
    let duration = started.elapsed();
    let peak = (memory("VmHWM") - before) / 1024;
    println!(
        "{name}: {peak} MiB, {duration:.2?}, {}",
        result.as_ref().map_or_else(ToString::to_string, |_| "ok".into())
    );
    (result.map(api_runtime::Response::into_value), peak, duration)
}

#[test]
fn bodies_take_a_small_multiple_of_the_largest_response() {
    if fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("SKIPPED: no /proc/self/clear_refs, which resets the peak of the memory");
        return;
    }
    let objects = body(r#"{"":0}"#);
    println!("{} bytes of zstd", zstd::encode_all(&objects[..], 3).unwrap().len());
    measure::<Data<Element>>("an object in place of the list", 200, &objects);
    measure::<Data<Vec<Element>>>("a list of sparse objects", 200, &objects);
    measure::<Data<Vec<BTreeMap<String, i64>>>>("a list of maps", 200, &objects);
    measure::<Value>("any value", 200, &objects);
    measure::<Data<Vec<Element>>>("empty objects", 200, &body("{}"));
    measure::<Data<Vec<Element>>>("nested lists", 200, &body(r#"{"h":[{}]}"#));
    measure::<Data<Vec<String>>>("short texts", 200, &body(r#""""#));
    measure::<Value>("an error body, five times", 503, &objects);
    let _ = ErrorKind::TooLarge;
}
