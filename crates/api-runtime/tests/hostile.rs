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

use api_runtime::{CallOptions, ErrorKind, RequestBuilder, Settings, http::Method};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use support::transport_with;

const MIB: usize = 1024 * 1024;

/// Size of a body without its compression: without optimizations, reading 15 MiB takes seconds.
const SIZE: usize = if cfg!(debug_assertions) { 3 * MIB } else { 15 * MIB };

/// Largest body that the client reads.
const LIMIT: usize = SIZE + MIB;

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

/// Repeats `unit` up to the size between `{"data":[` and `]}`.
fn body(unit: &str) -> Vec<u8> {
    let mut body = br#"{"data":["#.to_vec();
    while body.len() + 2 * unit.len() < SIZE {
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

/// Error of a call, the memory that it took at its peak in MiB, and its duration.
struct Measured {
    kind: ErrorKind,
    peak: usize,
    duration: Duration,
}

/// Makes a call that fails, with up to four retries.
fn measure<T: DeserializeOwned + Send + 'static>(
    name: &str,
    status: u16,
    body: &[u8],
    deadline: Duration,
) -> Measured {
    let url = serve(status, body);
    let mut settings = Settings::default();
    settings.max_response_size = LIMIT;
    settings.retry.max_retries = 4;
    settings.retry.min_delay = Duration::ZERO;
    settings.retry.max_delay = Duration::ZERO;
    let transport = transport_with(&url, settings);
    let mut options = CallOptions::default();
    options.deadline = Some(deadline);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    let started = Instant::now();
    let request = RequestBuilder::new("things_list", Method::GET, "/things");
    let error = runtime.block_on(transport.call(options).execute::<T>(request)).map(|_| ()).unwrap_err();
    let duration = started.elapsed();
    let peak = (memory("VmHWM") - before) / 1024;
    println!("{name}: {peak} MiB, {duration:.2?}: {error}");
    Measured { kind: error.kind(), peak, duration }
}

#[test]
fn a_body_takes_a_small_multiple_of_the_largest_response() {
    if fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("SKIPPED: no /proc/self/clear_refs, which resets the peak of the memory");
        return;
    }
    let objects = body(r#"{"":0}"#);
    println!("{} bytes of zstd, {} of JSON", zstd::encode_all(&objects[..], 3).unwrap().len(), objects.len());
    let minute = Duration::from_secs(60);
    for (name, measured, expected) in [
        (
            "an object in place of a list",
            measure::<Data<Element>>("an object in place of a list", 200, &objects, minute),
            ErrorKind::Decode,
        ),
        (
            "a list of sparse objects",
            measure::<Data<Vec<Element>>>("a list of sparse objects", 200, &objects, minute),
            ErrorKind::TooLarge,
        ),
        (
            "a list of maps",
            measure::<Data<Vec<BTreeMap<String, i64>>>>("a list of maps", 200, &objects, minute),
            ErrorKind::TooLarge,
        ),
        ("any value", measure::<Value>("any value", 200, &objects, minute), ErrorKind::TooLarge),
        (
            "empty objects",
            measure::<Data<Vec<Element>>>("empty objects", 200, &body("{}"), minute),
            ErrorKind::TooLarge,
        ),
        (
            "lists of one object",
            measure::<Data<Vec<Element>>>("lists of one object", 200, &body(r#"{"h":[{}]}"#), minute),
            ErrorKind::TooLarge,
        ),
        (
            "short texts",
            measure::<Data<Vec<String>>>("short texts", 200, &body(r#""""#), minute),
            ErrorKind::TooLarge,
        ),
        (
            "an error body, five times",
            measure::<Value>("an error body, five times", 503, &objects, minute),
            ErrorKind::Status,
        ),
    ] {
        assert_eq!(measured.kind, expected, "{name}");
        // Twice its size for a body as it grows, four times for its values, and what zstd takes.
        let bound = 6 * LIMIT / MIB + 8;
        assert!(measured.peak <= bound, "{name}: {} MiB of {bound}", measured.peak);
    }
    // Without optimizations, the whole body would take seconds.
    let deadline = Duration::from_millis(100);
    let measured = measure::<Value>("a short deadline", 200, &objects, deadline);
    assert_eq!(measured.kind, ErrorKind::Deadline);
    assert!(measured.duration < deadline + Duration::from_millis(400), "{:?}", measured.duration);
}
