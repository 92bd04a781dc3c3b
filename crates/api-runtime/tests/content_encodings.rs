//! Content codings in every spelling and notation that Node reads, and many headers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::io::Write;

use api_runtime::{
    CallError, CallOptions, Error, ErrorKind, RequestBuilder, Response, Sent, Settings, Transport,
    http::Method,
};
use api_simulator::{Encoding, MockResponse, Simulator};
use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder, ZlibEncoder},
};
use support::{TestProblem, in_time, plain, settings, transport, transport_with};

const BODY: &[u8] = b"[1,2,3]";

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zstd(body: &[u8]) -> Vec<u8> {
    zstd::encode_all(body, 3).unwrap()
}

/// `[1,2,3]` in Brotli, as one block that is stored.
const BROTLI: &[u8] = b"\x0b\x03\x80[1,2,3]\x03";

fn encoded(status: u16, coding: &str, body: Vec<u8>) -> MockResponse {
    MockResponse::text(status, "application/json", body).header("content-encoding", coding)
}

async fn get(transport: &Transport) -> Result<Response<Vec<i64>>, CallError> {
    let request = RequestBuilder::new("things_list", Method::GET, "/things");
    in_time(transport.call(CallOptions::default()).execute(request)).await
}

async fn client(limit: usize) -> (Simulator, Transport) {
    let simulator = plain().await;
    let mut settings: Settings = settings();
    settings.max_response_size = limit;
    settings.retry.max_retries = 0;
    let transport = transport_with(simulator.base_url(), settings);
    (simulator, transport)
}

#[tokio::test]
async fn every_spelling_and_notation_is_read() {
    let (simulator, transport) = client(1000).await;
    let members = [gzip(b"[1,"), gzip(b"2"), gzip(b",3]")].concat();
    for (coding, body) in [
        ("gzip", gzip(BODY)),
        ("GZIP", gzip(BODY)),
        ("x-gzip", gzip(BODY)),
        ("X-GZip", gzip(BODY)),
        ("gzip", members),
        ("gzip", [gzip(BODY), b"garbage".to_vec()].concat()),
        ("deflate", zlib(BODY)),
        ("deflate", deflate(BODY)),
        ("Deflate", deflate(BODY)),
        ("x-deflate", zlib(BODY)),
        ("br", BROTLI.to_vec()),
        ("BR", BROTLI.to_vec()),
        ("zstd", zstd(BODY)),
        ("Zstd", [zstd(b"[1,2"), zstd(b",3]")].concat()),
        ("identity", BODY.to_vec()),
        ("", BODY.to_vec()),
        ("identity, gzip", gzip(BODY)),
        ("gzip, zstd", zstd(&gzip(BODY))),
        ("deflate,gzip , identity", gzip(&deflate(BODY))),
        ("gzip, gzip, gzip, gzip, gzip", gzip(&gzip(&gzip(&gzip(&gzip(BODY)))))),
        // Not a coding: some servers send the charset here.
        ("utf-8", BODY.to_vec()),
        ("aws-chunked", BODY.to_vec()),
    ] {
        simulator.next(encoded(200, coding, body));
        let response = get(&transport).await.unwrap_or_else(|error| panic!("{coding}: {error}"));
        assert_eq!((response.value.as_slice(), response.body()), (&[1, 2, 3][..], BODY), "{coding}");
        let is_plain = matches!(coding, "identity" | "" | "utf-8" | "aws-chunked");
        assert_eq!(response.headers().contains_key("content-encoding"), is_plain, "{coding}");
        assert_eq!(response.headers().contains_key("content-length"), is_plain, "{coding}");
    }
}

#[tokio::test]
async fn several_headers_are_one_list() {
    let (simulator, transport) = client(1000).await;
    simulator.next(MockResponse::raw(
        200,
        [("content-type", "application/json"), ("content-encoding", "deflate"), ("content-encoding", "gzip")],
        gzip(&deflate(BODY)),
    ));
    assert_eq!(get(&transport).await.unwrap().value, [1, 2, 3]);
}

