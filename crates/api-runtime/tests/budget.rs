//! The budget of retries that all calls of a client share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use api_runtime::{RetryBudget, Settings, Transport, http::Method};
use support::{fetch, serve, transport_with};
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// Makes this number of calls at once, and returns how many succeed, and the lines of the others.
async fn flood(transport: &Transport, method: Method, calls: usize) -> (usize, Vec<String>) {
    let calls: Vec<_> = (0..calls)
        .map(|_| {
            let (transport, method) = (transport.clone(), method.clone());
            tokio::spawn(async move { fetch(&transport, method).await })
        })
        .collect();
    let mut lines = Vec::new();
    let mut successes = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => successes += 1,
            Err(error) => lines.push(error.to_string()),
        }
    }
    (successes, lines)
}

/// Starts a server that responds with this for a time, and then with a success.
async fn bad_for(time: Duration, status: u16, headers: &'static str) -> String {
    let begin = Instant::now();
    serve(move || match begin.elapsed() < time {
        true => (status, headers.to_owned(), ""),
        false => GOOD,
    })
    .await
}

const GOOD: (u16, String, &str) = (200, String::new(), "7");

#[tokio::test(start_paused = true)]
async fn a_server_that_names_a_time_is_waited_for() {
    for status in [429, 503] {
        let base_url = bad_for(6 * SECOND, status, "retry-after: 2\r\n").await;
        let mut settings = Settings::default();
        // Not even with a budget of nothing.
        settings.retry_budget = RetryBudget::new().min_per_second(0).ratio(0.0);
        let transport = transport_with(&base_url, settings);
        let begin = Instant::now();
        assert_eq!(flood(&transport, Method::GET, 64).await, (64, Vec::new()), "{status}");
        assert!(begin.elapsed() < 16 * SECOND, "{:?}", begin.elapsed());
    }
}

/// Apify's limit: 60 requests a second, without a time in the 429.
#[tokio::test(start_paused = true)]
async fn a_token_bucket_serves_everyone_in_the_end() {
    let mut bucket = (60.0_f64, Instant::now());
    let base_url = serve(move || {
        let (tokens, last) = &mut bucket;
        *tokens = (*tokens + last.elapsed().as_secs_f64() * 60.0).min(60.0);
        *last = Instant::now();
        if *tokens < 1.0 {
            return (429, String::new(), "");
        }
        *tokens -= 1.0;
        GOOD
    })
    .await;
    let transport = transport_with(&base_url, Settings::default());
    assert_eq!(flood(&transport, Method::GET, 300).await, (300, Vec::new()));
    assert_eq!(flood(&transport, Method::POST, 300).await, (300, Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_two_seconds_is_outlasted_by_a_hundred_callers() {
    let base_url = bad_for(2 * SECOND, 503, "").await;
    let transport = transport_with(&base_url, Settings::default());
    assert_eq!(flood(&transport, Method::GET, 100).await, (100, Vec::new()));
}

/// Returns the requests that a client sends for this number of calls during an outage.
async fn requests_in_an_outage(budget: RetryBudget, calls: u32) -> u32 {
    let requests = Arc::new(AtomicU32::new(0));
    let counted = requests.clone();
    let base_url = serve(move || {
        counted.fetch_add(1, SeqCst);
        (503, String::new(), "")
    })
    .await;
    let mut settings = Settings::default();
    settings.retry_budget = budget;
    settings.retry.max_retries = 4;
    let transport = transport_with(&base_url, settings);
    let (successes, lines) = flood(&transport, Method::GET, calls as usize).await;
    assert_eq!(successes, 0);
    let ended = lines.iter().filter(|line| line.contains("not retried: too many calls of this client fail"));
    let requests = requests.load(SeqCst);
    assert_eq!(ended.count() > 0, requests < 5 * calls, "{lines:?}");
    requests
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_multiplied_and_the_budget_is_a_setting() {
    // Neither more nor less than it allows: within the ten seconds of its window, nothing is renewed.
    let nothing = RetryBudget::new().min_per_second(0).ratio(0.0);
    assert_eq!(requests_in_an_outage(nothing, 100).await, 100);
    let share = RetryBudget::new().min_per_second(0).ratio(0.2);
    assert_eq!(requests_in_an_outage(share, 100).await, 100 + 20);
    let minimum = RetryBudget::new().min_per_second(3).ratio(0.0);
    let requests = requests_in_an_outage(minimum, 100).await;
    assert!((100 + 30..=100 + 60).contains(&requests), "{requests}");
    assert_eq!(requests_in_an_outage(RetryBudget::unlimited(), 100).await, 500);
    let default = requests_in_an_outage(RetryBudget::default(), 1000).await;
    assert!((1000 + 700..=1000 + 700 + 500).contains(&default), "{default}");
}
