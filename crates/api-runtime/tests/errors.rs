//! Errors: the line that is printed, the accessors and predicates, and their conversions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::time::Duration;

use api_runtime::{
    CallError, CallOptions, Error, ErrorKind, RequestBuilder, Response, Sent, Transport, http::Method,
};
use api_simulator::{Fault, MockResponse, Point};
use serde_json::{Value, json};
use support::{TestProblem, in_time, plain, settings, transport_with};

/// A client that does not retry.
async fn single_attempts() -> (api_simulator::Simulator, Transport) {
    let simulator = plain().await;
    let mut settings = settings();
    settings.retry.max_retries = 0;
    settings.max_response_size = 1000;
    settings.request_id_headers = &["x-trace", "x-request-id"];
    let transport = transport_with(simulator.base_url(), settings);
    (simulator, transport)
}

async fn get(transport: &Transport) -> Result<Response<Vec<i64>>, CallError> {
    let request = RequestBuilder::new("things_list", Method::GET, "/things").query("q", "s3cr3t");
    in_time(transport.call(CallOptions::default()).execute(request)).await
}

async fn error_of(response: MockResponse) -> Error<TestProblem> {
    let (simulator, transport) = single_attempts().await;
    simulator.next(response);
    get(&transport).await.unwrap_err().into()
}

fn ok() -> MockResponse {
    MockResponse::json(200, &json!([1, 2, 3]))
}

#[tokio::test(start_paused = true)]
async fn an_error_is_one_line() {
    let problem = json!({ "code": "no-token", "message": "The token\nis not known." });
    for (response, kind, expected) in [
        (
            MockResponse::json(401, &problem),
            ErrorKind::Status,
            "401 Unauthorized (no-token: The token is not known.); 1 attempt; check the token",
        ),
        (
            MockResponse::text(403, "text/html", "<html><title>Access denied</title>"),
            ErrorKind::Status,
            "403 Forbidden (Access denied); 1 attempt; check the permissions of the token",
        ),
        (
            MockResponse::json(404, &json!({ "code": "none" })),
            ErrorKind::Status,
            "404 Not Found (none); 1 attempt",
        ),
        (
            MockResponse::json(429, &json!({ "message": "Slow down." })).header("retry-after", "7"),
            ErrorKind::Status,
            "429 Too Many Requests (Slow down.); 1 attempt; the server asks to wait 7 s",
        ),
        (
            MockResponse::text(503, "application/json", r#"{"detail":"Back soon."}"#),
            ErrorKind::Status,
            "503 Service Unavailable (Back soon.); 1 attempt",
        ),
        (
            MockResponse::json(200, &json!({ "s3cr3t": 1 })),
            ErrorKind::Decode,
            "200 OK, but the body cannot be decoded: $: expected a sequence, found object; 1 attempt; \
             the API may have changed: look for a newer version of this crate",
        ),
        (
            ok().fault(Fault::Stall(Point::BeforeHeaders)),
            ErrorKind::Timeout,
            "no response within 5.0 s; 1 attempt; the request may have taken effect; \
             raise `timeout` or `deadline`, or try later",
        ),
        (
            ok().fault(Fault::Stall(Point::AfterHeaders)),
            ErrorKind::Timeout,
            "200 OK, but the body did not arrive within 5.0 s; 1 attempt; \
             raise `timeout` or `deadline`, or try later",
        ),
        (
            MockResponse::json_of_size(200, 1001),
            ErrorKind::TooLarge,
            "200 OK, but the body is larger than 1000 bytes; 1 attempt; \
             raise `max_response_size` if such a response is expected",
        ),
        (
            MockResponse::redirect(302, "https://elsewhere.example/"),
            ErrorKind::Redirect,
            "redirected to another origin, to which nothing was sent; 1 attempt; check the base URL",
        ),
        (
            MockResponse::redirect(302, "http://["),
            ErrorKind::Redirect,
            "redirected to an invalid URL; 1 attempt; check the base URL",
        ),
    ] {
        let error = error_of(response).await;
        assert_eq!(error.to_string(), format!("things_list (GET /things): {expected}"));
        assert_eq!((error.kind(), format!("{error:?}")), (kind, error.to_string()));
        assert!(!format!("{error:#?}").contains("s3cr3t"), "{error:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cause_is_part_of_the_line() {
    let error = error_of(ok().fault(Fault::Close(Point::AfterBodyBytes(3)))).await;
    let (line, cause) = (error.to_string(), std::error::Error::source(&error).unwrap());
    assert!(line.starts_with("things_list (GET /things): 200 OK, but the body cannot be read: "), "{line}");
    assert!(line.ends_with("; 1 attempt") && cause.is::<api_runtime::reqwest::Error>(), "{line}");
    let error = error_of(ok().fault(Fault::Close(Point::BeforeHeaders))).await;
    let line = error.to_string();
    assert!(line.contains(": the connection was lost before a response: "), "{line}");
    assert!(line.ends_with("; 1 attempt; the request may have taken effect"), "{line}");
}

#[tokio::test(start_paused = true)]
async fn the_reason_against_a_retry_is_part_of_the_line() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(503).header("retry-after", "3600"));
    let transport = transport_with(simulator.base_url(), settings());
    let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
    assert_eq!(
        error.to_string(),
        "things_list (GET /things): 503 Service Unavailable; not retried: the deadline leaves no time for \
         the wait; 1 attempt; the server asks to wait 3600 s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_is_told_from_the_limit_of_an_attempt() {
    let simulator = plain().await;
    simulator.otherwise(ok().fault(Fault::Stall(Point::BeforeHeaders)));
    let transport = transport_with(simulator.base_url(), settings());
    let mut options = CallOptions::default();
    options.deadline = Some(Duration::from_secs(2));
    let request = RequestBuilder::new("things_list", Method::GET, "/things");
    let error: Error<TestProblem> =
        in_time(transport.call(options).execute_empty(request)).await.unwrap_err().into();
    assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::Deadline, true));
    assert_eq!(
        error.to_string(),
        "things_list (GET /things): the deadline passed before a complete response arrived; 1 attempt; \
         the request may have taken effect; raise `timeout` or `deadline`, or try later"
    );
}

