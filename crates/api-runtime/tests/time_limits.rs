//! Limits of attempts and calls.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::time::Duration;

use api_runtime::{CallOptions, ErrorKind, Sent, Settings, http::Method};
use api_simulator::{Fault, MockResponse, Point, Simulator};
use serde_json::json;
use support::{fetch_with, idempotent, plain, transport_with};
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// Settings of a client with this number of retries, and hardly any wait before them.
fn retries(max_retries: u32) -> Settings {
    let mut settings = Settings::default();
    settings.retry.max_retries = max_retries;
    settings.retry.min_delay = SECOND / 1000;
    settings.deadline = 10_000 * SECOND;
    settings
}

fn with(settings: Settings, set: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = settings;
    set(&mut settings);
    settings
}

async fn silent() -> Simulator {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(200).fault(Fault::Stall(Point::BeforeHeaders)));
    simulator
}

/// Returns the seconds that a call takes against a server that never responds, and its attempts.
async fn seconds(settings: Settings, method: Method, options: CallOptions) -> (u64, u32) {
    let simulator = silent().await;
    let begin = Instant::now();
    let transport = transport_with(simulator.base_url(), settings);
    let error = fetch_with(&transport, method, options).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Timeout, Sent::Maybe));
    (begin.elapsed().as_secs(), error.attempts())
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_is_short_where_another_can_follow() {
    let default = CallOptions::default();
    assert_eq!(seconds(retries(1), Method::GET, default).await, (10 + 360, 2));
    assert_eq!(seconds(retries(2), Method::PUT, default).await, (10 + 20 + 360, 3));
    assert_eq!(
        seconds(retries(7), Method::DELETE, default).await,
        (10 + 20 + 40 + 80 + 160 + 320 + 360 + 360, 8)
    );
    assert_eq!(seconds(retries(1), Method::POST, idempotent(true)).await, (10 + 360, 2));
}

#[tokio::test(start_paused = true)]
async fn what_may_be_sent_only_once_is_given_the_whole_timeout() {
    let default = CallOptions::default();
    assert_eq!(seconds(retries(0), Method::GET, default).await, (360, 1));
    assert_eq!(seconds(retries(8), Method::POST, default).await, (360, 1));
    assert_eq!(seconds(retries(8), Method::PATCH, default).await, (360, 1));
    assert_eq!(seconds(retries(8), Method::PUT, idempotent(false)).await, (360, 1));
    let short = with(retries(8), |settings| settings.first_attempt_timeout = Some(SECOND));
    assert_eq!(seconds(short, Method::POST, default).await, (360, 1));
}

