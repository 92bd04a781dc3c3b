//! TLS and HTTP/2, as a client of another hand sees them.
#![cfg(feature = "tls")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::error::Error as StdError;
use std::time::Duration;

use api_simulator::{Encoding, Fault, MockResponse, Point, ServerCertificate, Simulator, SimulatorBuilder};
use reqwest::{Client, ClientBuilder, Version};
use serde_json::json;

fn secure() -> SimulatorBuilder {
    Simulator::plain().tls(ServerCertificate::Valid)
}

async fn started(builder: SimulatorBuilder) -> Simulator {
    let simulator = builder.start().await.unwrap();
    simulator.otherwise(MockResponse::text(200, "text/plain", "0123456789"));
    simulator
}

/// Returns a client that trusts the simulator's authority and no other.
fn client(simulator: &Simulator, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let root = reqwest::Certificate::from_pem(simulator.root_certificate().unwrap().as_bytes()).unwrap();
    configure(Client::builder().tls_certs_only([root]).retry(reqwest::retry::never())).build().unwrap()
}

fn both_versions(simulator: &Simulator) -> [(Client, Version); 2] {
    let http2 = client(simulator, |builder| builder);
    let http1 = client(simulator, ClientBuilder::http1_only);
    [(http2, Version::HTTP_2), (http1, Version::HTTP_11)]
}

/// Returns the message of each error, from the outermost to the cause.
fn chain(error: &dyn StdError) -> String {
    let mut messages = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        messages.push(error.to_string());
        source = error.source();
    }
    messages.join(": ")
}

/// Returns the text of the response, or the messages of the error.
async fn get(client: &Client, simulator: &Simulator) -> Result<String, String> {
    let response = client.get(simulator.base_url()).send().await.map_err(|error| chain(&error))?;
    response.text().await.map_err(|error| chain(&error))
}

/// Sends a request and returns the error and a second response, which must be right.
async fn broken_then_right(builder: SimulatorBuilder, fault: impl Into<MockResponse>) -> (Simulator, String) {
    let simulator = started(builder).await;
    let client = client(&simulator, |builder| builder);
    simulator.next(fault);
    let error = get(&client, &simulator).await.unwrap_err();
    assert_eq!(get(&client, &simulator).await.as_deref(), Ok("0123456789"));
    (simulator, error)
}

#[tokio::test]
async fn both_versions_of_http_are_served_and_recorded() {
    let simulator = started(secure()).await;
    assert!(simulator.base_url().starts_with("https://127.0.0.1:"));
    for (client, version) in both_versions(&simulator) {
        let url = format!("https://localhost:{}/a%20b?c=d", simulator.address().port());
        let request = client.put(url).json(&json!({ "n": 1 })).header("x-note", "kept");
        let response = request.send().await.unwrap();
        assert_eq!((response.version(), response.content_length()), (version, Some(10)));
        assert_eq!(response.text().await.unwrap(), "0123456789");
    }
    simulator.assert_requests(["PUT /a%20b?c=d", "PUT /a%20b?c=d"]);
    for request in simulator.requests() {
        assert_eq!(request.json(), Some(json!({ "n": 1 })));
        assert_eq!(request.header("x-note"), Some("kept"));
        let host = format!("localhost:{}", simulator.address().port());
        assert_eq!(request.header("host"), Some(host.as_str()));
    }
    assert_eq!((simulator.attempts(), simulator.connections()), (2, 2));
}

#[tokio::test]
async fn http2_is_served_only_where_it_is_wanted() {
    let simulator = started(secure().http1_only()).await;
    let response = client(&simulator, |builder| builder).get(simulator.base_url()).send().await.unwrap();
    assert_eq!(response.version(), Version::HTTP_11);
}

#[tokio::test]
async fn each_certificate_fails_for_its_own_reason() {
    let cases = [
        (ServerCertificate::Expired, "Expired"),
        (ServerCertificate::SelfSigned, "UnknownIssuer"),
        (ServerCertificate::OtherHost, "other.example"),
        (ServerCertificate::UnknownAuthority, "UnknownIssuer"),
    ];
    for (certificate, reason) in cases {
        let simulator = started(Simulator::plain().tls(certificate)).await;
        let error = client(&simulator, |b| b).get(simulator.base_url()).send().await.unwrap_err();
        assert!(error.is_connect(), "{certificate:?}: {error:?}");
        let error = format!("{error:?}");
        assert!(error.contains(reason), "{certificate:?}: {error}");
        assert_eq!((simulator.attempts(), simulator.connections()), (0, 1));
    }
}

