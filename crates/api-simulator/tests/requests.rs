//! Reading requests, recording them and redacting their secrets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::{MockResponse, Simulator};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn plain() -> Simulator {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.otherwise(MockResponse::status(200));
    simulator
}

/// Returns the status of each response to bytes sent in one piece and followed by the end.
async fn statuses(simulator: &Simulator, bytes: &[u8]) -> Vec<u16> {
    let mut stream = TcpStream::connect(simulator.address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.unwrap();
    let text = String::from_utf8_lossy(&received);
    let starts = text.match_indices("HTTP/1.1 ").map(|(at, _)| at + 9);
    starts.map(|at| text[at..at + 3].parse().unwrap()).collect()
}

#[tokio::test]
async fn several_requests_use_one_connection() {
    let simulator = plain().await;
    let bytes = b"GET /a HTTP/1.1\r\nhost: h\r\n\r\nPOST /b HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\nhiGET /c HTTP/1.1\r\n\r\n";
    assert_eq!(statuses(&simulator, bytes).await, [200, 200, 200]);
    simulator.assert_requests(["GET /a", "POST /b", "GET /c"]);
    let requests = simulator.requests();
    assert_eq!(requests[1].expose_body(), "hi");
    assert!(requests.iter().all(|request| request.connection() == 0));
}

#[tokio::test]
async fn chunks_extensions_and_trailers_are_removed() {
    let simulator = plain().await;
    let bytes = b"PUT / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n00A\r\n0123456789\r\n0\r\nx: y\r\n\r\nGET / HTTP/1.1\r\n\r\n";
    assert_eq!(statuses(&simulator, bytes).await, [200, 200]);
    assert_eq!(simulator.requests()[0].expose_body(), "abc0123456789");
}

#[tokio::test]
async fn expect_continue_gets_a_response() {
    let simulator = plain().await;
    let bytes = b"PUT / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 1\r\n\r\nx";
    assert_eq!(statuses(&simulator, bytes).await, [100, 200]);
}

#[tokio::test]
async fn malformed_requests_are_rejected_and_reported() {
    let too_many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(200));
    let too_long = format!("GET /{} HTTP/1.1\r\n", "x".repeat(70_000));
    let cases: [(&[u8], u16); 9] = [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\ncontent-length: +1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"GET / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n", 501),
        (too_many.as_bytes(), 431),
        (too_long.as_bytes(), 431),
    ];
    let simulator = plain().await;
    for (number, (bytes, status)) in cases.into_iter().enumerate() {
        assert_eq!(statuses(&simulator, bytes).await, [status], "case {number}");
        assert_eq!(simulator.violations().len(), number + 1);
    }
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn no_bytes_end_the_server() {
    const WHOLE: &[u8] = b"PUT /a?b=%c3%28&token HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcGET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let simulator = plain().await;
    let mut random = fastrand::Rng::with_seed(1);
    for _ in 0..500 {
        let mut bytes = WHOLE.to_vec();
        for _ in 0..random.usize(1..6) {
            let place = random.usize(..bytes.len());
            match random.u8(..3) {
                0 => bytes[place] = random.u8(..),
                1 => bytes.truncate(place.max(1)),
                _ => bytes.insert(place, b"\r\n :0%\0\xff"[random.usize(..8)]),
            }
        }
        let mut stream = TcpStream::connect(simulator.address()).await.unwrap();
        // The server may have rejected it and closed before all is written.
        let _ = stream.write_all(&bytes).await;
        let _ = stream.shutdown().await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    assert_eq!(statuses(&simulator, WHOLE).await, [200, 200]);
    assert!(!format!("{:?}", simulator.requests()).is_empty());
}

#[tokio::test]
async fn secrets_are_redacted_unless_exposed() {
    let simulator = plain().await;
    let url = format!("{}/p?a=b%20c&token=SECRET1&flag", simulator.base_url());
    let body = json!({ "proxy": { "password": "SECRET2", "groups": [] }, "result": [{ "token": "SECRET3" }], "token": 3 });
    let request = reqwest::Client::new().put(url).json(&body).bearer_auth("SECRET4");
    let request = request.header("X-Auth-Key", "SECRET5").header("X-Apify-Workflow-Key", "SECRET6");
    request.header("x-plain", "shown").header("idempotency-key", "readable").send().await.unwrap();

    let requests = simulator.requests();
    let request = &requests[0];
    let shown = format!("{request} {request:?} {request:#?} {} {:?}", request.to_json(), request.query());
    assert!(!shown.contains("SECRET"), "{shown}");
    assert!(shown.contains("shown") && shown.contains("readable"));
    simulator.assert_requests(["PUT /p?a=b%20c&token=[redacted]&flag"]);
    assert_eq!(request.query()[0], ("a".to_owned(), "b c".to_owned()));
    assert_eq!(request.json().unwrap()["token"], 3);

    assert_eq!(request.expose_header("authorization"), Some("Bearer SECRET4"));
    assert_eq!(request.expose_query(), Some("a=b%20c&token=SECRET1&flag"));
    assert_eq!(request.expose_json(), Some(body));
    assert!(!format!("{simulator:?}").contains(simulator.token()));
}

#[tokio::test]
async fn unexpected_requests_fail_the_assertion_readably() {
    let simulator = plain().await;
    reqwest::get(format!("{}/a", simulator.base_url())).await.unwrap();
    let check = std::panic::AssertUnwindSafe(|| simulator.assert_requests(["GET /a", "GET /b"]));
    let panic = std::panic::catch_unwind(check).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("expected 2 requests, received 1"), "{message}");
    assert!(message.contains("expected GET /b\n       received (none)"), "{message}");
}
