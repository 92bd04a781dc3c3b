//! No call takes longer than it may, and one that is given up is over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{future::IntoFuture, time::Duration};

use api_simulator::{Fault, MockResponse, Point};
use apify_user::{ErrorKind, Sent};
use support::{Operation, builder, client, plain};
use tokio::{io::AsyncReadExt, net::TcpListener, time::Instant};

const SECOND: Duration = Duration::from_secs(1);

fn silent() -> MockResponse {
    MockResponse::status(200).fault(Fault::Stall(Point::BeforeHeaders))
}

/// A byte every 100 ms, far more of them than anyone waits for; the head takes a few seconds.
fn trickle() -> MockResponse {
    MockResponse::text(200, "text/plain", " ".repeat(60_000)).trickle(SECOND / 10)
}

/// To the millisecond, which is what tokio's timers keep, and one for each wait.
fn assert_took(begin: Instant, expected: Duration) {
    let took = begin.elapsed();
    assert!(took >= expected && took < expected + SECOND / 20, "{took:?} instead of {expected:?}");
}

#[tokio::test(start_paused = true)]
async fn attempts_are_given_five_seconds_then_twice_as_much() {
    for response in [silent(), trickle()] {
        let simulator = plain().await;
        simulator.otherwise(response);
        let quick = builder(simulator.base_url()).min_delay_between_retries(SECOND / 1000);
        for (retries, seconds) in [(0, 5), (1, 5 + 10), (2, 5 + 10 + 20), (3, 5 + 10 + 20 + 40)] {
            let client = quick.clone().max_retries(retries).build().unwrap();
            let begin = Instant::now();
            let error = client.me().get().await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, retries + 1));
            assert!(error.is_timeout() && error.is_retryable());
            assert_took(begin, seconds * SECOND);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_attempt_is_given_more_than_the_timeout() {
    let simulator = plain().await;
    simulator.otherwise(silent());
    let client = builder(simulator.base_url())
        .min_delay_between_retries(SECOND / 1000)
        .timeout(7 * SECOND)
        .build()
        .unwrap();
    let begin = Instant::now();
    client.me().get().await.unwrap_err();
    assert_took(begin, (5 + 7 + 7) * SECOND);

    let begin = Instant::now();
    client.me().get().timeout(2 * SECOND).await.unwrap_err();
    assert_took(begin, (2 + 2 + 2) * SECOND);
}

#[tokio::test(start_paused = true)]
async fn no_call_outlasts_its_deadline() {
    for (response, sent) in [(silent(), Sent::Maybe), (trickle(), Sent::Yes)] {
        let simulator = plain().await;
        simulator.otherwise(response);
        let client = builder(simulator.base_url())
            .max_retries(100)
            .min_delay_between_retries(SECOND / 1000)
            .build()
            .unwrap();
        // 5 + 10 + 20 + 40 + 80 + 160 seconds, then the 45 that are left of the default.
        let begin = Instant::now();
        let error = client.me().get().await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Deadline, sent, 7));
        assert!(error.is_timeout());
        assert_took(begin, 360 * SECOND);

        let begin = Instant::now();
        let error = client.me().get().deadline(12 * SECOND).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, 2));
        assert_took(begin, 12 * SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_a_call_goes_before_the_clients() {
    let simulator = plain().await;
    simulator.otherwise(silent());
    let client = builder(simulator.base_url()).deadline(2 * SECOND).build().unwrap();
    let begin = Instant::now();
    assert_eq!(client.me().get().await.unwrap_err().kind(), ErrorKind::Deadline);
    assert_took(begin, 2 * SECOND);
    let begin = Instant::now();
    let call = client.me().get().deadline(4 * SECOND);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Deadline);
    assert_took(begin, 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn limits_without_end_are_no_limits() {
    let simulator = plain().await;
    let client = builder(simulator.base_url())
        .timeout(Duration::MAX)
        .deadline(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .min_delay_between_retries(SECOND)
        .build()
        .unwrap();
    simulator.next(Operation::Get.response().delay(4 * SECOND));
    client.me().get().await.unwrap();

    let client = builder(simulator.base_url()).min_delay_between_retries(Duration::MAX);
    simulator.next(MockResponse::status(503));
    let begin = Instant::now();
    client.build().unwrap().me().get().await.unwrap_err();
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_closes_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let client = builder(&base_url).build().unwrap();
    let call = tokio::spawn(async move { client.me().get().await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = [0; 4096];
    assert!(stream.read(&mut request).await.unwrap() > 0);
    call.abort();
    // Neither a byte nor a second: the end of the connection.
    let begin = Instant::now();
    assert_eq!(stream.read(&mut request).await.unwrap_or(0), 0);
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_nothing_more() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(503));
    let client = client(&simulator);
    // The first wait is one second at least.
    let call = client.me().get().into_future();
    assert!(tokio::time::timeout(SECOND / 2, call).await.is_err());
    tokio::time::sleep(100 * SECOND).await;
    assert_eq!(simulator.attempts(), 1);
}
