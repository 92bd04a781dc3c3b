//! Responses that would fill the memory, as they are or decompressed.

use api_simulator::{Encoding, MockResponse};
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, LARGEST, again, failed, once, run},
    support::Outcome,
};

const TOO_MUCH: u64 = LARGEST as u64 + 1;
/// More than any machine holds.
const ENDLESS: u64 = 1 << 60;

fn too_large(name: &str, response: impl Fn() -> MockResponse + 'static) -> Case {
    Case::new(name, move |_| response(), once(failed(ErrorKind::TooLarge, 200, Sent::Yes)))
}

#[tokio::test(start_paused = true)]
async fn too_large_for_a_value() {
    let bomb = |encoding| move || MockResponse::json_of_size(200, ENDLESS).compressed(encoding);
    run(vec![
        too_large("a byte too many, with its length", || MockResponse::json_of_size(200, TOO_MUCH)),
        too_large("a byte too many, chunked", || MockResponse::json_of_size(200, TOO_MUCH).chunked()),
        too_large("a byte too many, until close", || MockResponse::json_of_size(200, TOO_MUCH).until_close()),
        too_large("a length that no one has", || MockResponse::json_of_size(200, ENDLESS)),
        too_large("endless chunks", || MockResponse::json_of_size(200, ENDLESS).chunked()),
        too_large("gzip bomb", bomb(Encoding::Gzip)),
        too_large("deflate bomb", bomb(Encoding::Deflate)),
        too_large("br bomb", bomb(Encoding::Brotli)),
        too_large("zstd bomb", bomb(Encoding::Zstd)),
    ])
    .await;
}

/// The status is the error; the rest of such a body is not read.
#[tokio::test(start_paused = true)]
async fn too_large_for_an_error() {
    let status_error = |status| failed(ErrorKind::Status, status, Sent::Yes);
    run(vec![
        Case::new("401, endless", |_| MockResponse::json_of_size(401, ENDLESS), once(status_error(401))),
        Case::new(
            "401, gzip bomb",
            |_| MockResponse::json_of_size(401, ENDLESS).compressed(Encoding::Gzip),
            once(status_error(401)),
        ),
        Case::new("503, endless", |_| MockResponse::json_of_size(503, ENDLESS), again(status_error(503))),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn as_large_as_allowed() {
    let unreadable = failed(ErrorKind::Decode, 200, Sent::Yes);
    let exact = |_| MockResponse::json_of_size(200, LARGEST as u64);
    run(vec![Case::new("not a byte too many", exact, once(unreadable)).update(once(Outcome::Value))]).await;
}
