//! Servers that limit requests: what they state is waited for, and kept to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use api_runtime::{ErrorKind, Settings, Transport, http::Method};
use api_simulator::{MockResponse, Simulator};
use serde_json::json;
use support::{fetch, fetch_with, log, plain, serve, settings, transport_with};
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

fn good() -> MockResponse {
    MockResponse::json(200, &json!(7))
}

/// Returns the seconds that a call waits after this 429, and its error's delay.
async fn wait_after(response: MockResponse) -> f64 {
    let simulator = plain().await;
    simulator.next(response);
    simulator.next(good());
    let mut settings = settings();
    settings.now = || SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let begin = Instant::now();
    let response = fetch(&transport_with(simulator.base_url(), settings), Method::POST).await.unwrap();
    assert_eq!(response.attempts(), 2);
    begin.elapsed().as_secs_f64()
}

fn assert_about(seconds: f64, expected: f64) {
    assert!((expected..expected + 0.05).contains(&seconds), "{seconds} s instead of {expected} s");
}

#[tokio::test(start_paused = true)]
async fn a_429_without_retry_after_waits_for_the_reset() {
    let limited = || MockResponse::status(429);
    assert_about(wait_after(limited().header("ratelimit", r#""default";r=0;t=30"#)).await, 30.0);
    assert_about(wait_after(limited().header("ratelimit", r#""a";r=0;t=3, "b";r=0;t=40"#)).await, 40.0);
    assert_about(wait_after(limited().header("x-ratelimit-reset", "50")).await, 50.0);
    assert_about(wait_after(limited().header("x-ratelimit-reset", "1800000060")).await, 60.0);
    // What it says in so many words takes precedence.
    let both = limited().header("ratelimit", r#""default";r=0;t=30"#).header("retry-after", "7");
    assert_about(wait_after(both).await, 7.0);
    // The policy's own wait: one to two seconds.
    for response in [
        limited(),
        limited().header("ratelimit", "malformed;"),
        limited().header("ratelimit", r#""default";r=0;t=0"#),
        limited().header("x-ratelimit-reset", "1700000000"),
    ] {
        let seconds = wait_after(response).await;
        assert!((1.0..2.05).contains(&seconds), "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn figures_of_a_response_that_is_not_429_are_no_wait() {
    let simulator = plain().await;
    simulator.next(MockResponse::status(503).header("ratelimit", r#""default";r=0;t=300"#));
    simulator.next(good());
    let begin = Instant::now();
    fetch(&transport_with(simulator.base_url(), settings()), Method::GET).await.unwrap();
    assert!(begin.elapsed() < 3 * SECOND);
    // Nor is the time that a success names, whose body is cut.
    let cut = api_simulator::Fault::Close(api_simulator::Point::AfterBodyBytes(0));
    simulator.next(good().header("retry-after", "300").fault(cut));
    simulator.next(good());
    let begin = Instant::now();
    fetch(&transport_with(simulator.base_url(), settings()), Method::GET).await.unwrap();
    assert!(begin.elapsed() < 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_figures_are_part_of_responses_and_errors() {
    let simulator = plain().await;
    let with_figures = |response: MockResponse| {
        response
            .header("ratelimit", r#""default";r=50;t=30"#)
            .header("ratelimit-policy", r#""default";q=1200;w=300"#)
    };
    simulator.next(with_figures(good()));
    let client = transport_with(simulator.base_url(), settings());
    let figures = fetch(&client, Method::GET).await.unwrap().rate_limit().unwrap();
    let expected = (Some(1200), Some(50), Some(30), Some(300));
    assert_eq!((figures.limit, figures.remaining, figures.reset, figures.window), expected);
    simulator.otherwise(with_figures(MockResponse::status(429)));
    let mut options = api_runtime::CallOptions::default();
    options.deadline = Some(20 * SECOND);
    let error = fetch_with(&client, Method::GET, options).await.unwrap_err();
    let figures = error.rate_limit().unwrap();
    assert_eq!((figures.limit, figures.remaining, figures.reset, figures.window), expected);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    assert_eq!(error.retry_after(), Some(30 * SECOND));
    assert!(error.to_string().contains("the server asks to wait 30 s"), "{error}");
    simulator.next(good());
    assert_eq!(fetch(&client, Method::GET).await.unwrap().rate_limit(), None);
}

#[tokio::test(start_paused = true)]
async fn calls_requests_and_429s_are_counted() {
    let simulator = plain().await;
    let mut settings = settings();
    settings.retry.max_retries = 20;
    settings.retry.min_delay = Duration::ZERO;
    settings.retry.max_delay = Duration::ZERO;
    let client = transport_with(simulator.base_url(), settings);
    let counted = || {
        let stats = client.stats();
        (stats.calls, stats.requests, stats.rate_limit_errors)
    };
    simulator.next(good());
    fetch(&client, Method::GET).await.unwrap();
    assert_eq!(counted(), (1, 1, vec![]));
    for status in [429, 429, 200, 503, 429] {
        simulator.next(MockResponse::json(status, &json!(7)));
    }
    simulator.otherwise(good());
    let (lines, _guard) = log(tracing::Level::DEBUG);
    fetch(&client, Method::GET).await.unwrap();
    for attempt in [1, 2] {
        let event = format!("sending again after a wait attempt={attempt} wait_ms=0");
        assert_eq!(lines.text().matches(&event).count(), 1, "{}", lines.text());
    }
    fetch(&client.clone(), Method::GET).await.unwrap();
    assert_eq!(counted(), (3, 7, vec![1, 2]));
    // From the sixteenth attempt, all count together.
    simulator.otherwise(MockResponse::status(429));
    assert_eq!(fetch(&client, Method::GET).await.unwrap_err().attempts(), 21);
    let expected = [vec![2, 3], vec![1; 13], vec![6]].concat();
    assert_eq!(counted(), (4, 28, expected));
}

/// A server with a limit in fixed windows, which states its figures and counts what it turns away.
struct Limited {
    base_url: String,
    moments: Arc<Mutex<Vec<Instant>>>,
    turned_away: Arc<Mutex<u32>>,
}

impl Limited {
    async fn start(limit: u32, window: Duration) -> Self {
        let moments = Arc::<Mutex<Vec<Instant>>>::default();
        let turned_away = Arc::<Mutex<u32>>::default();
        let (seen, rejected) = (Arc::clone(&moments), Arc::clone(&turned_away));
        let (mut end, mut left) = (Instant::now() + window, limit);
        let base_url = serve(move || {
            let now = Instant::now();
            seen.lock().unwrap().push(now);
            while now >= end {
                (end, left) = (end + window, limit);
            }
            let status = if left == 0 { 429 } else { 200 };
            *rejected.lock().unwrap() += u32::from(status == 429);
            left = left.saturating_sub(1);
            let reset = (end - now).as_secs_f64().ceil();
            let headers = format!(
                "ratelimit: \"default\";r={left};t={reset}\r\nratelimit-policy: \"default\";q={limit};w={}\r\n",
                window.as_secs()
            );
            (status, headers, "7")
        })
        .await;
        Self { base_url, moments, turned_away }
    }

    fn client(&self, slow_down_below: Option<f64>) -> Transport {
        let mut settings = Settings::default();
        settings.slow_down_below = slow_down_below;
        settings.deadline = 3600 * SECOND;
        transport_with(&self.base_url, settings)
    }

    fn turned_away(&self) -> u32 {
        *self.turned_away.lock().unwrap()
    }

    /// Seconds since the first request at which each arrived.
    fn seconds(&self) -> Vec<f64> {
        let moments = self.moments.lock().unwrap();
        moments.iter().map(|moment| (*moment - moments[0]).as_secs_f64()).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_slows_down_before_the_limit_if_it_is_told_to() {
    let server = Limited::start(100, 60 * SECOND).await;
    let client = server.client(Some(0.2));
    for _ in 0..250 {
        fetch(&client, Method::GET).await.unwrap();
    }
    assert_eq!(server.turned_away(), 0);
    let seconds = server.seconds();
    // The first eighty at once, the last twenty over the rest of the window.
    assert!(seconds[80] < 1.0, "{}", seconds[80]);
    assert!((20.0..40.0).contains(&seconds[90]), "{}", seconds[90]);
    assert!((50.0..61.0).contains(&seconds[99]), "{}", seconds[99]);
    // Three windows for 250 requests, and no longer.
    assert!((120.0..180.0).contains(&seconds[249]), "{}", seconds[249]);
}

#[tokio::test(start_paused = true)]
async fn a_client_does_not_slow_down_by_itself() {
    let server = Limited::start(100, 60 * SECOND).await;
    let client = server.client(None);
    for _ in 0..100 {
        fetch(&client, Method::GET).await.unwrap();
    }
    assert!(server.seconds()[99] < 1.0);
    // It is told by the 429, and waits for the reset.
    assert_eq!(fetch(&client, Method::GET).await.unwrap().attempts(), 2);
    assert_eq!(server.turned_away(), 1);
}

/// Callers that share a client share its pace; few are turned away, and all are served.
#[tokio::test(start_paused = true)]
async fn many_callers_share_one_pace() {
    let server = Limited::start(100, 60 * SECOND).await;
    let client = server.client(Some(0.5));
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..30 {
                    fetch(&client, Method::POST).await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    assert!(server.turned_away() <= 10, "{} turned away", server.turned_away());
    let seconds = server.seconds();
    assert!((120.0..240.0).contains(seconds.last().unwrap()), "{seconds:?}");
}

/// A wait that the call would not outlast is not made: the server has the last word.
#[tokio::test(start_paused = true)]
async fn a_pace_does_not_outlast_the_deadline() {
    let simulator: Simulator = plain().await;
    simulator.otherwise(good().header("ratelimit", r#""default";r=0;t=300"#));
    let mut settings = settings();
    settings.slow_down_below = Some(0.1);
    settings.deadline = 60 * SECOND;
    let client = transport_with(simulator.base_url(), settings);
    let begin = Instant::now();
    fetch(&client, Method::GET).await.unwrap();
    fetch(&client, Method::GET).await.unwrap();
    assert!(begin.elapsed() < SECOND);
    let mut patient = api_runtime::CallOptions::default();
    patient.deadline = Some(400 * SECOND);
    let (lines, _guard) = log(tracing::Level::DEBUG);
    fetch_with(&client, Method::GET, patient).await.unwrap();
    assert_eq!(lines.text().matches("waiting to stay within the rate limit").count(), 1);
    assert!(begin.elapsed() >= 300 * SECOND && begin.elapsed() < 301 * SECOND, "{:?}", begin.elapsed());
}

/// Without figures there is no pace.
#[tokio::test(start_paused = true)]
async fn a_server_without_figures_is_not_paced() {
    let simulator = plain().await;
    for headers in [("x-none", "1"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "30")] {
        simulator.otherwise(good().header(headers.0, headers.1));
        let mut settings = settings();
        settings.slow_down_below = Some(1.0);
        let client = transport_with(simulator.base_url(), settings);
        let begin = Instant::now();
        for _ in 0..20 {
            fetch(&client, Method::GET).await.unwrap();
        }
        assert!(begin.elapsed() < SECOND);
    }
}
