//! Connections over TLS, with HTTP/1.1 and with HTTP/2, to a server that has their faults.
#![cfg(any(feature = "rustls", feature = "native-tls"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use api_runtime::{ErrorKind, Sent, Settings, Transport, http::Method, reqwest};
use api_simulator::{Fault, MockResponse, Point, ServerCertificate, Simulator, SimulatorBuilder};
use serde_json::json;
use support::{fetch, transport_with};
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);
const HTTP2: bool = cfg!(feature = "http2");

fn secure() -> SimulatorBuilder {
    Simulator::plain().tls(ServerCertificate::Valid)
}

async fn started(builder: SimulatorBuilder) -> Simulator {
    let simulator = builder.start().await.unwrap();
    simulator.otherwise(MockResponse::json(200, &json!(7)));
    simulator
}

/// A client with the settings of a user who sets nothing, but trusts the simulator.
fn client(simulator: &Simulator) -> Transport {
    client_with(simulator, Settings::default())
}

fn client_with(simulator: &Simulator, mut settings: Settings) -> Transport {
    let root = simulator.root_certificate().unwrap().to_owned();
    settings.http_client_setup = Some(Arc::new(move |builder| {
        builder.tls_certs_only([reqwest::Certificate::from_pem(root.as_bytes()).unwrap()])
    }));
    transport_with(simulator.base_url(), settings)
}

#[tokio::test(start_paused = true)]
async fn requests_share_a_connection_with_http2_only() {
    let simulator = started(secure()).await;
    simulator.otherwise(MockResponse::json(200, &json!(7)).delay(SECOND));
    let client = client(&simulator);
    fetch(&client, Method::GET).await.unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { fetch(&client, Method::GET).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(simulator.connections(), if HTTP2 { 1 } else { 20 });
}

#[tokio::test(start_paused = true)]
async fn a_certificate_that_is_not_accepted_is_told_at_once_and_in_words() {
    let is_native = cfg!(not(feature = "rustls"));
    let unknown = "its authority is not in the certificate store of this system, or it is self-signed";
    for (certificate, reason) in [
        (ServerCertificate::Expired, "it has expired"),
        (ServerCertificate::OtherHost, "it is for another host"),
        (ServerCertificate::SelfSigned, if is_native { "it is self-signed" } else { unknown }),
        (ServerCertificate::UnknownAuthority, unknown),
    ] {
        for method in [Method::GET, Method::POST] {
            let simulator = started(Simulator::plain().tls(certificate)).await;
            let begin = Instant::now();
            let error = fetch(&client(&simulator), method.clone()).await.unwrap_err();
            assert!(begin.elapsed() < SECOND / 10, "{:?}", begin.elapsed());
            assert_eq!(
                error.to_string(),
                format!(
                    "things_make ({method} /things): the certificate of {} is not accepted: {reason}; 1 attempt",
                    simulator.base_url().trim_start_matches("https://"),
                )
            );
            assert_eq!((error.kind(), error.sent()), (ErrorKind::Certificate, Sent::No));
            assert!(error.is_connect() && !error.is_retryable() && !error.is_timeout());
            assert_eq!((simulator.attempts(), simulator.connections()), (0, 1));
        }
    }
}

/// The store of the operating system does not know the simulator's authority.
#[tokio::test(start_paused = true)]
async fn without_a_setup_the_certificate_store_of_the_system_counts() {
    let simulator = started(secure()).await;
    let error =
        fetch(&transport_with(simulator.base_url(), Settings::default()), Method::GET).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Certificate, 1), "{error}");
}