#[tokio::test]
async fn an_empty_body_is_in_no_coding() {
    let (simulator, transport) = client(1000).await;
    for coding in ["gzip", "deflate", "br", "zstd"] {
        simulator.next(encoded(200, coding, Vec::new()));
        let request = RequestBuilder::new("things_delete", Method::DELETE, "/things/1");
        let response = in_time(transport.call(CallOptions::default()).execute_empty(request)).await.unwrap();
        assert_eq!(response.body(), b"", "{coding}");
    }
}

#[tokio::test]
async fn a_cut_or_invalid_body_is_an_error_of_its_own() {
    let (simulator, transport) = client(1000).await;
    let cut = |body: Vec<u8>| body[..body.len() - 3].to_vec();
    let six = (0..6).fold(BODY.to_vec(), |body, _| gzip(&body));
    for (coding, body) in [
        ("gzip", BODY.to_vec()),
        ("gzip", cut(gzip(BODY))),
        ("gzip", [gzip(b"[1,"), cut(gzip(b"2,3]"))].concat()),
        ("deflate", cut(zlib(BODY))),
        ("deflate", cut(deflate(BODY))),
        ("br", cut(BROTLI.to_vec())),
        ("zstd", cut(zstd(BODY))),
        ("zstd", BODY.to_vec()),
        ("gzip, gzip, gzip, gzip, gzip, gzip", six),
    ] {
        simulator.next(encoded(200, coding, body));
        let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
        assert_eq!((error.kind(), error.body()), (ErrorKind::Body, Some(&b""[..])), "{coding}");
        assert!(error.to_string().contains("200 OK, but the body cannot be read: "), "{error}");
        assert!(std::error::Error::source(&error).is_some(), "{error}");
    }
}

