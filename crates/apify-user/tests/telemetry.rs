//! Spans and events of a call, with OpenTelemetry's names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::collections::BTreeMap;

use api_simulator::MockResponse;
use support::{
    capture::{Capture, Entry},
    client, plain,
};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt;

const RUNTIME: &str = "api_runtime";

/// Captures what this thread traces; the tests' runtimes have no other.
fn capture() -> (Capture, DefaultGuard) {
    let capture = Capture::default();
    let subscriber = tracing_subscriber::registry().with(capture.clone());
    (capture, tracing::subscriber::set_default(subscriber))
}

/// The one call's span, with all that was recorded in it.
fn span(capture: &Capture) -> BTreeMap<String, String> {
    let entries = capture.entries().into_iter();
    entries.filter(|entry| entry.name == "api_call").flat_map(|entry| entry.fields).collect()
}

fn events(capture: &Capture, message: &str) -> Vec<Entry> {
    let of_runtime = |entry: &Entry| entry.target.starts_with(RUNTIME);
    let says = |entry: &Entry| entry.fields.get("message").is_some_and(|text| text.contains(message));
    capture.entries().into_iter().filter(|entry| of_runtime(entry) && says(entry)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span() {
    let simulator = plain().await;
    simulator.otherwise(support::Operation::MonthlyUsage.response());
    let (capture, _guard) = capture();
    client(&simulator).me().monthly_usage().await.unwrap();
    let port = simulator.address().port().to_string();
    let expected = [
        ("otel.name", "users_me_usage_monthly_get"),
        ("otel.kind", "client"),
        ("http.request.method", "GET"),
        ("url.scheme", "http"),
        ("url.path", "/v2/users/me/usage/monthly"),
        ("server.address", "127.0.0.1"),
        ("server.port", port.as_str()),
        ("http.response.status_code", "200"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(span(&capture), BTreeMap::from(expected));
    assert_eq!(events(&capture, "attempt ended").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn retries_and_the_failure_stand_in_it() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(503));
    let (capture, _guard) = capture();
    client(&simulator).me().get().await.unwrap_err();
    let span = span(&capture);
    assert_eq!(span["http.request.resend_count"], "2");
    assert_eq!(span["http.response.status_code"], "503");
    assert_eq!(span["error.type"], "Status");

    let attempts = events(&capture, "attempt ended");
    let numbers: Vec<&str> = attempts.iter().map(|event| event.fields["attempt"].as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3"]);
    assert!(attempts.iter().all(|event| event.fields["http.response.status_code"] == "503"));
    let waits = events(&capture, "sending again");
    assert_eq!(waits.len(), 2);
    for (wait, least) in waits.iter().zip([1000, 2000]) {
        let wait: u64 = wait.fields["wait_ms"].parse().unwrap();
        assert!((least..2 * least).contains(&wait), "{wait} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_without_a_response_has_no_status() {
    let (capture, _guard) = capture();
    let simulator = plain().await;
    simulator.otherwise(api_simulator::Fault::ResetBeforeReading);
    client(&simulator).me().get().await.unwrap_err();
    let span = span(&capture);
    assert_eq!(span["error.type"], "Connection");
    assert!(!span.contains_key("http.response.status_code"));
}

#[tokio::test(start_paused = true)]
async fn the_query_is_left_out() {
    let simulator = plain().await;
    simulator.otherwise(support::Operation::MonthlyUsage.response());
    let (capture, _guard) = capture();
    let client = support::builder(simulator.base_url())
        .request_interceptor(|request| {
            request.url_mut().set_query(Some("signature=sentinel"));
            Ok(())
        })
        .build()
        .unwrap();
    client.me().monthly_usage().await.unwrap();
    assert_eq!(simulator.requests()[0].expose_query(), Some("signature=sentinel"));
    assert!(!format!("{:?}", capture.entries()).contains("sentinel"));
}

#[tokio::test(start_paused = true)]
async fn malformed_fields_are_logged_with_their_path() {
    let simulator = plain().await;
    let mut body = support::bodies::user();
    body["data"]["isPaying"] = "perhaps".into();
    body["data"]["plan"]["monthlyBasePriceUsd"] = "perhaps".into();
    simulator.next(MockResponse::json(200, &body));
    let (capture, _guard) = capture();
    let user = client(&simulator).me().get().await.unwrap().unwrap();
    assert_eq!(user.is_paying, None);
    let warnings = events(&capture, "malformed value");
    let paths: Vec<&str> = warnings.iter().map(|event| event.fields["path"].as_str()).collect();
    assert_eq!(paths, ["data.isPaying", "data.plan.monthlyBasePriceUsd"]);
    assert!(!format!("{warnings:?}").contains("perhaps"));
}