#[tokio::test]
async fn streams_are_reset_alone() {
    for point in [Point::BeforeHeaders, Point::InHeaders, Point::AfterHeaders, Point::AfterBodyBytes(4)] {
        let (simulator, error) = broken_then_right(secure(), ten().fault(Fault::ResetStream(point))).await;
        assert!(error.contains("unexpected internal error encountered"), "{point:?}: {error}");
        assert_eq!((simulator.connections(), simulator.requests().len()), (1, 2));
    }
    let (simulator, error) = broken_then_right(secure(), Fault::RefuseStream).await;
    assert!(error.contains("refused stream before processing"), "{error}");
    assert_eq!((simulator.connections(), simulator.requests().len(), simulator.attempts()), (1, 1, 2));
}

fn ten() -> MockResponse {
    MockResponse::text(200, "text/plain", "0123456789")
}

#[tokio::test]
async fn what_came_before_a_reset_arrives() {
    let simulator = started(secure()).await;
    let client = client(&simulator, |builder| builder);
    simulator.next(ten().fault(Fault::ResetStream(Point::AfterBodyBytes(4))));
    let mut response = client.get(simulator.base_url()).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.content_length()), (200, Some(10)));
    assert_eq!(response.chunk().await.unwrap().as_deref(), Some(&b"0123"[..]));
    assert!(response.chunk().await.is_err());
}

#[tokio::test]
async fn connections_are_cut_in_http2_as_in_http1() {
    for point in [Point::BeforeHeaders, Point::AfterHeaders, Point::InBody] {
        let reset = broken_then_right(secure(), ten().fault(Fault::Reset(point))).await;
        assert!(reset.1.ends_with("connection reset"), "{point:?}: {}", reset.1);
        let closed = broken_then_right(secure(), ten().fault(Fault::Close(point))).await;
        assert!(!closed.1.contains("reset"), "{point:?}: {}", closed.1);
        for (simulator, _) in [reset, closed] {
            assert_eq!((simulator.connections(), simulator.requests().len()), (2, 2), "{point:?}");
        }
    }
    let (simulator, _) = broken_then_right(secure(), Fault::ResetBeforeReading).await;
    assert_eq!((simulator.connections(), simulator.attempts(), simulator.requests().len()), (2, 2, 1));
}

#[tokio::test]
async fn bytes_that_are_not_http2_end_the_connection() {
    for response in [MockResponse::verbatim("HTTP/1.1 200 \r\n\r\n"), Fault::GarbageStatusLine.into()] {
        let (simulator, error) = broken_then_right(secure(), response).await;
        assert!(error.contains("frame with invalid size"), "{error}");
        assert_eq!(simulator.connections(), 2);
    }
    for fault in [Fault::BadChunkSize, Fault::GarbageHeader] {
        let (simulator, error) = broken_then_right(secure(), fault).await;
        assert!(error.contains("unspecific protocol error detected"), "{error}");
        assert_eq!(simulator.connections(), 1);
    }
}

