//! Many calls at once, on one client.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{collections::BTreeSet, future::IntoFuture, time::Duration};

use api_simulator::{Fault, MockResponse, Simulator};
use support::{Operation, Outcome, builder, client, plain};

const CALLS: usize = 1000;

/// Starts all calls before the first one ends: each response takes a second of the paused clock.
async fn flood(client: &apify_user::ApifyClient) -> Vec<Outcome> {
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { Operation::Get.call(&client).await.outcome })
        })
        .collect();
    let mut outcomes = Vec::with_capacity(CALLS);
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

/// Raises the limit of open files; each call takes a descriptor at either end.
fn enough_descriptors() -> bool {
    let limit = rlimit::increase_nofile_limit(10_000).unwrap();
    let enough = limit > 3 * CALLS as u64;
    if !enough {
        println!("skipped: only {limit} files may be open");
    }
    enough
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_in_flight_all_end_well_or_in_a_typed_error() {
    if !enough_descriptors() {
        return;
    }
    let second = Duration::from_secs(1);
    let simulator = Simulator::plain()
        .fault_seed(7)
        .fault_rate(Fault::ResetBeforeReading, 0.01)
        .fault_rate(MockResponse::status(429), 0.05)
        .start()
        .await
        .unwrap();
    simulator.otherwise(Operation::Get.response().delay(second));
    let client = builder(simulator.base_url()).max_retries(8).build().unwrap();
    let outcomes = flood(&client).await;
    let values = outcomes.iter().filter(|outcome| **outcome == Outcome::Value).count();
    let stats = client.stats();
    println!("{values} of {CALLS} calls gave a value, after {} requests", stats.requests);
    // Nine failures in a row would take one call in 10^11; the budget allows for twice as many.
    assert_eq!((values, stats.calls), (CALLS, CALLS as u64));
    assert_eq!(stats.requests, simulator.attempts());
    let limited: u64 = stats.rate_limit_errors.iter().sum();
    let answered = |status| simulator.requests().iter().filter(|r| r.status() == Some(status)).count();
    assert_eq!(limited, answered(429) as u64);
    assert!(limited > 20 && stats.requests > CALLS as u64 + limited, "too few faults to tell");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_falls_silent_ends_them_all_at_the_deadline() {
    if !enough_descriptors() {
        return;
    }
    let simulator = plain().await;
    simulator.otherwise(Fault::Stall(api_simulator::Point::BeforeHeaders));
    let deadline = Duration::from_secs(30);
    let client = builder(simulator.base_url()).max_retries(8).deadline(deadline).build().unwrap();
    let begin = tokio::time::Instant::now();
    let outcomes = flood(&client).await;
    assert!(begin.elapsed() < deadline + Duration::from_millis(50), "{:?}", begin.elapsed());
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Failed(..))));
}

#[tokio::test(start_paused = true)]
async fn a_client_and_its_clones_share_connections_and_counters() {
    let simulator = plain().await;
    let first = client(&simulator);
    for operation in Operation::ALL {
        simulator.next(operation.response());
        operation.call(&first.clone()).await;
    }
    let connections: BTreeSet<u64> =
        simulator.requests().iter().map(api_simulator::RecordedRequest::connection).collect();
    assert_eq!(connections.len(), 1);
    assert_eq!(first.stats().calls, 4);
}

#[test]
fn calls_may_be_sent_to_other_threads() {
    fn assert_send<T: Send + 'static>(_: T) {}
    let client = builder("http://127.0.0.1:1").build().unwrap();
    assert_send(client.me().get().into_future());
    assert_send(client.me().monthly_usage().with_response());
    fn assert_thread_safe<T: Send + Sync + 'static>() {}
    assert_thread_safe::<apify_user::ApifyClient>();
    assert_thread_safe::<apify_user::Error>();
}
