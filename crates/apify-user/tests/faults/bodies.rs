//! The head arrived; the body ends too early, or cannot be decompressed.

use api_simulator::{Encoding, Fault, MockResponse, Point};
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, Expected, again, failed, once, run},
    support::{Outcome, bodies},
};

fn cut(status: u16) -> Expected {
    again(failed(ErrorKind::Body, status, Sent::Yes))
}

fn broken(name: &str, response: impl Fn(MockResponse) -> MockResponse + 'static) -> Case {
    Case::new(name, response, cut(200)).update(cut(201))
}

fn fault(name: &str, fault: Fault) -> Case {
    broken(name, move |response| response.fault(fault.clone()))
}

#[tokio::test(start_paused = true)]
async fn cut_or_garbled() {
    run(vec![
        fault("reset after the headers", Fault::Reset(Point::AfterHeaders)),
        fault("reset in the body", Fault::Reset(Point::AfterBodyBytes(1))),
        fault("cut, with Content-Length", Fault::Close(Point::AfterBodyBytes(1))),
        broken("cut, chunked", |response| response.chunked().fault(Fault::Close(Point::AfterBodyBytes(1)))),
        broken("reset, without a length", |response| {
            response.until_close().fault(Fault::Reset(Point::AfterBodyBytes(1)))
        }),
        fault("bad chunk size", Fault::BadChunkSize),
        broken("cut, gzip", |response| {
            response.compressed(Encoding::Gzip).chunked().fault(Fault::Close(Point::AfterBodyBytes(12)))
        }),
    ])
    .await;
}

/// The end of such a body looks like a cut. The body arrived, as far as anyone can know, and is not JSON, so
/// that a retry helps no more than after any other malformed response.
#[tokio::test(start_paused = true)]
async fn cut_where_no_one_can_tell() {
    let unreadable = once(failed(ErrorKind::Decode, 200, Sent::Yes));
    let case = Case::new(
        "cut, without Content-Length",
        |response| response.until_close().fault(Fault::Close(Point::AfterBodyBytes(1))),
        unreadable,
    );
    run(vec![case.update(once(Outcome::Value))]).await;
}

#[tokio::test(start_paused = true)]
async fn not_in_the_coding_that_they_claim() {
    run(vec![
        fault("bad gzip", Fault::BadEncoding(Encoding::Gzip)),
        fault("bad deflate", Fault::BadEncoding(Encoding::Deflate)),
        fault("bad br", Fault::BadEncoding(Encoding::Brotli)),
        fault("bad zstd", Fault::BadEncoding(Encoding::Zstd)),
    ])
    .await;
}

/// The status is not lost with the body behind it.
#[tokio::test(start_paused = true)]
async fn cut_behind_an_error_status() {
    let error = |status| {
        move |_| {
            MockResponse::json(status, &bodies::error("any")).fault(Fault::Close(Point::AfterBodyBytes(9)))
        }
    };
    let cut = |status| again(failed(ErrorKind::Body, status, Sent::Yes));
    let asking = move |response| error(429)(response).header("retry-after", "20");
    run(vec![
        Case::new("503, cut", error(503), cut(503)),
        Case::new("404, cut", error(404), cut(404)),
        Case::new("429 with Retry-After: 20, cut", asking, cut(429).within(40.0, 40.0)),
    ])
    .await;
}