/// Sends so many requests at once over one connection and returns the outcomes in order.
async fn at_once(client: &Client, simulator: &Simulator, count: usize) -> Vec<Result<String, String>> {
    // The first request opens the connection that all others share.
    assert_eq!(get(client, simulator).await.as_deref(), Ok("0123456789"));
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let (client, url) = (client.clone(), simulator.base_url().to_owned());
            tokio::spawn(async move {
                let response = client.get(url).send().await.map_err(|error| chain(&error))?;
                response.text().await.map_err(|error| chain(&error))
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn go_away_serves_what_it_announces_and_nothing_else() {
    // Requests 2 and 3 of the connection are served, or 2 only; the others are told to be unprocessed.
    for (fault, served) in [(Fault::GoAway, 2), (Fault::GoAwayBefore, 1)] {
        let simulator = started(secure().connection_fault(3, fault.clone())).await;
        let client = client(&simulator, |builder| builder);
        let outcomes = at_once(&client, &simulator, 6).await;
        let right = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(right, served, "{fault:?}: {outcomes:?}");
        for error in outcomes.into_iter().filter_map(Result::err) {
            assert!(error.contains("connection error received: not a result of an error"), "{error}");
        }
        assert_eq!((simulator.requests().len(), simulator.attempts()), (served + 1, 7), "{fault:?}");
        assert_eq!(get(&client, &simulator).await.as_deref(), Ok("0123456789"));
        assert_eq!(simulator.connections(), 2);
    }
}

#[tokio::test]
async fn a_connection_ends_after_a_number_of_requests() {
    let simulator = started(secure().connection_fault(5, Fault::GoAway)).await;
    for (client, version) in both_versions(&simulator) {
        let before = simulator.connections();
        for _ in 0..12 {
            assert_eq!(get(&client, &simulator).await.as_deref(), Ok("0123456789"), "{version:?}");
        }
        assert_eq!(simulator.connections() - before, 3, "{version:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_dead_connection_stays_dead_and_a_new_one_works() {
    for fault in [Fault::Silence, Fault::StopServing] {
        let simulator = started(secure().connection_fault(2, fault.clone())).await;
        for (client, version) in both_versions(&simulator) {
            assert_eq!(get(&client, &simulator).await.as_deref(), Ok("0123456789"));
            let dead = tokio::time::timeout(Duration::from_secs(3600), get(&client, &simulator)).await;
            assert!(dead.is_err(), "{fault:?} {version:?}: {dead:?}");
        }
        assert_eq!((simulator.attempts(), simulator.requests().len(), simulator.connections()), (4, 2, 2));
        let (fresh, _) = &both_versions(&simulator)[0];
        assert_eq!(get(fresh, &simulator).await.as_deref(), Ok("0123456789"));
    }
}

#[tokio::test(start_paused = true)]
async fn pings_tell_a_silent_connection_from_one_that_stopped_serving() {
    for (fault, is_noticed) in [(Fault::Silence, true), (Fault::StopServing, false)] {
        let simulator = started(secure().connection_fault(2, fault.clone())).await;
        let (interval, timeout) = (Duration::from_secs(10), Duration::from_secs(5));
        let client = client(&simulator, |builder| {
            builder.http2_keep_alive_interval(interval).http2_keep_alive_timeout(timeout)
        });
        assert!(get(&client, &simulator).await.is_ok());
        let outcome = tokio::time::timeout(Duration::from_secs(3600), get(&client, &simulator)).await;
        assert_eq!(outcome.is_ok(), is_noticed, "{fault:?}: {outcome:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn streams_beyond_the_limit_wait_for_others() {
    let simulator = started(secure().max_concurrent_streams(2)).await;
    simulator.otherwise(ten().delay(Duration::from_secs(1)));
    let client = client(&simulator, |builder| builder);
    let start = tokio::time::Instant::now();
    let outcomes = at_once(&client, &simulator, 6).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    // One to open the connection, then three times two.
    let seconds = start.elapsed().as_secs_f64();
    assert!((4.0..4.1).contains(&seconds), "{seconds}");
    assert_eq!(simulator.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn slow_responses_wait_on_the_paused_clock() {
    let simulator = started(secure()).await;
    for (client, version) in both_versions(&simulator) {
        assert!(get(&client, &simulator).await.is_ok());
        simulator.next(ten().delay(Duration::from_secs(600)).trickle(Duration::from_secs(60)));
        let start = tokio::time::Instant::now();
        assert_eq!(get(&client, &simulator).await.as_deref(), Ok("0123456789"));
        // HTTP/1.1 trickles the headers, too.
        let least = Duration::from_secs(600 + 9 * 60);
        assert!(start.elapsed() >= least, "{version:?}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn bodies_arrive_in_every_coding_and_size() {
    let simulator = started(secure()).await;
    for (client, version) in both_versions(&simulator) {
        for encoding in [Encoding::Gzip, Encoding::Deflate, Encoding::Brotli, Encoding::Zstd] {
            simulator.next(MockResponse::json_of_size(200, 3_000_000).compressed(encoding));
            let body = get(&client, &simulator).await.unwrap();
            assert_eq!(body.len(), 3_000_000, "{version:?} {encoding}");
        }
        simulator.next(MockResponse::json_of_size(200, 3_000_000));
        assert_eq!(get(&client, &simulator).await.unwrap().len(), 3_000_000, "{version:?}");
        simulator.next(MockResponse::status(204).header("connection", "keep-alive").informational(103));
        assert_eq!(get(&client, &simulator).await.as_deref(), Ok(""), "{version:?}");
        simulator.next(ten().fault(Fault::BadEncoding(Encoding::Gzip)));
        let error = get(&client, &simulator).await.unwrap_err();
        assert!(error.contains("decoding"), "{version:?}: {error}");
    }
}

#[tokio::test]
async fn large_bodies_are_read_up_to_the_limit() {
    let simulator = started(secure()).await;
    for (client, version) in both_versions(&simulator) {
        for (size, status) in [(2_000_000, 200), (17 * 1024 * 1024, 413)] {
            let response = client.post(simulator.base_url()).body(vec![b'x'; size]).send().await.unwrap();
            assert_eq!(response.status(), status, "{version:?}");
        }
        assert_eq!(simulator.requests().last().unwrap().expose_body().len(), 2_000_000);
    }
    assert_eq!(simulator.violations().len(), 2);
}

#[tokio::test]
async fn faults_scripted_for_an_operation_come_after_reading() {
    for fault in [Fault::RefuseStream, Fault::GoAwayBefore, Fault::Reset(Point::BeforeHeaders)] {
        let simulator = started(secure()).await;
        let client = client(&simulator, |builder| builder);
        simulator.on("GET /", fault.clone());
        let error = get(&client, &simulator).await.unwrap_err();
        assert_eq!(get(&client, &simulator).await.as_deref(), Ok("0123456789"), "{fault:?}: {error}");
        let is_processed = fault == Fault::Reset(Point::BeforeHeaders);
        assert_eq!(simulator.requests().len(), 1 + usize::from(is_processed), "{fault:?}");
    }
}
