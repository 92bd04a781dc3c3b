//! Retries by method: of requests that are idempotent, and of requests that had no effect.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{CallOptions, ErrorKind, Sent, http::Method};
use api_simulator::{Fault, MockResponse, Point};
use serde_json::json;
use support::{fetch, fetch_with, idempotent, plain, send, transport, transport_with};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const IDEMPOTENT: [Method; 3] = [Method::GET, Method::PUT, Method::DELETE];
const OTHER: [Method; 2] = [Method::POST, Method::PATCH];
const ALL_ATTEMPTS: usize = 3;
/// More than the clients of these tests read, in bytes.
const TOO_LARGE: u64 = support::MAX_RESPONSE_SIZE as u64 + 1;

/// Returns the number of requests that arrive if each gets this response.
async fn count_requests(method: Method, response: MockResponse, options: CallOptions) -> usize {
    let simulator = plain().await;
    simulator.otherwise(response);
    let error = fetch_with(&transport(&simulator), method, options).await.unwrap_err();
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
        cut_short(200),
    ]
}

/// A complete response whose body ends inside its JSON: that of a proxy which has kept a cut one.
fn cut_short(status: u16) -> MockResponse {
    MockResponse::text(status, "application/json", r#"{"made": {"id": "7", "na"#)
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
    let (harmless, harmful) = (idempotent(true), idempotent(false));
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

/// RFC 9110, section 15.4: a POST becomes a GET without a body, whose failure says nothing of the
/// POST.
#[tokio::test(start_paused = true)]
async fn a_post_that_was_redirected_to_its_result_is_not_repeated() {
    for status in [301, 302, 303] {
        let simulator = plain().await;
        simulator.next(MockResponse::redirect(status, "/seen"));
        simulator.otherwise(MockResponse::status(429));
        let error = send(&support::transport(&simulator), Method::POST).await.unwrap_err();
        assert_eq!((error.attempts(), error.sent()), (1, Sent::Maybe), "{status}");
        assert!(error.is_rate_limited() && !error.is_retryable(), "{status}");
        simulator.assert_requests(["POST /things", "GET /seen"]);
        let followed = &simulator.requests()[1];
        assert!(followed.expose_body().is_empty() && followed.header("content-type").is_none(), "{status}");

        // A method other than POST stays with 301 and 302.
        let simulator = plain().await;
        simulator.next(MockResponse::redirect(status, "/seen"));
        simulator.otherwise(MockResponse::status(204));
        send(&support::transport(&simulator), Method::PUT).await.unwrap();
        let method = if status == 303 { "GET" } else { "PUT" };
        simulator.assert_requests(["PUT /things", &format!("{method} /seen")]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_ambiguous_outcome_of_a_request_that_may_not_be_repeated_is_told() {
    for response in ambiguous() {
        let simulator = plain().await;
        simulator.otherwise(response.clone());
        for method in OTHER {
            let error = fetch(&transport(&simulator), method.clone()).await.unwrap_err();
            let has_no_effect = error
                .status()
                .is_some_and(|status| status.is_client_error() && status != 408 && status != 425);
            let expected = if has_no_effect { Sent::Yes } else { Sent::Maybe };
            assert_eq!(error.sent(), expected, "{method} {response:?}");
            assert_eq!(error.is_retryable(), has_no_effect, "{method} {response:?}");
            let line = error.to_string();
            assert_eq!(line.contains("may have taken effect"), !has_no_effect, "{line}");
        }
        // What may be sent twice may be tried later too.
        let error = fetch(&transport(&simulator), Method::PUT).await.unwrap_err();
        assert!(error.is_retryable(), "{response:?}");
        let error = fetch_with(&transport(&simulator), Method::POST, idempotent(true)).await.unwrap_err();
        assert!(error.is_retryable(), "{response:?}");
    }
    // The status says that it was carried out, and its value is lost.
    for unusable in [
        MockResponse::json_of_size(201, TOO_LARGE),
        MockResponse::text(200, "text/html", "<title>Log in</title>"),
        MockResponse::json(200, &json!("x")).header("content-encoding", "gzip"),
    ] {
        let simulator = plain().await;
        simulator.next(unusable);
        let request = support::request(Method::POST, "/things");
        let call = transport(&simulator).call(CallOptions::default());
        let error = call.execute::<std::collections::BTreeMap<String, String>>(request).await.unwrap_err();
        let error = api_runtime::Error::<support::TestProblem>::from(error);
        assert_eq!(
            (error.sent(), error.is_retryable(), error.attempts()),
            (Sent::Maybe, false, 1),
            "{error}"
        );
    }
}

/// A POST that was not processed is told as such, even if it has failed for good.
#[tokio::test(start_paused = true)]
async fn a_request_without_effect_is_told_as_such() {
    for response in without_effect() {
        let simulator = plain().await;
        simulator.otherwise(response.clone());
        let error = fetch(&transport(&simulator), Method::POST).await.unwrap_err();
        assert_eq!((error.sent(), error.is_retryable()), (Sent::Yes, true), "{response:?}");
        assert!(!error.to_string().contains("may have taken effect"), "{error}");
    }
}

/// Statuses that say all there is to say to a caller who needs no value.
#[tokio::test(start_paused = true)]
async fn a_success_without_a_readable_body_is_a_success_if_no_value_is_needed() {
    let body = || MockResponse::json(201, &json!({ "made": true }));
    for response in [
        body().fault(Fault::Close(Point::AfterBodyBytes(2))),
        body().chunked().fault(Fault::Reset(Point::AfterBodyBytes(2))),
        body().fault(Fault::Stall(Point::AfterHeaders)),
        MockResponse::json_of_size(201, TOO_LARGE),
        body().header("content-encoding", "gzip"),
        body().header("content-encoding", "br"),
        cut_short(201),
        MockResponse::text(200, "text/html", "<p>"),
    ] {
        for method in IDEMPOTENT.into_iter().chain(OTHER) {
            let simulator = plain().await;
            simulator.next(response.clone());
            let done = send(&transport(&simulator), method.clone()).await;
            let done = done.unwrap_or_else(|error| panic!("{method} {response:?}: {error}"));
            assert!(done.status().is_success());
            assert_eq!((done.attempts(), simulator.attempts()), (1, 1), "{method} {response:?}");
        }
    }
    // An error is none, whatever becomes of its body.
    let simulator = plain().await;
    simulator.otherwise(MockResponse::json(500, &json!({})).fault(Fault::Close(Point::AfterBodyBytes(1))));
    assert_eq!(send(&transport(&simulator), Method::PUT).await.unwrap_err().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_ends_too_early_is_asked_for_again() {
    let whole = r#"{"made": {"id": "7", "name": "é\n"}, "list": [1.5, true, null]}"#;
    for end in 1..whole.len() {
        let simulator = plain().await;
        simulator.next(MockResponse::text(200, "application/json", whole.as_bytes()[..end].to_vec()));
        simulator.next(MockResponse::text(200, "application/json", whole));
        let response = fetch(&transport(&simulator), Method::GET).await.unwrap();
        assert_eq!((response.attempts(), &response.value["made"]["id"]), (2, &json!("7")), "{end}");
    }
    let simulator = plain().await;
    simulator.otherwise(cut_short(200));
    let error = fetch(&transport(&simulator), Method::GET).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Body, 3, true));
    let line = error.to_string();
    assert!(line.contains("200 OK, but the body ends too early: "), "{line}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_complete_and_wrong_is_final() {
    for body in
        [r#"{"made": }"#, r#"{"made": 1}}"#, "<html>", "nothing", "", "  ", "\u{feff}", "[1 2]", "[x, 1"]
    {
        let simulator = plain().await;
        simulator.otherwise(MockResponse::text(200, "application/json", body));
        let error = fetch(&transport(&simulator), Method::GET).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{body}");
    }
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
