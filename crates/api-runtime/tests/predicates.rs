//! Every kind of error that a call can end with, and what each predicate says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{error::Error as _, sync::Arc, time::Duration};

use api_runtime::{CallError, CallOptions, Error, ErrorKind, Sent, Settings, http::Method, reqwest};
use api_simulator::{Fault, MockResponse, Point, Simulator};
use serde_json::json;
use support::{TestProblem, fetch, plain, request, transport_with};

const NAMES: [&str; 7] =
    ["timeout", "connect", "rate_limited", "not_found", "unauthorized", "forbidden", "retryable"];

/// Predicates that hold, and what is known of the way to the server.
type Told = (&'static [&'static str], Sent);

/// Returns the names of the predicates that hold.
fn held(error: &Error<TestProblem>) -> Vec<&'static str> {
    let values = [
        error.is_timeout(),
        error.is_connect(),
        error.is_rate_limited(),
        error.is_not_found(),
        error.is_unauthorized(),
        error.is_forbidden(),
        error.is_retryable(),
    ];
    NAMES.into_iter().zip(values).filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

/// Settings without retries, under which a deadline is told from the limit of an attempt.
fn once() -> Settings {
    let mut settings = Settings::default();
    settings.retry.max_retries = 0;
    settings.timeout = Some(Duration::from_secs(5));
    settings.max_response_size = 1000;
    settings
}

async fn error_of(simulator: &Simulator, method: Method, settings: Settings) -> Error<TestProblem> {
    fetch(&transport_with(simulator.base_url(), settings), method).await.unwrap_err()
}

fn ok() -> MockResponse {
    MockResponse::json(200, &json!([1, 2, 3]))
}