/// Runs this test in a process whose certificate store is empty.
#[test]
fn an_empty_certificate_store_is_named() {
    const EMPTY: &str = "API_RUNTIME_EMPTY_STORE";
    if std::env::var_os(EMPTY).is_some() {
        let base_url = api_runtime::BaseUrl::parse("https://127.0.0.1:1", "").unwrap();
        let product = api_runtime::Product::new("test", "1");
        let built =
            Transport::new::<support::TestProblem>(base_url, Vec::new(), product, Settings::default());
        println!("built: {:?}", built.map(|_| ()).map_err(|error| (error.kind(), error.to_string())));
        return;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "an_empty_certificate_store_is_named", "--nocapture"])
        .env(EMPTY, "1")
        .env("SSL_CERT_FILE", "/nonexistent/file")
        .env("SSL_CERT_DIR", "/nonexistent/directory")
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let line = output.lines().find_map(|line| Some(line.split_once("built: ")?.1)).unwrap();
    let expected = if cfg!(feature = "rustls") {
        "Err((Config, \"the HTTP client cannot be built: the certificate store of the operating system is empty or \
         missing; install its CA certificates (on Debian the package ca-certificates), or set SSL_CERT_FILE\"))"
    } else {
        // OpenSSL finds out in the first handshake.
        "Ok(())"
    };
    assert_eq!(line, expected);
}

#[tokio::test(start_paused = true)]
async fn a_server_without_tls_is_told_within_seconds() {
    let simulator = started(Simulator::plain()).await;
    let base_url = simulator.base_url().replace("http:", "https:");
    let begin = Instant::now();
    let error = fetch(&transport_with(&base_url, Settings::default()), Method::POST).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, Sent::No, 3), "{error}");
    assert!(begin.elapsed() < 31 * SECOND / 10, "{:?}", begin.elapsed());
}

/// A connection that is lost in the handshake may be made the next time.
#[tokio::test(start_paused = true)]
async fn a_handshake_that_is_cut_is_tried_as_often_as_the_policy_says() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(stream);
        }
    });
    let error = fetch(&transport_with(&base_url, Settings::default()), Method::POST).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, Sent::No, 9), "{error}");
}

/// A connection that answers its first request only, and one that goes silent.
#[tokio::test(start_paused = true)]
async fn the_next_attempt_recovers_from_a_connection_that_no_longer_serves() {
    for fault in [Fault::StopServing, Fault::Silence] {
        for builder in [secure(), secure().http1_only()] {
            // The limit of a first attempt, and the wait.
            let times = times_to_recover(builder, &fault, Method::GET).await;
            assert_eq!(times.len(), 3, "{fault:?}");
            assert!(times.iter().all(|time| *time < 12 * SECOND), "{fault:?}: {times:?}");
        }
    }
}

/// A server that does not process the second request of a connection, and says so.
#[cfg(feature = "http2")]
#[tokio::test(start_paused = true)]
async fn the_next_attempt_comes_soon_after_a_request_that_was_not_processed() {
    // The connection goes on after the first, and ends with the second.
    for (fault, faults) in [(Fault::RefuseStream, 1), (Fault::GoAwayBefore, 3)] {
        for method in [Method::GET, Method::POST] {
            let times = times_to_recover(secure(), &fault, method).await;
            assert_eq!(times.len(), faults, "{fault:?}");
            assert!(times.iter().all(|time| *time < 11 * SECOND / 10), "{fault:?}: {times:?}");
        }
    }
}

/// Makes four calls to a server that does this to the second request of each connection. Returns the times of those
/// that took a second attempt.
async fn times_to_recover(builder: SimulatorBuilder, fault: &Fault, method: Method) -> Vec<Duration> {
    let simulator = started(builder.connection_fault(2, fault.clone())).await;
    let client = client(&simulator);
    let mut times = Vec::new();
    for number in 0..4 {
        let begin = Instant::now();
        match (number, fetch(&client, method.clone()).await.unwrap().attempts()) {
            (0, 1) => {}
            (1.., 1) => assert!(begin.elapsed() < SECOND / 10, "{fault:?}"),
            (1.., 2) => times.push(begin.elapsed()),
            other => panic!("{fault:?}: attempts of a call: {other:?}"),
        }
    }
    let longest = times.iter().max().unwrap().as_secs_f64();
    println!("{fault:?}, {method}: at most {longest:.2} s to the next good response");
    times
}