#[tokio::test(start_paused = true)]
async fn predicates() {
    let names = ["timeout", "connect", "rate_limited", "not_found", "unauthorized", "forbidden", "retryable"];
    let stalled = ok().fault(Fault::Stall(Point::BeforeHeaders));
    for (response, expected, sent) in [
        (MockResponse::status(400), vec![], Sent::Yes),
        (MockResponse::status(401), vec!["unauthorized"], Sent::Yes),
        (MockResponse::status(403), vec!["forbidden"], Sent::Yes),
        (MockResponse::status(404), vec!["not_found"], Sent::Yes),
        (MockResponse::status(408), vec!["retryable"], Sent::Yes),
        (MockResponse::status(429), vec!["rate_limited", "retryable"], Sent::Yes),
        (MockResponse::status(500), vec!["retryable"], Sent::Yes),
        (MockResponse::json(200, &json!("x")), vec![], Sent::Yes),
        (ok().fault(Fault::Close(Point::AfterBodyBytes(3))), vec!["retryable"], Sent::Yes),
        (ok().fault(Fault::Close(Point::BeforeHeaders)), vec!["retryable"], Sent::Maybe),
        (stalled, vec!["timeout", "retryable"], Sent::Maybe),
        (MockResponse::json_of_size(200, 1001), vec![], Sent::Yes),
    ] {
        let error = error_of(response.clone()).await;
        let values = [
            error.is_timeout(),
            error.is_connect(),
            error.is_rate_limited(),
            error.is_not_found(),
            error.is_unauthorized(),
            error.is_forbidden(),
            error.is_retryable(),
        ];
        let held: Vec<_> =
            names.into_iter().zip(values).filter(|(_, holds)| *holds).map(|(name, _)| name).collect();
        assert_eq!((held, error.sent()), (expected, sent), "{response:?}");
    }
}

