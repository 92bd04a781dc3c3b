//! Number and time of retries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, ErrorKind, RetryPolicy};
use support::{Operation, Outcome, bodies, builder, client, plain};
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

fn defaults(simulator: &Simulator) -> apify_user::ApifyClientBuilder {
    ApifyClient::builder().base_url(simulator.base_url())
}

/// The moments at which the client sends.
fn watched(builder: apify_user::ApifyClientBuilder) -> (ApifyClient, Arc<Mutex<Vec<Instant>>>) {
    let moments = Arc::new(Mutex::new(Vec::new()));
    let seen = moments.clone();
    let client = builder.request_interceptor(move |_| {
        seen.lock().unwrap().push(Instant::now());
        Ok(())
    });
    (client.build().unwrap(), moments)
}

fn gaps(moments: &Mutex<Vec<Instant>>) -> Vec<Duration> {
    moments.lock().unwrap().windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn eight_by_default_each_after_twice_the_wait() {
    for seed in 0..20 {
        let simulator = plain().await;
        simulator.otherwise(MockResponse::status(503));
        let (client, moments) = watched(defaults(&simulator).jitter_seed(seed));
        let error = client.me().get().await.unwrap_err();
        assert_eq!((error.attempts(), simulator.attempts()), (9, 9));
        let bases = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0];
        for (wait, base) in gaps(&moments).iter().map(Duration::as_secs_f64).zip(bases) {
            // A timer may be late by a millisecond.
            assert!(base <= wait && wait < 2.0 * base + 0.002, "{wait} s for {base} s, seed {seed}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn as_many_as_are_asked_for() {
    for retries in [0, 1, 3] {
        let simulator = plain().await;
        simulator.otherwise(MockResponse::status(500));
        let client = builder(simulator.base_url()).max_retries(retries).build().unwrap();
        let error = client.me().get().await.unwrap_err();
        assert_eq!(error.attempts(), retries + 1);
        assert_eq!(simulator.attempts(), u64::from(retries) + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn until_one_succeeds() {
    let simulator = plain().await;
    simulator.next(MockResponse::status(429));
    simulator.next(MockResponse::status(502));
    simulator.next(Operation::Get.response());
    let response = client(&simulator).me().get().with_response().await.unwrap();
    assert_eq!((response.attempts(), response.status().as_u16()), (3, 200));
    assert_eq!(response.value.unwrap().username, "ada");
}

#[tokio::test(start_paused = true)]
async fn not_before_the_moment_that_the_server_names() {
    let simulator = plain().await;
    let asking = |until: &str| {
        MockResponse::status(503).header("date", "Sun, 06 Nov 1994 08:49:37 GMT").header("retry-after", until)
    };
    // The wrong clock of this server makes no difference: it is what it counts from.
    simulator.next(asking("Sun, 06 Nov 1994 08:50:07 GMT"));
    simulator.next(asking("Sunday, 06-Nov-94 08:49:57 GMT"));
    simulator.next(Operation::Get.response());
    let (client, moments) = watched(builder(simulator.base_url()));
    client.me().get().await.unwrap();
    assert_eq!(gaps(&moments), [30 * SECOND, 20 * SECOND]);
}

#[tokio::test(start_paused = true)]
async fn not_where_the_wait_outlasts_the_deadline() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(429).header("retry-after", "61"));
    let client = client(&simulator);
    let begin = Instant::now();
    let error = client.me().get().deadline(60 * SECOND).await.unwrap_err();
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    assert_eq!(error.retry_after(), Some(61 * SECOND));
    let line = error.to_string();
    assert!(line.contains("deadline") && line.contains("61 s"), "{line}");

    assert_eq!(client.me().get().deadline(130 * SECOND).await.unwrap_err().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_conflict_only_where_it_is_asked_for() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(409));
    let mut policy = RetryPolicy::default();
    policy.retry_conflict = true;
    policy.max_retries = 1;
    let client = builder(simulator.base_url()).retry_policy(policy).build().unwrap();
    assert_eq!(client.me().limits().await.unwrap_err().attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_update_not_where_the_caller_says_so() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(503));
    let update = apify_user::LimitsUpdateOptions::new().data_retention_days(7);
    let call = client(&simulator).me().update_limits(update).idempotent(false);
    assert_eq!(call.await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn counters_are_those_of_the_javascript_client() {
    let simulator = plain().await;
    let client = client(&simulator);
    for response in [429, 429, 200, 503, 429, 200].map(MockResponse::status) {
        simulator.next(response);
    }
    let update = || apify_user::LimitsUpdateOptions::new().data_retention_days(7);
    client.me().update_limits(update()).await.unwrap();
    client.clone().me().update_limits(update()).await.unwrap();
    let stats = client.stats();
    assert_eq!((stats.calls, stats.requests), (2, 6));
    // One 429 on a first attempt, two on second ones.
    assert_eq!(stats.rate_limit_errors, [1, 2]);
}

/// Without the budget, four thousand retries would come on top of five hundred calls.
#[tokio::test(start_paused = true)]
async fn an_outage_is_not_multiplied() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::json(503, &bodies::error("outage")));
    let client = defaults(&simulator).jitter_seed(7).build().unwrap();
    let begin = Instant::now();
    let calls: Vec<_> = (0..500)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { Operation::Get.call(&client).await })
        })
        .collect();
    let mut turned_away = 0;
    for call in calls {
        let ended = call.await.unwrap();
        assert!(matches!(ended.outcome, Outcome::Failed(ErrorKind::Status, Some(503), _)));
        turned_away += usize::from(ended.message().contains("too many calls of this client fail"));
    }
    // A fifth of the calls, and ten retries a second in windows of ten seconds.
    let windows = begin.elapsed().as_secs() / 10 + 2;
    let most = 500 + 100 + 100 * windows;
    println!("{} requests for 500 calls in {:?}; at most {most}", simulator.attempts(), begin.elapsed());
    assert!(simulator.attempts() <= most, "{} requests", simulator.attempts());
    assert!(turned_away > 0);
}
