//! Retries by method: of requests that are idempotent, and of requests that had no effect.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{CallOptions, ErrorKind, Sent, http::Method};
use api_simulator::{Fault, MockResponse, Point};
use serde_json::json;
use support::{plain, send, send_with, transport, transport_with};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const IDEMPOTENT: [Method; 3] = [Method::GET, Method::PUT, Method::DELETE];
const OTHER: [Method; 2] = [Method::POST, Method::PATCH];
const ALL_ATTEMPTS: usize = 3;

/// Returns the number of requests that arrive if each gets this response.
async fn count_requests(method: Method, response: MockResponse, options: CallOptions) -> usize {
    let simulator = plain().await;
    simulator.otherwise(response);
    let error = send_with(&transport(&simulator), method, options).await.unwrap_err();
    assert_eq!(u64::from(error.attempts()), simulator.attempts());
    usize::try_from(simulator.attempts()).unwrap()
}

fn stalled(point: Point) -> MockResponse {
    MockResponse::json(200, &json!({})).fault(Fault::Stall(point))
}

/// Responses after which the request may have taken effect: the connection was lost, time ran
/// out, a gateway gave up.
fn ambiguous() -> Vec<MockResponse> {
    let complete = || MockResponse::json(200, &json!({ "made": true }));
    vec![
        complete().fault(Fault::ResetBeforeReading),
        complete().fault(Fault::Reset(Point::BeforeHeaders)),
        complete().fault(Fault::Close(Point::InHeaders)),
        complete().fault(Fault::GarbageStatusLine),
        complete().fault(Fault::Reset(Point::AfterBodyBytes(2))),
        complete().chunked().fault(Fault::Close(Point::AfterBodyBytes(2))),
        stalled(Point::BeforeHeaders),
        stalled(Point::AfterHeaders),
        MockResponse::status(408),
        MockResponse::status(425),
        MockResponse::status(500),
        MockResponse::status(503),
        MockResponse::json(503, &json!({ "code": "busy", "processed": true })),
        MockResponse::json(404, &json!({ "code": "none" })).fault(Fault::Close(Point::AfterBodyBytes(2))),
    ]
}

/// Responses that say that the request was not processed.
fn without_effect() -> Vec<MockResponse> {
    vec![
        MockResponse::status(429),
        MockResponse::json(429, &json!({ "code": "slow" })).fault(Fault::Close(Point::AfterBodyBytes(2))),
        MockResponse::json(503, &json!({ "code": "busy", "processed": false })),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_request_that_may_have_taken_effect_is_repeated_only_if_it_is_idempotent() {
    for response in ambiguous() {
        for method in IDEMPOTENT {
            let count = count_requests(method.clone(), response.clone(), CallOptions::default()).await;
            assert_eq!(count, ALL_ATTEMPTS, "{method} {response:?}");
        }
        for method in OTHER {
            let count = count_requests(method.clone(), response.clone(), CallOptions::default()).await;
            assert_eq!(count, 1, "{method} {response:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_without_effect_is_repeated_for_all_methods() {
    for response in without_effect() {
        for method in IDEMPOTENT.into_iter().chain(OTHER) {
            let count = count_requests(method.clone(), response.clone(), CallOptions::default()).await;
            assert_eq!(count, ALL_ATTEMPTS, "{method} {response:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_callers_choice_takes_precedence() {
    let mut harmless = CallOptions::default();
    harmless.idempotent = Some(true);
    let mut harmful = CallOptions::default();
    harmful.idempotent = Some(false);
    for response in ambiguous() {
        assert_eq!(
            count_requests(Method::POST, response.clone(), harmless).await,
            ALL_ATTEMPTS,
            "{response:?}"
        );
        assert_eq!(count_requests(Method::PUT, response.clone(), harmful).await, 1, "{response:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_never_made_is_tried_again_for_all_methods() {
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for method in IDEMPOTENT.into_iter().chain(OTHER) {
        let error = send(&transport_with(&gone, support::settings()), method).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, Sent::No, 3));
    }
}

/// Starts a server that sends this on its first connection and then goes away.
async fn single_connection(response: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        drop(listener);
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(response.as_bytes()).await;
    });
    base_url
}

#[tokio::test(start_paused = true)]
async fn a_later_attempt_that_was_not_sent_does_not_undo_an_earlier_one() {
    let base_url = single_connection("").await;
    let transport = transport_with(&base_url, support::settings());
    let error = send(&transport, Method::PUT).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Connect, Sent::Maybe));
    assert!(error.to_string().contains("may have taken effect"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_the_server_has_acted_on_is_not_repeated() {
    let see_other =
        "HTTP/1.1 303 See Other\r\nlocation: /seen\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let base_url = single_connection(see_other).await;
    let transport = transport_with(&base_url, support::settings());
    let error = send(&transport, Method::POST).await.unwrap_err();
    let summary = (error.kind(), error.sent(), error.attempts());
    assert_eq!(summary, (ErrorKind::Connect, Sent::Maybe, 1));

    let simulator = plain().await;
    simulator.next(MockResponse::redirect(303, "/seen"));
    simulator.otherwise(MockResponse::status(429));
    let error = send(&support::transport(&simulator), Method::POST).await.unwrap_err();
    assert_eq!((error.attempts(), error.is_rate_limited()), (1, true));
    simulator.assert_requests(["POST /things", "GET /seen"]);
}

/// With 307, the server has not processed the request.
#[tokio::test(start_paused = true)]
async fn a_redirected_request_is_repeated_as_any_other() {
    let simulator = plain().await;
    simulator.next(MockResponse::redirect(307, "/other"));
    simulator.next(MockResponse::status(429));
    simulator.otherwise(MockResponse::status(201));
    send(&support::transport(&simulator), Method::POST).await.unwrap();
    simulator.assert_requests(["POST /things", "POST /other", "POST /things"]);
}
