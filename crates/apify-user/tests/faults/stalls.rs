//! A server that takes its time. Attempts are given 5 s, 10 s and 20 s.

use std::time::Duration;

use api_simulator::{Fault, MockResponse, Point};
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, Expected, again, failed, once, run},
    support::Outcome,
};

const LIMITS: f64 = 5.0 + 10.0 + 20.0;

fn silent() -> Expected {
    again(failed(ErrorKind::Timeout, None, Sent::Maybe)).and_seconds(LIMITS)
}

fn half_received(status: u16) -> Expected {
    again(failed(ErrorKind::Timeout, status, Sent::Yes)).and_seconds(LIMITS)
}

/// More bytes than come in 20 s at one each 20 ms.
fn long(status: u16) -> MockResponse {
    MockResponse::text(status, "application/json", " ".repeat(2000))
}

#[tokio::test(start_paused = true)]
async fn stalled_and_trickled() {
    let stall = |point| move |response: MockResponse| response.fault(Fault::Stall(point));
    let pace = Duration::from_millis(20);
    run(vec![
        Case::new("stalled before the headers", stall(Point::BeforeHeaders), silent()),
        Case::new("stalled in the headers", stall(Point::InHeaders), silent()),
        Case::new("stalled after the headers", stall(Point::AfterHeaders), half_received(200))
            .update(half_received(201)),
        Case::new("stalled in the body", stall(Point::AfterBodyBytes(1)), half_received(200))
            .update(half_received(201)),
        Case::new(
            "headers at a byte a second",
            |response| response.trickle(Duration::from_secs(1)),
            silent(),
        ),
        Case::new("body at fifty bytes a second", move |_| long(200).trickle(pace), half_received(200)),
        Case::new("response after 21 s", |response| response.delay(Duration::from_secs(21)), silent()),
    ])
    .await;
}

/// The third attempt has the time that the first two had not.
#[tokio::test(start_paused = true)]
async fn slow_but_in_time() {
    let slow = |response: MockResponse| response.delay(Duration::from_secs(11));
    let value = again(Outcome::Value).and_seconds(5.0 + 10.0 + 11.0);
    run(vec![
        Case::new("response after 11 s", slow, value),
        Case::new(
            "response after 4 s",
            |response| response.delay(Duration::from_secs(4)),
            once(Outcome::Value).and_seconds(4.0),
        ),
    ])
    .await;
}
