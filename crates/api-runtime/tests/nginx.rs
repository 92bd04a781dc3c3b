//! nginx as Debian ships it: TLS, both versions of HTTP, and connections that end after 50 requests.
#![cfg(all(unix, any(feature = "rustls", feature = "native-tls")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    collections::HashMap,
    fs,
    io::{Write, stderr},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command},
    sync::Arc,
    time::{Duration, Instant},
};

use api_runtime::{
    CallOptions, Error, ErrorKind, Sent, Settings,
    http::{Method, Version},
    reqwest,
};
use serde_json::json;
use support::{request, transport_with};
use tempfile::TempDir;
use tokio::task::JoinSet;

/// A running nginx, which ends when this is dropped.
struct Nginx {
    process: Child,
    folder: TempDir,
    address: SocketAddr,
    root: reqwest::Certificate,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Nginx {
    /// Starts nginx; `None` if it is not installed.
    fn start() -> Option<Self> {
        let program = ["/usr/sbin/nginx", "nginx"].into_iter().find(|program| {
            Command::new(program).arg("-v").output().is_ok_and(|output| output.status.success())
        });
        let Some(program) = program else {
            // Not `println!`, which the test harness keeps to itself.
            let _ =
                writeln!(stderr(), "SKIPPED: nginx is not installed (Debian: apt-get install nginx-light)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        fs::write(folder.path().join("certificate.pem"), certified.cert.pem()).unwrap();
        fs::write(folder.path().join("key.pem"), certified.signing_key.serialize_pem()).unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let configuration = configuration(folder.path().to_str().unwrap(), address);
        fs::write(folder.path().join("nginx.conf"), configuration).unwrap();
        let process = Command::new(program)
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(folder.path().join("nginx.conf"))
            .spawn()
            .unwrap();
        let root = reqwest::Certificate::from_pem(certified.cert.pem().as_bytes()).unwrap();
        let nginx = Self { process, folder, address, root };
        nginx.wait_until_it_listens();
        Some(nginx)
    }

    fn wait_until_it_listens(&self) {
        let end = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(self.address).is_err() {
            assert!(Instant::now() < end, "nginx does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends nginx, which writes its whole log, and returns the number of requests of each call, and
    /// of each connection.
    fn processed(&mut self) -> [HashMap<String, usize>; 2] {
        let id = self.process.id().to_string();
        assert!(Command::new("sh").args(["-c", &format!("kill -s QUIT {id}")]).status().unwrap().success());
        self.process.wait().unwrap();
        let log = fs::read_to_string(self.folder.path().join("access.log")).unwrap();
        let mut counts = [HashMap::new(), HashMap::new()];
        for line in log.lines() {
            for (count, key) in counts.iter_mut().zip(line.split(' ')) {
                *count.entry(key.to_owned()).or_default() += 1;
            }
        }
        counts
    }
}

fn configuration(folder: &str, address: SocketAddr) -> String {
    format!(
        "daemon off;
        master_process off;
        pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        events {{ worker_connections 512; }}
        http {{
            log_format calls '$http_x_call $connection';
            access_log {folder}/access.log calls;
            client_body_temp_path {folder}/body;
            proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/fastcgi;
            uwsgi_temp_path {folder}/uwsgi;
            scgi_temp_path {folder}/scgi;
            keepalive_requests 50;
            server {{
                listen {address} ssl http2;
                ssl_certificate {folder}/certificate.pem;
                ssl_certificate_key {folder}/key.pem;
                location / {{ default_type application/json; return 200 '{{\"version\":\"$server_protocol\"}}'; }}
            }}
        }}"
    )
}

/// Sends POSTs, 64 at a time and every other one with a body, and checks that each is processed exactly once and told
/// as done. Over HTTP/2, one without a body may meet GOAWAY in the instant in which it is sent: it is then told as one
/// that may have taken effect. The environment variable `POSTS` sets their number.
async fn post_each_once(version: Version) {
    let calls_to_make = std::env::var("POSTS").map_or(2_000, |count| count.parse().unwrap());
    let Some(mut nginx) = Nginx::start() else { return };
    let root = nginx.root.clone();
    let mut settings = Settings::default();
    settings.http_client_setup = Some(Arc::new(move |builder| {
        let builder = builder.tls_certs_only([root.clone()]);
        if version == Version::HTTP_11 { builder.http1_only() } else { builder }
    }));
    let transport = transport_with(&format!("https://localhost:{}", nginx.address.port()), settings);
    let mut calls = JoinSet::new();
    let mut errors = Vec::new();
    for number in 0..calls_to_make {
        if calls.len() == 64 {
            errors.extend(calls.join_next().await.unwrap().unwrap());
        }
        let transport = transport.clone();
        calls.spawn(async move {
            let request = request(Method::POST, "/things").header("x-call", &number.to_string());
            let request = if number % 2 == 0 { request } else { request.json(&json!({ "number": number })) };
            let result = transport.call(CallOptions::default()).execute::<serde_json::Value>(request).await;
            match result {
                Ok(response) => {
                    assert_eq!(response.value["version"], format!("{version:?}"));
                    None
                }
                Err(error) => Some((number, Error::<()>::from(error))),
            }
        });
    }
    errors.extend(calls.join_all().await.into_iter().flatten());
    let is_unclear = |error: &Error<()>| error.kind() == ErrorKind::Connection && error.sent() == Sent::Maybe;
    let told = |(number, error): &(usize, Error<()>)| {
        version == Version::HTTP_2 && number % 2 == 0 && is_unclear(error)
    };
    assert!(errors.iter().all(told) && errors.len() <= calls_to_make / 100, "{errors:?}");
    let requests = transport.stats().requests;
    // Closes the connections, which nginx would wait for.
    drop(transport);

    let [by_call, by_connection] = nginx.processed();
    println!(
        "{version:?}: {calls_to_make} POSTs, {requests} requests, {} connections, {} unclear",
        by_connection.len(),
        errors.len()
    );
    assert!((calls_to_make - errors.len()..=calls_to_make).contains(&by_call.len()));
    assert!(by_call.values().all(|&count| count == 1), "a request was processed twice");
    assert!(by_connection.values().all(|&count| count <= 50), "nginx did not end its connections");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_over_http1_are_processed_once() {
    post_each_once(Version::HTTP_11).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[cfg(feature = "http2")]
async fn posts_over_http2_are_processed_once() {
    post_each_once(Version::HTTP_2).await;
}
