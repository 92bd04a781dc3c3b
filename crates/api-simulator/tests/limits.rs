//! Limits: on hosts, on what is kept, and on descriptors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::fs::File;
use std::process::Command;
use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn plain() -> Simulator {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(204));
    simulator
}

/// Returns the status line that comes back for a request.
async fn status_line(simulator: &Simulator, request: &str) -> String {
    let mut stream = TcpStream::connect(simulator.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    received.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn requests_for_another_host_are_rejected() {
    let simulator = plain().await;
    for host in ["rebound.example", "rebound.example:80", "10.0.0.1", ""] {
        let request = format!("GET /secret HTTP/1.1\r\nhost: {host}\r\n\r\n");
        assert_eq!(status_line(&simulator, &request).await, "HTTP/1.1 421 ", "{host}");
    }
    assert!(simulator.requests().is_empty());
    let violations = simulator.violations();
    assert_eq!(violations.len(), 4);
    assert!(
        violations[0].ends_with("the host \"rebound.example\" is not localhost or a loopback address"),
        "{violations:?}"
    );

    for host in ["localhost", "127.0.0.1:8080", "[::1]:80"] {
        let request = format!("GET / HTTP/1.1\r\nhost: {host}\r\n\r\n");
        assert_eq!(status_line(&simulator, &request).await, "HTTP/1.1 204 ", "{host}");
    }
    // As to a proxy, and as an HTTP/1.0 client without a host.
    let request = "GET http://api.example/a HTTP/1.1\r\nhost: api.example\r\n\r\n";
    assert_eq!(status_line(&simulator, request).await, "HTTP/1.1 204 ");
    assert_eq!(status_line(&simulator, "GET /b HTTP/1.0\r\n\r\n").await, "HTTP/1.1 204 ");
}

#[tokio::test]
async fn bodies_are_kept_up_to_a_limit_and_dropped_ones_are_named() {
    const SIZE: usize = 15 * 1024 * 1024;
    let simulator = plain().await;
    let client = reqwest::Client::new();
    for _ in 0..6 {
        client.post(simulator.base_url()).body(vec![b' '; SIZE]).send().await.unwrap();
    }
    client.post(simulator.base_url()).body("7").send().await.unwrap();

    let requests = simulator.requests();
    let kept: usize = requests.iter().map(|request| request.expose_body().len()).sum();
    assert_eq!(kept, 4 * SIZE + 1);
    let dropped: Vec<_> = requests.iter().map(api_simulator::RecordedRequest::dropped_body).collect();
    assert_eq!(dropped, [None, None, None, None, Some(SIZE), Some(SIZE), None]);
    assert!(format!("{:?}", requests[4]).contains("dropped_body: Some(15728640)"));
    assert_eq!(requests[6].json(), Some(7.into()));
}

/// Set in a child process, whose limit the test lowers.
const CHILD: &str = "API_SIMULATOR_TEST_DESCRIPTORS";

#[test]
#[cfg(unix)]
fn a_server_without_descriptors_rests_and_then_goes_on() {
    if std::env::var_os(CHILD).is_some() {
        return without_descriptors();
    }
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_server_without_descriptors_rests_and_then_goes_on"])
        .env(CHILD, "1")
        .status();
    assert!(status.unwrap().success());
}

/// Ends the process after a minute: a server that never rests keeps the paused clock from advancing.
#[cfg(unix)]
fn guard_against_hanging() {
    std::thread::spawn(|| {
        std::thread::sleep(Duration::from_secs(60));
        eprintln!("the server does not rest");
        std::process::exit(1);
    });
}

#[cfg(unix)]
fn without_descriptors() {
    guard_against_hanging();
    let (_, hard) = rlimit::Resource::NOFILE.get().unwrap();
    rlimit::Resource::NOFILE.set(64, hard).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.unwrap().block_on(async {
        let simulator = plain().await;
        let mut files: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
        files.pop();
        // It takes the last descriptor, and waits in the queue of the listener.
        let mut stream = TcpStream::connect(simulator.address()).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n").await.unwrap();

        let mut received = String::new();
        let wait = tokio::time::timeout(Duration::from_secs(3600), stream.read_to_string(&mut received));
        assert!(wait.await.is_err(), "the request cannot have been accepted");

        drop(files);
        stream.read_to_string(&mut received).await.unwrap();
        assert!(received.starts_with("HTTP/1.1 204 "), "{received}");
    });
}