#[tokio::test(start_paused = true)]
async fn an_explicit_timeout_is_the_limit_of_every_attempt() {
    let minute = |retries| with(retries, |settings| settings.timeout = Some(60 * SECOND));
    let default = CallOptions::default();
    assert_eq!(seconds(minute(retries(2)), Method::GET, default).await, (3 * 60, 3));
    assert_eq!(seconds(minute(retries(0)), Method::GET, default).await, (60, 1));
    assert_eq!(seconds(minute(retries(2)), Method::POST, default).await, (60, 1));
    let mut of_call = CallOptions::default();
    of_call.timeout = Some(7 * SECOND);
    assert_eq!(seconds(minute(retries(2)), Method::GET, of_call).await, (3 * 7, 3));
    assert_eq!(seconds(retries(2), Method::GET, of_call).await, (3 * 7, 3));
    let short = with(retries(2), |settings| settings.first_attempt_timeout = Some(SECOND));
    assert_eq!(seconds(short, Method::GET, of_call).await, (3 * 7, 3));
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_the_first_attempt_is_a_setting() {
    let default = CallOptions::default();
    let two = |settings| with(settings, |settings| settings.first_attempt_timeout = Some(2 * SECOND));
    assert_eq!(seconds(two(retries(3)), Method::GET, default).await, (2 + 4 + 8 + 360, 4));
    let up_to_five = with(two(retries(3)), |settings| settings.timeout = Some(5 * SECOND));
    assert_eq!(seconds(up_to_five, Method::GET, default).await, (2 + 4 + 5 + 5, 4));
    let longer = with(retries(1), |settings| {
        settings.timeout = Some(5 * SECOND);
        settings.first_attempt_timeout = Some(60 * SECOND);
    });
    assert_eq!(seconds(longer, Method::GET, default).await, (5 + 5, 2));
}

/// With the settings of `Settings::default()`, which a user has who sets nothing.
#[tokio::test(start_paused = true)]
async fn a_slow_server_gets_one_request_for_each_call() {
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::POST, Method::PATCH] {
        let simulator = plain().await;
        simulator.next(MockResponse::json(200, &json!({ "value": "s3cr3t" })).delay(6500 * SECOND / 1000));
        let transport = transport_with(simulator.base_url(), Settings::default());
        let response = fetch_with(&transport, method, CallOptions::default()).await.unwrap();
        assert_eq!((response.attempts(), simulator.attempts()), (1, 1));
    }
    let simulator = plain().await;
    simulator.next(MockResponse::json(200, &json!({ "value": "s3cr3t" })).delay(300 * SECOND));
    let transport = transport_with(simulator.base_url(), Settings::default());
    let response = fetch_with(&transport, Method::POST, CallOptions::default()).await.unwrap();
    assert_eq!(response.value["value"], "s3cr3t");
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_that_hangs_costs_seconds() {
    let simulator = silent().await;
    simulator.next(MockResponse::status(200).fault(Fault::Stall(Point::BeforeHeaders)));
    simulator.next(MockResponse::json(200, &json!(7)));
    let transport = transport_with(simulator.base_url(), Settings::default());
    let begin = Instant::now();
    let response = fetch_with(&transport, Method::GET, CallOptions::default()).await.unwrap();
    assert_eq!((&response.value, response.attempts()), (&json!(7), 2));
    assert!(begin.elapsed() < 12 * SECOND, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn no_attempt_outlasts_the_deadline() {
    let simulator = silent().await;
    for (method, attempts) in [(Method::GET, 2), (Method::POST, 1)] {
        let settings = with(retries(8), |settings| settings.deadline = 12 * SECOND);
        let begin = Instant::now();
        let transport = transport_with(simulator.base_url(), settings);
        let error = fetch_with(&transport, method, CallOptions::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, attempts));
        assert_eq!(begin.elapsed().as_secs(), 12);
    }
}

#[test]
fn settings_that_let_no_call_succeed_are_rejected() {
    use api_runtime::{BaseUrl, Product, RetryBudget, Transport};
    let build = |set: fn(&mut Settings)| {
        let base_url = BaseUrl::parse("http://127.0.0.1:1", "").unwrap();
        let settings = with(Settings::default(), set);
        Transport::new::<support::TestProblem>(base_url, Vec::new(), Product::new("test", "1"), settings)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    for set in [
        |settings: &mut Settings| settings.timeout = Some(Duration::ZERO),
        |settings| settings.first_attempt_timeout = Some(Duration::ZERO),
        |settings| settings.deadline = Duration::ZERO,
        |settings| settings.connect_timeout = Duration::ZERO,
    ] as [fn(&mut Settings); 4]
    {
        assert_eq!(build(set), Err("a time limit is zero".to_owned()));
    }
    let size = build(|settings| settings.max_response_size = 0);
    assert_eq!(size, Err("the maximum response size is zero".to_owned()));
    let budget = build(|settings| settings.retry_budget = RetryBudget::new().ratio(-1.0));
    assert_eq!(budget, Err("the retry budget is not a number of retries that can be counted".to_owned()));
    let share = Err("`slow_down_below` is not a share greater than 0 and at most 1".to_owned());
    for set in [
        |settings: &mut Settings| settings.slow_down_below = Some(0.0),
        |settings| settings.slow_down_below = Some(-0.5),
        |settings| settings.slow_down_below = Some(1.5),
        |settings| settings.slow_down_below = Some(f64::NAN),
    ] as [fn(&mut Settings); 4]
    {
        assert_eq!(build(set), share);
    }
    assert_eq!(build(|settings| settings.slow_down_below = Some(1.0)), Ok(()));
}
