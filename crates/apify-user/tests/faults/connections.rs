//! The connection is lost before the head of the response is whole: the request may have taken effect. All
//! four operations are idempotent, so all are sent again.

use api_simulator::{Fault, MockResponse, Point};
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, Expected, again, failed, once, run},
    support::{Operation, Outcome},
};

fn lost() -> Expected {
    again(failed(ErrorKind::Connection, None, Sent::Maybe))
}

fn fault(name: &str, fault: Fault) -> Case {
    Case::new(name, move |response: MockResponse| response.fault(fault.clone()), lost())
}

#[tokio::test(start_paused = true)]
async fn broken_before_the_body() {
    run(vec![
        fault("reset before the request is read", Fault::ResetBeforeReading),
        fault("reset before the headers", Fault::Reset(Point::BeforeHeaders)),
        fault("reset in the headers", Fault::Reset(Point::InHeaders)),
        fault("closed before the headers", Fault::Close(Point::BeforeHeaders)),
        fault("closed in the headers", Fault::Close(Point::InHeaders)),
        fault("garbage for a status line", Fault::GarbageStatusLine),
        fault("garbage for a header", Fault::GarbageHeader),
        Case::new("not HTTP at all", |_| MockResponse::verbatim("220 ready\r\n"), lost()),
        Case::new("HTTP/2 frames", |_| MockResponse::verbatim(&b"\0\0\x12\x04\0\0\0\0\0"[..]), lost()),
        Case::new("endless headers", |_| endless_headers(), lost()),
        Case::new("two lengths", |_| two_lengths(), lost()),
        Case::new("a length of 2^64", |_| length("18446744073709551616"), lost()),
        Case::new("a length that is none", |_| length("-1"), lost()),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn mended_by_the_second_attempt() {
    let value = once(Outcome::Value).requests(2).within(1.0, 2.0);
    let broken = |response: MockResponse| response.fault(Fault::Reset(Point::BeforeHeaders));
    let then_sound = move |operation: Operation| vec![broken(operation.response()), operation.response()];
    run(vec![Case::steps("reset once", then_sound, value)]).await;
}

#[tokio::test(start_paused = true)]
async fn informational_responses_before_the_response() {
    let value = || once(Outcome::Value);
    run(vec![
        Case::new("100 before the response", |response| response.informational(100), value()),
        Case::new(
            "102 and 103 before the response",
            |response| response.informational(102).informational(103),
            value(),
        ),
        Case::new(
            "a hundred 103 before the response",
            |response| (0..100).fold(response, |response, _| response.informational(103)),
            value(),
        ),
    ])
    .await;
}

fn endless_headers() -> MockResponse {
    let line = "x-filler: nothing of interest to anyone at all\r\n";
    MockResponse::verbatim(format!("HTTP/1.1 200 OK\r\n{}", line.repeat(20_000)))
}

fn length(length: &str) -> MockResponse {
    MockResponse::verbatim(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{{}}"))
}

fn two_lengths() -> MockResponse {
    MockResponse::verbatim("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x")
}
