//! Every fault reaches the client as what it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::io::ErrorKind;

use api_simulator::{Encoding, Fault, MockResponse, Point, Simulator};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const REQUEST: &[u8] = b"GET /x HTTP/1.1\r\nhost: h\r\n\r\n";

/// Returns all bytes that come back for `request`, and how the connection ended.
async fn exchange(simulator: &Simulator, request: &[u8]) -> (Vec<u8>, Result<(), ErrorKind>) {
    let mut stream = TcpStream::connect(simulator.address()).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut received = Vec::new();
    let end = stream.read_to_end(&mut received).await;
    (received, end.map(|_| ()).map_err(|error| error.kind()))
}

async fn received(response: impl Into<MockResponse>) -> (String, Result<(), ErrorKind>) {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(response);
    let (bytes, end) = exchange(&simulator, REQUEST).await;
    (String::from_utf8(bytes).unwrap(), end)
}

fn ten() -> MockResponse {
    MockResponse::text(200, "text/plain", "0123456789")
}

#[tokio::test]
async fn resets_are_resets_at_the_point_asked_for() {
    let reset = Err(ErrorKind::ConnectionReset);
    assert_eq!(received(Fault::ResetBeforeReading).await, (String::new(), reset));
    assert_eq!(received(ten().fault(Fault::Reset(Point::BeforeHeaders))).await, (String::new(), reset));

    let (text, end) = received(ten().fault(Fault::Reset(Point::InHeaders))).await;
    assert_eq!(end, reset);
    assert!(text.starts_with("HTTP/1.1 200 ") && !text.contains("\r\n\r\n"), "{text}");

    let (text, end) = received(ten().fault(Fault::Reset(Point::AfterHeaders))).await;
    assert_eq!(end, reset);
    assert!(text.ends_with("\r\n\r\n"), "{text}");

    let (text, end) = received(ten().fault(Fault::Reset(Point::AfterBodyBytes(4)))).await;
    assert_eq!(end, reset);
    assert!(text.ends_with("\r\n\r\n0123"), "{text}");

    let (text, end) = received(ten().fault(Fault::Reset(Point::InBody))).await;
    assert_eq!(end, reset);
    assert!(text.ends_with("\r\n\r\n01234"), "{text}");
}

#[tokio::test]
async fn the_middle_of_a_body_of_unknown_length_is_after_a_kibibyte() {
    let simulator = Simulator::plain().start().await.unwrap();
    let response = MockResponse::json_of_size(200, 100_000_000).compressed(Encoding::Gzip).until_close();
    simulator.next(response.fault(Fault::Close(Point::InBody)));
    let (bytes, end) = exchange(&simulator, REQUEST).await;
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    assert_eq!((bytes.len() - head, end), (1024, Ok(())));
}

#[tokio::test]
async fn a_closed_connection_leaves_the_body_short() {
    assert_eq!(received(ten().fault(Fault::Close(Point::BeforeHeaders))).await, (String::new(), Ok(())));

    let (text, end) = received(ten().fault(Fault::Close(Point::AfterBodyBytes(4)))).await;
    assert_eq!(end, Ok(()));
    assert!(text.contains("content-length: 10\r\n") && text.ends_with("\r\n\r\n0123"), "{text}");

    let (text, _) = received(ten().chunked().fault(Fault::Close(Point::AfterBodyBytes(4)))).await;
    assert!(text.ends_with("\r\n\r\n4\r\n0123\r\n"), "{text}");

    let (text, _) = received(ten().fault(Fault::Close(Point::AfterBodyBytes(0)))).await;
    assert!(text.ends_with("\r\n\r\n"), "{text}");
}

#[tokio::test]
async fn garbage_is_sent_where_http_should_be() {
    let (text, _) = received(ten().until_close().fault(Fault::GarbageStatusLine)).await;
    assert!(!text.starts_with("HTTP/"), "{text}");

    let (text, _) = received(ten().until_close().fault(Fault::GarbageHeader)).await;
    assert!(text.starts_with("HTTP/1.1 200 \r\nthis is \0 not a header\r\n"), "{text}");

    let (text, _) = received(ten().fault(Fault::BadChunkSize)).await;
    assert!(
        text.contains("transfer-encoding: chunked\r\n") && text.ends_with("\r\n\r\nnot-a-size\r\n"),
        "{text}"
    );

    let (text, _) = received(MockResponse::verbatim("anything at all")).await;
    assert_eq!(text, "anything at all");
}