#[tokio::test(start_paused = true)]
async fn errors_with_a_response_or_without() {
    use ErrorKind as K;
    use Sent::{Maybe, Yes};
    let stalled = |point| ok().fault(Fault::Stall(point));
    let closed = |point| ok().fault(Fault::Close(point));
    // (response, kind, for GET: predicates and `sent`, for POST: the same)
    let table: Vec<(MockResponse, K, Told, Told)> = vec![
        (MockResponse::status(400), K::Status, (&[], Yes), (&[], Yes)),
        (MockResponse::status(401), K::Status, (&["unauthorized"], Yes), (&["unauthorized"], Yes)),
        (MockResponse::status(403), K::Status, (&["forbidden"], Yes), (&["forbidden"], Yes)),
        (MockResponse::status(404), K::Status, (&["not_found"], Yes), (&["not_found"], Yes)),
        (MockResponse::status(408), K::Status, (&["retryable"], Yes), (&[], Maybe)),
        (MockResponse::status(409), K::Status, (&[], Yes), (&[], Yes)),
        (MockResponse::status(418), K::Status, (&[], Yes), (&[], Yes)),
        (MockResponse::status(425), K::Status, (&["retryable"], Yes), (&[], Maybe)),
        (
            MockResponse::status(429),
            K::Status,
            (&["rate_limited", "retryable"], Yes),
            (&["rate_limited", "retryable"], Yes),
        ),
        (MockResponse::status(499), K::Status, (&[], Yes), (&[], Yes)),
        (MockResponse::status(500), K::Status, (&["retryable"], Yes), (&[], Maybe)),
        (MockResponse::status(504), K::Status, (&["retryable"], Yes), (&[], Maybe)),
        (MockResponse::status(599), K::Status, (&["retryable"], Yes), (&[], Maybe)),
        (
            MockResponse::json(503, &json!({ "code": "busy", "processed": false })),
            K::Status,
            (&["retryable"], Yes),
            (&["retryable"], Yes),
        ),
        (
            stalled(Point::BeforeHeaders),
            K::Timeout,
            (&["timeout", "retryable"], Maybe),
            (&["timeout"], Maybe),
        ),
        (stalled(Point::AfterHeaders), K::Timeout, (&["timeout", "retryable"], Yes), (&["timeout"], Maybe)),
        (closed(Point::BeforeHeaders), K::Connection, (&["retryable"], Maybe), (&[], Maybe)),
        (closed(Point::AfterBodyBytes(3)), K::Body, (&["retryable"], Yes), (&[], Maybe)),
        (MockResponse::text(200, "application/json", "[1,2"), K::Body, (&["retryable"], Yes), (&[], Maybe)),
        (MockResponse::json_of_size(200, 1001), K::TooLarge, (&[], Yes), (&[], Maybe)),
        // What is declared to be too large is not even begun.
        (
            MockResponse::json_of_size(200, 1001).fault(Fault::Stall(Point::AfterHeaders)),
            K::TooLarge,
            (&[], Yes),
            (&[], Maybe),
        ),
        (MockResponse::text(200, "text/html", "<p>"), K::Decode, (&[], Yes), (&[], Maybe)),
        (MockResponse::redirect(302, "https://elsewhere.example/"), K::Redirect, (&[], Yes), (&[], Yes)),
    ];
    for (response, kind, reads, creates) in table {
        for (method, expected) in [(Method::GET, reads), (Method::POST, creates)] {
            let simulator = plain().await;
            simulator.otherwise(response.clone());
            let error = error_of(&simulator, method.clone(), once()).await;
            let found = (error.kind(), held(&error), error.sent());
            assert_eq!(found, (kind, expected.0.to_vec(), expected.1), "{method} {response:?}: {error}");
            assert_eq!(error.method(), Some(&method));
            assert_eq!((error.attempts(), simulator.attempts()), (1, 1));
            let says_so = error.to_string().contains("may have taken effect");
            assert_eq!(says_so, error.sent() == Sent::Maybe, "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn errors_before_anything_is_sent() {
    let simulator = plain().await;
    let transport = transport_with(simulator.base_url(), once());
    let call = transport.call(CallOptions::default());
    let input: Error<TestProblem> =
        call.execute_empty(request(Method::GET, "no path")).await.unwrap_err().into();
    let config = Error::<TestProblem>::from(CallError::config("no token"));
    let mut rejecting = once();
    rejecting.interceptors.push(Arc::new(|_| Err("not today".into())));
    let interceptor = error_of(&simulator, Method::GET, rejecting).await;
    let mut settings = once();
    settings.deadline = Duration::from_secs(2);
    let gone = "http://127.0.0.1:1";
    let connect = fetch(&transport_with(gone, once()), Method::POST).await.unwrap_err();
    for (error, kind, expected) in [
        (input, ErrorKind::Input, vec![]),
        (config, ErrorKind::Config, vec![]),
        (interceptor, ErrorKind::Interceptor, vec![]),
        (connect, ErrorKind::Connect, vec!["connect", "retryable"]),
    ] {
        assert_eq!((error.kind(), held(&error), error.sent()), (kind, expected, Sent::No), "{error}");
    }
    assert_eq!(simulator.attempts(), 0);
    simulator.otherwise(ok().fault(Fault::Stall(Point::BeforeHeaders)));
    for (method, expected) in [(Method::GET, vec!["timeout", "retryable"]), (Method::POST, vec!["timeout"])] {
        let error = error_of(&simulator, method, settings.clone()).await;
        assert_eq!((error.kind(), held(&error), error.sent()), (ErrorKind::Deadline, expected, Sent::Maybe));
    }
}

/// Limits that no clock can represent.
#[tokio::test(start_paused = true)]
async fn limits_without_end_are_none() {
    let simulator = plain().await;
    // Two years.
    simulator.otherwise(ok().delay(Duration::from_secs(2 * 365 * 24 * 3600)));
    let mut settings = once();
    (settings.timeout, settings.deadline) = (Some(Duration::MAX), Duration::MAX);
    let call = transport_with(simulator.base_url(), settings).call(CallOptions::default());
    assert!(call.execute_empty(request(Method::GET, "/things")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_cause_is_kept_as_the_source() {
    let simulator = plain().await;
    simulator.otherwise(ok().fault(Fault::Close(Point::BeforeHeaders)));
    let error = error_of(&simulator, Method::GET, once()).await;
    assert!(error.source().unwrap().is::<reqwest::Error>());
    simulator.otherwise(MockResponse::text(200, "application/json", "[1,2"));
    let error = error_of(&simulator, Method::GET, once()).await;
    assert!(error.source().unwrap().is::<api_runtime::decode::DecodeError>());
    let connect = fetch(&transport_with("http://127.0.0.1:1", once()), Method::GET).await.unwrap_err();
    assert!(connect.source().unwrap().is::<reqwest::Error>());
    // A status is no error of anything else.
    simulator.otherwise(MockResponse::status(404));
    assert!(error_of(&simulator, Method::GET, once()).await.source().is_none());
}

/// What came of an error body before it was cut.
#[tokio::test(start_paused = true)]
async fn the_part_of_an_error_body_that_came_is_kept() {
    for status in [404, 429, 503] {
        let simulator = plain().await;
        let body = r#"{"code":"none","message":"No."}"#;
        let cut = Fault::Close(Point::AfterBodyBytes(15));
        simulator.otherwise(MockResponse::text(status, "application/json", body).fault(cut));
        let error = error_of(&simulator, Method::GET, once()).await;
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Body, status));
        assert_eq!(error.body(), Some(&body.as_bytes()[..15]));
        assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    }
}

#[tokio::test]
async fn the_http_client_has_the_settings_and_no_credentials() {
    let simulator = plain().await;
    simulator.next(MockResponse::redirect(302, "/elsewhere"));
    let transport = transport_with(simulator.base_url(), once());
    let url = format!("{}/things", simulator.base_url());
    let response = transport.http_client().get(url).send().await.unwrap();
    assert_eq!(response.status(), 302);
    let received = &simulator.requests()[0];
    assert_eq!((received.header("authorization"), received.header("x-key")), (None, None));
    assert_eq!(transport.stats().requests, 0);
}

/// A caller's own client may follow redirects, but not to where the token would be sent.
#[tokio::test]
async fn a_client_of_the_callers_own_may_not_lead_to_another_origin() {
    let (here, elsewhere) = (plain().await, plain().await);
    let mut settings = once();
    settings.http_client = Some(reqwest::Client::new());
    here.next(MockResponse::redirect(302, "/seen"));
    here.next(ok());
    assert!(fetch(&transport_with(here.base_url(), settings.clone()), Method::GET).await.is_ok());
    here.next(MockResponse::redirect(302, &format!("{}/seen", elsewhere.base_url())));
    elsewhere.next(ok());
    let error = error_of(&here, Method::GET, settings).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Redirect, 1));
    // A body that is watched, as for HTTP/2, cannot be sent again: reqwest leaves the redirect to its caller.
    let reason = if cfg!(feature = "http2") {
        "redirected to another origin, to which nothing was sent"
    } else {
        "the HTTP client followed a redirect to another origin; build it without redirects"
    };
    assert!(error.to_string().contains(reason), "{error}");
}

/// A setup of the HTTP client is applied, and cannot undo what the client relies on.
#[tokio::test]
async fn a_setup_of_the_http_client_is_applied_below_the_settings() {
    let simulator = plain().await;
    simulator.next(MockResponse::redirect(302, "https://elsewhere.example/"));
    let mut settings = once();
    settings.http_client_setup = Some(Arc::new(|builder| {
        let mut headers = api_runtime::http::HeaderMap::new();
        headers.insert("x-setup", "1".parse().unwrap());
        builder.default_headers(headers).redirect(reqwest::redirect::Policy::limited(5))
    }));
    let error = error_of(&simulator, Method::GET, settings).await;
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(simulator.requests()[0].header("x-setup"), Some("1"));
}