/// As seen from the calls that come after: a call which must not be repeated fails once.
#[tokio::test(start_paused = true)]
async fn a_call_that_must_not_be_repeated_fails_alone() {
    for fault in [Fault::StopServing, Fault::Silence] {
        let simulator = started(secure().connection_fault(2, fault.clone())).await;
        let mut settings = Settings::default();
        settings.timeout = Some(30 * SECOND);
        let client = client_with(&simulator, settings);
        fetch(&client, Method::POST).await.unwrap();
        let begin = Instant::now();
        let error = fetch(&client, Method::POST).await.unwrap_err();
        assert_eq!(
            (error.sent(), error.attempts(), error.is_retryable()),
            (Sent::Maybe, 1, false),
            "{error}"
        );
        let is_noticed = HTTP2 && fault == Fault::Silence;
        let limit = if is_noticed { 21 } else { 31 };
        assert!(begin.elapsed() < limit * SECOND, "{fault:?}: {:?}", begin.elapsed());
        let begin = Instant::now();
        assert_eq!(fetch(&client, Method::POST).await.unwrap().attempts(), 1, "{fault:?}");
        assert!(begin.elapsed() < SECOND / 10, "{fault:?}");
    }
}

/// Many calls at once lose one connection, and the first of them to notice replaces the HTTP client for all.
#[tokio::test(start_paused = true)]
async fn calls_that_fail_together_share_a_new_client() {
    let simulator = started(secure()).await;
    let root = simulator.root_certificate().unwrap().to_owned();
    let built = Arc::new(AtomicUsize::new(0));
    let mut settings = Settings::default();
    let count = Arc::clone(&built);
    settings.http_client_setup = Some(Arc::new(move |builder| {
        count.fetch_add(1, Relaxed);
        builder.tls_certs_only([reqwest::Certificate::from_pem(root.as_bytes()).unwrap()])
    }));
    let client = transport_with(simulator.base_url(), settings);
    fetch(&client, Method::GET).await.unwrap();
    simulator.next(Fault::StopServing);
    let begin = Instant::now();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { fetch(&client, Method::GET).await })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap().attempts() <= 2);
    }
    assert!(begin.elapsed() < 12 * SECOND, "{:?}", begin.elapsed());
    assert_eq!(built.load(Relaxed), if HTTP2 { 2 } else { 1 });
}

/// Sends POSTs with ids, every other one with a body, from this number of callers at once, and returns how often each id was
/// processed and how each call ended.
async fn posts(
    simulator: &Simulator,
    client: &Transport,
    calls: u64,
    callers: u64,
) -> (Vec<u64>, Vec<String>) {
    let callers: Vec<_> = (0..callers)
        .map(|caller| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut errors = Vec::new();
                for id in (caller..calls).step_by(usize::try_from(callers).unwrap()) {
                    let request = support::request(Method::POST, "/things").header("x-id", &id.to_string());
                    let request = if id % 2 == 0 { request } else { request.json(&json!({ "id": id })) };
                    let call = client.call(api_runtime::CallOptions::default());
                    if let Err(error) = call.execute::<serde_json::Value>(request).await {
                        errors.push(error.to_string());
                    }
                }
                errors
            })
        })
        .collect();
    let mut errors = Vec::new();
    for caller in callers {
        errors.extend(caller.await.unwrap());
    }
    let ids =
        simulator.requests().into_iter().map(|request| request.header("x-id").unwrap().parse().unwrap());
    let mut processed: Vec<u64> = ids.collect();
    processed.sort_unstable();
    (processed, errors)
}