#[tokio::test]
async fn the_limit_is_that_of_the_decompressed_body() {
    for (coding, encode) in
        [("gzip", gzip as fn(&[u8]) -> Vec<u8>), ("deflate", zlib), ("deflate", deflate), ("zstd", zstd)]
    {
        let (simulator, transport) = client(1000).await;
        let body = |length: usize| format!("[{}1]", " ".repeat(length - 3)).into_bytes();
        simulator.next(encoded(200, coding, encode(&body(1000))));
        assert_eq!(get(&transport).await.unwrap().body().len(), 1000, "{coding}");
        simulator.next(encoded(200, coding, encode(&body(1001))));
        let error = get(&transport).await.unwrap_err();
        assert_eq!((error.kind(), error.body()), (ErrorKind::TooLarge, Some(&b""[..])), "{coding}");
    }
    // The members together.
    let (simulator, transport) = client(1000).await;
    let member = gzip(&[b' '; 600]);
    simulator.next(encoded(200, "gzip", [member.clone(), member].concat()));
    assert_eq!(get(&transport).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_frame_cannot_ask_for_a_window_of_128_mib() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(27).unwrap();
    encoder.write_all(BODY).unwrap();
    let body = encoder.finish().unwrap();
    let (simulator, transport) = client(1000).await;
    simulator.next(encoded(200, "zstd", body));
    assert_eq!(get(&transport).await.unwrap_err().kind(), ErrorKind::Body);
}

#[tokio::test]
async fn error_bodies_are_read_in_every_coding_too() {
    let (simulator, transport) = client(1000).await;
    for (coding, body) in [
        ("GZIP", gzip(br#"{"code":"none"}"#)),
        ("deflate", deflate(br#"{"code":"none"}"#)),
        ("zstd", zstd(br#"{"code":"none"}"#)),
    ] {
        simulator.next(encoded(404, coding, body));
        let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
        assert_eq!(error.problem().unwrap().code.as_deref(), Some("none"), "{coding}");
    }
}

#[tokio::test]
async fn every_request_asks_for_the_codings_unless_it_says_otherwise() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::text(200, "application/json", BODY));
    get(&transport(&simulator)).await.unwrap();
    let mut own = settings();
    own.headers.insert("accept-encoding", "identity".parse().unwrap());
    get(&transport_with(simulator.base_url(), own)).await.unwrap();
    let mut intercepted = settings();
    intercepted.interceptors.push(std::sync::Arc::new(|request| {
        request.headers_mut().insert("accept-encoding", "br".parse()?);
        Ok(())
    }));
    get(&transport_with(simulator.base_url(), intercepted)).await.unwrap();
    let asked: Vec<_> = simulator
        .requests()
        .iter()
        .map(|request| request.header("accept-encoding").unwrap().to_owned())
        .collect();
    assert_eq!(asked, ["zstd,gzip,deflate,br", "identity", "br"]);
}

#[tokio::test]
async fn the_callers_own_client_may_decompress_or_not() {
    let simulator = plain().await;
    let mut settings = settings();
    settings.http_client = Some(api_runtime::reqwest::Client::new());
    let transport = transport_with(simulator.base_url(), settings);
    for encoding in [Encoding::Gzip, Encoding::Deflate, Encoding::Brotli, Encoding::Zstd] {
        simulator.next(MockResponse::text(200, "application/json", BODY).compressed(encoding));
        assert_eq!(get(&transport).await.unwrap().value, [1, 2, 3], "{encoding}");
    }
}

/// Returns a response with this number of headers beside the usual ones.
fn with_headers(count: usize) -> MockResponse {
    let headers = (0..count).map(|index| (format!("x-header-{index}"), index.to_string()));
    headers.fold(MockResponse::text(200, "application/json", BODY), |response, (name, value)| {
        response.header(name, value)
    })
}

#[tokio::test]
async fn a_response_may_have_hundreds_of_headers() {
    let (simulator, transport) = client(1000).await;
    simulator.next(with_headers(350));
    let response = get(&transport).await.unwrap();
    assert_eq!(response.headers()["x-header-349"], "349");
    assert!(response.headers().len() >= 350);
}

#[tokio::test]
async fn a_client_that_retries_makes_room_for_them_when_they_come() {
    let simulator = plain().await;
    simulator.otherwise(with_headers(350));
    let transport = transport_with(simulator.base_url(), settings());
    for attempts in [2, 1] {
        let response = get(&transport).await.unwrap();
        assert_eq!(
            (response.headers()["x-header-349"].as_bytes(), response.attempts()),
            (&b"349"[..], attempts)
        );
    }
    assert_eq!(simulator.requests().len(), 3);
}

#[tokio::test]
async fn a_request_that_is_sent_only_once_has_room_for_them() {
    let simulator = plain().await;
    let transport = transport_with(simulator.base_url(), settings());
    simulator.next(MockResponse::text(200, "application/json", BODY));
    get(&transport).await.unwrap();
    simulator.next(with_headers(350));
    let request = RequestBuilder::new("things_create", Method::POST, "/things");
    let call = transport.call(CallOptions::default());
    let response: Response<Vec<i64>> = in_time(call.execute(request)).await.unwrap();
    assert_eq!(response.headers()["x-header-349"], "349");
    assert_eq!(simulator.requests().len(), 2);
}

#[tokio::test]
async fn more_headers_than_node_reads_are_an_error() {
    let (simulator, transport) = client(1000).await;
    simulator.otherwise(with_headers(400));
    for method in [Method::GET, Method::POST] {
        let call = transport.call(CallOptions::default());
        let request = RequestBuilder::new("things", method, "/things");
        let error: Error<TestProblem> = in_time(call.execute::<Vec<i64>>(request)).await.unwrap_err().into();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Connection, Sent::Maybe));
        assert!(error.to_string().contains("message head is too large"), "{error}");
    }
}
