//! Which requests are sent twice: those that may be, and those that surely had no effect.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{CallOptions, ErrorKind, Sent, http::Method};
use api_simulator::{Answer, Fault, Point};
use serde_json::json;
use support::{plain, send, send_with, transport, transport_with};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const REPEATABLE: [Method; 3] = [Method::GET, Method::PUT, Method::DELETE];
const OTHER: [Method; 2] = [Method::POST, Method::PATCH];
const ALL_ATTEMPTS: usize = 3;

/// How many requests arrive when each of them is answered so.
async fn arrivals(method: Method, answer: Answer, options: CallOptions) -> usize {
    let simulator = plain().await;
    simulator.otherwise(answer);
    let error = send_with(&transport(&simulator), method, options).await.unwrap_err();
    assert_eq!(u64::from(error.attempts()), simulator.attempts());
    usize::try_from(simulator.attempts()).unwrap()
}

fn stalled(point: Point) -> Answer {
    Answer::json(200, &json!({})).fault(Fault::Stall(point))
}

/// What may have taken effect, or has: the connection broke, time ran out, a gateway gave up.
fn perhaps_done() -> Vec<Answer> {
    let sound = || Answer::json(200, &json!({ "made": true }));
    vec![
        sound().fault(Fault::ResetBeforeReading),
        sound().fault(Fault::Reset(Point::BeforeHeaders)),
        sound().fault(Fault::Close(Point::InHeaders)),
        sound().fault(Fault::GarbageStatusLine),
        sound().fault(Fault::Reset(Point::InBody(2))),
        sound().chunked().fault(Fault::Close(Point::InBody(2))),
        stalled(Point::BeforeHeaders),
        stalled(Point::AfterHeaders),
        Answer::status(408),
        Answer::status(425),
        Answer::status(500),
        Answer::status(503),
        Answer::json(503, &json!({ "code": "busy", "processed": true })),
        Answer::json(404, &json!({ "code": "none" })).fault(Fault::Close(Point::InBody(2))),
    ]
}

/// What the server says it did not do.
fn surely_not_done() -> Vec<Answer> {
    vec![
        Answer::status(429),
        Answer::json(429, &json!({ "code": "slow" })).fault(Fault::Close(Point::InBody(2))),
        Answer::json(503, &json!({ "code": "busy", "processed": false })),
    ]
}

#[tokio::test(start_paused = true)]
async fn what_may_have_taken_effect_is_repeated_only_where_that_does_no_harm() {
    for answer in perhaps_done() {
        for method in REPEATABLE {
            let count = arrivals(method.clone(), answer.clone(), CallOptions::default()).await;
            assert_eq!(count, ALL_ATTEMPTS, "{method} {answer:?}");
        }
        for method in OTHER {
            let count = arrivals(method.clone(), answer.clone(), CallOptions::default()).await;
            assert_eq!(count, 1, "{method} {answer:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_surely_had_no_effect_is_repeated_for_all_methods() {
    for answer in surely_not_done() {
        for method in REPEATABLE.into_iter().chain(OTHER) {
            let count = arrivals(method.clone(), answer.clone(), CallOptions::default()).await;
            assert_eq!(count, ALL_ATTEMPTS, "{method} {answer:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_caller_knows_best() {
    let mut harmless = CallOptions::default();
    harmless.idempotent = Some(true);
    let mut harmful = CallOptions::default();
    harmful.idempotent = Some(false);
    for answer in perhaps_done() {
        assert_eq!(arrivals(Method::POST, answer.clone(), harmless).await, ALL_ATTEMPTS, "{answer:?}");
        assert_eq!(arrivals(Method::PUT, answer.clone(), harmful).await, 1, "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_never_made_is_tried_again_for_all_methods() {
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for method in REPEATABLE.into_iter().chain(OTHER) {
        let error = send(&transport_with(&gone, support::settings()), method).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, Sent::No, 3));
    }
}

/// A server that says this to its first caller and is then gone.
async fn last_words(words: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        drop(listener);
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(words.as_bytes()).await;
    });
    base_url
}

#[tokio::test(start_paused = true)]
async fn a_later_attempt_that_was_not_sent_does_not_undo_an_earlier_one() {
    let base_url = last_words("").await;
    let transport = transport_with(&base_url, support::settings());
    let error = send(&transport, Method::PUT).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Connect, Sent::Maybe));
    assert!(error.to_string().contains("may have taken effect"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_the_server_has_acted_on_is_not_sent_again() {
    let see_other =
        "HTTP/1.1 303 See Other\r\nlocation: /seen\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let base_url = last_words(see_other).await;
    let transport = transport_with(&base_url, support::settings());
    let error = send(&transport, Method::POST).await.unwrap_err();
    let facts = (error.kind(), error.sent(), error.attempts());
    assert_eq!(facts, (ErrorKind::Connect, Sent::Maybe, 1));

    let simulator = plain().await;
    simulator.next(Answer::redirect(303, "/seen"));
    simulator.otherwise(Answer::status(429));
    let error = send(&support::transport(&simulator), Method::POST).await.unwrap_err();
    assert_eq!((error.attempts(), error.is_rate_limited()), (1, true));
    simulator.assert_requests(["POST /things", "GET /seen"]);
}

/// Such a server has done nothing yet, and says where to go with the request.
#[tokio::test(start_paused = true)]
async fn a_redirected_request_is_repeated_as_any_other() {
    let simulator = plain().await;
    simulator.next(Answer::redirect(307, "/other"));
    simulator.next(Answer::status(429));
    simulator.otherwise(Answer::status(201));
    send(&support::transport(&simulator), Method::POST).await.unwrap();
    simulator.assert_requests(["POST /things", "POST /other", "POST /things"]);
}