/// As nginx with `keepalive_requests 50`, and worse.
#[tokio::test(start_paused = true)]
async fn each_post_is_processed_once_by_a_server_that_ends_its_connections() {
    let calls = std::env::var("POSTS").map_or(400, |count| count.parse().unwrap());
    let with = |fault: Fault| secure().connection_fault(50, fault);
    let refusing = secure().fault_seed(7).fault_rate(Fault::RefuseStream, 0.1);
    let mut servers = vec![with(Fault::GoAway), with(Fault::GoAway).http1_only()];
    if HTTP2 {
        servers.extend([with(Fault::GoAwayBefore), with(Fault::RefuseStream), refusing]);
    }
    for builder in servers {
        let debug = format!("{builder:?}");
        let simulator = started(builder).await;
        let (processed, errors) = posts(&simulator, &client(&simulator), calls, 64).await;
        assert_eq!(errors, Vec::<String>::new(), "{debug}");
        assert_eq!(processed, (0..calls).collect::<Vec<_>>(), "{debug}");
        println!(
            "{debug}: {calls} POSTs, {} requests, {} connections",
            simulator.attempts(),
            simulator.connections()
        );
    }
}

#[cfg(feature = "http2")]
#[tokio::test(start_paused = true)]
async fn a_request_that_was_never_processed_is_told_as_such() {
    for fault in [Fault::RefuseStream, Fault::GoAwayBefore] {
        let simulator = started(secure()).await;
        simulator.otherwise(fault.clone());
        let error = fetch(&client(&simulator), Method::POST).await.unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Connection, Sent::No), "{fault:?}: {error}");
        assert_eq!(
            (error.attempts(), simulator.attempts(), simulator.requests().len()),
            (9, 9, 0),
            "{fault:?}"
        );
        assert!(error.to_string().contains(": the server did not process the request: "), "{error}");
        assert!(error.is_retryable() && !error.to_string().contains("taken effect"), "{error}");
    }
}

#[cfg(feature = "http2")]
#[tokio::test(start_paused = true)]
async fn a_stream_that_was_reset_may_have_been_processed() {
    for point in [Point::BeforeHeaders, Point::AfterHeaders, Point::AfterBodyBytes(0)] {
        let simulator = started(secure()).await;
        simulator.otherwise(MockResponse::json(200, &json!(7)).fault(Fault::ResetStream(point)));
        let error = fetch(&client(&simulator), Method::POST).await.unwrap_err();
        assert_eq!(
            (error.sent(), error.attempts(), error.is_retryable()),
            (Sent::Maybe, 1, false),
            "{error}"
        );
        simulator.next(MockResponse::json(200, &json!(7)).fault(Fault::ResetStream(point)));
        simulator.next(MockResponse::json(200, &json!(8)));
        assert_eq!(fetch(&client(&simulator), Method::GET).await.unwrap().attempts(), 2, "{point:?}");
    }
}

/// A retry budget of nothing does not stop what the server asks for.
#[cfg(feature = "http2")]
#[tokio::test(start_paused = true)]
async fn connections_that_end_in_good_order_cost_no_budget() {
    let simulator = started(secure().connection_fault(5, Fault::GoAway)).await;
    let mut settings = Settings::default();
    settings.retry_budget = api_runtime::RetryBudget::new().min_per_second(0).ratio(0.0);
    let (processed, errors) = posts(&simulator, &client_with(&simulator, settings), 200, 20).await;
    assert_eq!((processed.len(), errors), (200, Vec::new()));
}

/// A caller's own client is used as it is.
#[tokio::test(start_paused = true)]
async fn a_client_of_the_callers_own_is_not_replaced() {
    let simulator = started(secure()).await;
    let root = reqwest::Certificate::from_pem(simulator.root_certificate().unwrap().as_bytes()).unwrap();
    let mut settings = Settings::default();
    settings.http_client = Some(reqwest::Client::builder().tls_certs_only([root]).build().unwrap());
    settings.http_client_setup = Some(Arc::new(|_| panic!("the client is already built")));
    let client = transport_with(simulator.base_url(), settings);
    simulator.next(MockResponse::json(200, &json!(7)).fault(Fault::Reset(Point::BeforeHeaders)));
    assert_eq!(fetch(&client, Method::GET).await.unwrap().attempts(), 2);
}
