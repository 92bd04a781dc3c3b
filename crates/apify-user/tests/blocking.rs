//! The same surface without async.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, LimitsEvent, LimitsUpdateOptions, LimitsWatch};

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
    // At a threshold of zero, everything that is used at all has crossed it.
    let watch = || client(&simulator).me().watch_limits(LimitsWatch::MIN_INTERVAL, 0.0).unwrap().into_iter();
    let crossings: Vec<_> = watch().take(10).collect();
    assert_eq!(crossings.len(), 10);
    assert!(crossings.iter().all(|item| matches!(item, Ok(LimitsEvent::Crossing(_)))), "{crossings:?}");
    simulator.next(MockResponse::documented(401));
    let items: Vec<_> = watch().collect();
    assert!(matches!(&items[..], [Err(error)] if error.is_unauthorized()), "{items:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_an_async_runtime_it_keeps_the_thread_and_does_not_panic() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let user = client(&simulator).me().get().wait().unwrap();
    assert!(user.is_some());
}
