//! The same surface without async.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, LimitsUpdateOptions};

fn client(simulator: &Simulator) -> ApifyClient {
    ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build().unwrap()
}

#[test]
fn every_method_can_be_waited_for() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let me = client(&simulator).me();
    assert_eq!(me.get().wait().unwrap().unwrap().username, "ada");
    let date = chrono::NaiveDate::from_ymd_opt(2020, 6, 14).unwrap();
    assert!(me.monthly_usage().date(date).wait().unwrap().is_some());
    me.update_limits(LimitsUpdateOptions::new().data_retention_days(3)).wait().unwrap();
    let limits = me.limits().wait_with_response().unwrap();
    assert_eq!((limits.status().as_u16(), limits.attempts()), (200, 1));
    assert_eq!(limits.value.unwrap().limits.data_retention_days, Some(3));
    assert!(client(&simulator).user("").get().wait().is_err());
    simulator.assert_no_violations();
}

#[test]
fn a_watch_is_an_iterator_that_ends() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    simulator.on("users_me_limits_get", MockResponse::simulated());
    simulator.on("users_me_limits_get", MockResponse::documented(401));
    // At a threshold of zero, everything that is used at all has crossed it.
    let watch = client(&simulator).me().watch_limits(Duration::from_millis(1), 0.0);
    let items: Vec<_> = watch.into_iter().collect();
    let (last, crossings) = items.split_last().unwrap();
    assert!(crossings.len() >= 10 && crossings.iter().all(Result::is_ok));
    assert!(last.as_ref().unwrap_err().is_unauthorized());
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_an_async_runtime_it_keeps_the_thread_and_does_not_panic() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let user = client(&simulator).me().get().wait().unwrap();
    assert!(user.is_some());
}