#[tokio::test]
async fn accessors() {
    let error = error_of(
        MockResponse::json(429, &json!({ "code": "slow", "message": "Slow down." }))
            .header("retry-after", "7")
            .header("x-request-id", "r-1")
            .header("x-trace", "t-1")
            .header("x-ratelimit-limit", "100")
            .header("ratelimit-remaining", "0"),
    )
    .await;
    assert_eq!(error.operation(), Some("things_list"));
    assert_eq!(error.method(), Some(&Method::GET));
    assert_eq!(error.path(), Some("/things"));
    assert_eq!(error.call().map(|call| call.attempts), Some(1));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!(error.headers().unwrap()["x-request-id"], "r-1");
    assert_eq!(error.body(), Some(br#"{"code":"slow","message":"Slow down."}"#.as_slice()));
    assert_eq!(error.problem().unwrap().code.as_deref(), Some("slow"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.request_id(), Some("t-1"));
    let rate_limit = error.rate_limit().unwrap();
    assert_eq!((rate_limit.limit, rate_limit.remaining, rate_limit.reset), (Some(100), Some(0), None));

    let error = Error::<TestProblem>::from(CallError::config("the token is missing"));
    assert_eq!((error.to_string().as_str(), error.kind()), ("the token is missing", ErrorKind::Config));
    assert!(error.call().is_none() && error.headers().is_none() && error.request_id().is_none());
}

#[tokio::test]
async fn a_response_has_the_same_accessors() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(ok().header("x-request-id", "r-1").header("ratelimit-reset", "60"));
    let response = get(&transport).await.unwrap();
    assert_eq!(response.value, [1, 2, 3]);
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    assert_eq!((response.call().operation, response.call().path.as_str()), ("things_list", "/things"));
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.body(), b"[1,2,3]");
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.rate_limit().unwrap().reset, Some(60));
    assert!(response.skipped_fields().is_empty());
    let response = response.map(|numbers| numbers.len());
    assert_eq!((response.body(), response.value), (b"[1,2,3]".as_slice(), 3));
}

#[tokio::test]
async fn an_error_response_can_be_read_as_none() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(MockResponse::json(404, &json!({ "code": "none" })));
    let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
    let response = error.into_call_error().into_none::<Vec<i64>>().unwrap();
    assert_eq!((response.status().as_u16(), response.attempts(), response.value), (404, 1, None));

    let without_response = CallError::input("the id is empty").into_none::<()>().unwrap_err();
    assert_eq!(without_response.to_string(), "the id is empty");
}

#[tokio::test]
async fn the_problem_survives_a_failed_conversion() {
    let error = error_of(MockResponse::json(404, &json!({ "code": "none" }))).await;
    let error: Error<TestProblem> = error.into_call_error().into_undecoded().unwrap_err().into();
    assert_eq!(error.problem().unwrap().code.as_deref(), Some("none"));
}

#[tokio::test]
async fn a_response_with_another_body_can_be_had_undecoded() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(MockResponse::text(200, "text/csv", "a,b\n1,2\n"));
    let response = get(&transport).await.unwrap_err().into_undecoded().unwrap();
    assert_eq!((response.body(), response.attempts()), (b"a,b\n1,2\n".as_slice(), 1));
}

#[tokio::test]
async fn a_successful_response_can_be_rejected_by_its_body() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(MockResponse::json(200, &json!({ "code": "7003", "message": "No." })));
    let call = transport.call(CallOptions::default());
    let request = RequestBuilder::new("things_delete", Method::DELETE, "/things/1");
    let response = call.execute::<Value>(request).await.unwrap();
    let error: Error<TestProblem> = call.reject(response).into();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Rejected, Sent::Yes));
    assert_eq!(
        error.to_string(),
        "things_delete (DELETE /things/1): 200 OK, but the body reports an error (7003: No.); 1 attempt"
    );
}

#[tokio::test]
async fn an_invalid_response_is_an_error_without_its_body() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(ok());
    let response = get(&transport).await.unwrap();
    let call_error =
        CallError::invalid_response(response, ErrorKind::Paging, "but the page repeats an earlier one");
    let error: Error<TestProblem> = call_error.into();
    assert_eq!(
        error.to_string(),
        "things_list (GET /things): 200 OK, but the page repeats an earlier one; 1 attempt"
    );
    assert_eq!((error.kind(), error.body()), (ErrorKind::Paging, Some(b"[1,2,3]".as_slice())));
}