#[tokio::test]
async fn informational_responses_come_first() {
    let (text, _) = received(ten().until_close().informational(103).informational(102)).await;
    assert!(text.starts_with("HTTP/1.1 103 \r\n\r\nHTTP/1.1 102 \r\n\r\nHTTP/1.1 200 \r\n"), "{text}");
}

#[tokio::test]
async fn bodies_arrive_in_every_coding_and_framing() {
    let simulator = Simulator::plain().start().await.unwrap();
    let client = reqwest::Client::new();
    let body = json!({ "text": "again ".repeat(50_000) });
    let all =
        [None, Some(Encoding::Gzip), Some(Encoding::Deflate), Some(Encoding::Brotli), Some(Encoding::Zstd)];
    for encoding in all {
        for framing in [|response: MockResponse| response, MockResponse::chunked, MockResponse::until_close] {
            let response = framing(MockResponse::json(200, &body));
            simulator.next(encoding.map_or(response.clone(), |coding| response.compressed(coding)));
            let received: serde_json::Value =
                client.get(simulator.base_url()).send().await.unwrap().json().await.unwrap();
            assert_eq!(received, body, "{encoding:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_coding_does_not_decode() {
    let simulator = Simulator::plain().start().await.unwrap();
    let client = reqwest::Client::new();
    for encoding in [Encoding::Gzip, Encoding::Deflate, Encoding::Brotli, Encoding::Zstd] {
        simulator.next(ten().fault(Fault::BadEncoding(encoding)));
        let response = client.get(simulator.base_url()).send().await.unwrap();
        assert!(response.bytes().await.unwrap_err().is_decode(), "{encoding}");
    }
}

#[tokio::test]
async fn a_generated_body_is_json_of_the_size_asked_for() {
    let simulator = Simulator::plain().start().await.unwrap();
    let client = reqwest::Client::new();
    for (length, encoding) in [(2, None), (3, None), (200_000, None), (5_000_000, Some(Encoding::Gzip))] {
        let response = MockResponse::json_of_size(200, length);
        simulator.next(encoding.map_or(response.clone(), |coding| response.compressed(coding)));
        let received = client.get(simulator.base_url()).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(received.len() as u64, length);
        serde_json::from_slice::<String>(&received).unwrap();
    }
}

#[tokio::test]
async fn a_bomb_is_small_on_the_wire_and_ends_with_the_client() {
    let simulator = Simulator::plain().start().await.unwrap();
    let client = reqwest::Client::new();
    simulator.next(MockResponse::json_of_size(200, 10_000_000).compressed(Encoding::Gzip).until_close());
    let (received, _) = exchange(&simulator, REQUEST).await;
    assert!(received.len() < 100_000, "{}", received.len());

    // Generating all of it would take hours; the client leaves after the first piece.
    simulator.next(MockResponse::json_of_size(200, u64::MAX).compressed(Encoding::Zstd));
    let mut response = client.get(simulator.base_url()).send().await.unwrap();
    assert!(response.chunk().await.unwrap().is_some());
}

#[tokio::test]
async fn a_changed_response_keeps_its_content() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(MockResponse::simulated().header("x-note", "kept").until_close());
    let (received, _) = exchange(&simulator, REQUEST).await;
    let text = String::from_utf8(received).unwrap();
    assert!(
        text.starts_with("HTTP/1.1 404 ")
            && text.contains("x-note: kept\r\n")
            && text.contains("not-scripted"),
        "{text}"
    );
}

#[tokio::test]
async fn requests_that_were_not_read_are_counted_and_not_recorded() {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(Fault::ResetBeforeReading);
    let _ = exchange(&simulator, REQUEST).await;
    assert_eq!((simulator.attempts(), simulator.requests().len()), (1, 0));
}
