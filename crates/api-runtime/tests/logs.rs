//! Logs. Successful responses belong to the caller: they are handed out unchanged, and nothing of them
//! is logged. One test, as another of the same process could satisfy or spoil the log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{CallOptions, http::Method};
use api_simulator::{Fault, MockResponse, Point};
use serde_json::{Value, json};
use support::{KEY, TOKEN, plain, send, transport};

#[tokio::test]
async fn a_token_in_a_successful_response_is_handed_out_and_never_logged_and_long_paths_are_cut() {
    let (lines, _guard) = support::log(tracing::Level::TRACE);
    let simulator = plain().await;
    let transport = transport(&simulator);
    simulator.next(MockResponse::json(200, &json!({ "value": TOKEN })).header("x-request-id", KEY));
    let request = support::request(Method::GET, "/things");
    let response = transport.call(CallOptions::default()).execute::<Value>(request).await.unwrap();
    assert_eq!(response.value["value"], TOKEN);
    assert_eq!(response.request_id(), Some(KEY));
    let logged = lines.text();
    assert!(logged.contains("api_runtime"), "{logged}");
    assert!(!logged.contains("sentinel"), "{logged}");
    let printed = format!("{:?}", response.map(|_| ()));
    assert!(!printed.contains("sentinel"), "{printed}");

    let path = format!("/things/{}", "a".repeat(30_000));
    simulator.next(MockResponse::json(200, &json!({})));
    let request = support::request(Method::GET, &path);
    let response = transport.call(CallOptions::default()).execute::<Value>(request).await.unwrap();
    assert_eq!(response.call().path, path);
    assert!(format!("{:?}", response.call()).len() < 400);
    let logged = lines.text();
    assert!(logged.contains(&format!("url.path=\"{}\"", &path[..200])), "{logged}");

    simulator.next(MockResponse::status(204).fault(Fault::Close(Point::BeforeHeaders)));
    send(&transport, Method::POST).await.unwrap_err();
    let logged = lines.text();
    let event = "attempt ended attempt=1 error.type=Connection \
                 detail=\"the connection was lost before a response: ";
    assert!(logged.contains(event) && !logged.contains("sentinel"), "{logged}");
}
