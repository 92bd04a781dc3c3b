//! Every class of status.

use api_simulator::MockResponse;
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, Expected, again, failed, once, run},
    support::{Outcome, bodies},
};

fn status_error(status: u16) -> Outcome {
    failed(ErrorKind::Status, status, Sent::Yes)
}

fn empty(status: u16, expected: Expected) -> Case {
    Case::new(format!("{status}, no body"), move |_| MockResponse::status(status), expected)
}

fn with_type(status: u16, kind: &'static str, expected: Expected) -> Case {
    let name = format!("{status} {kind}");
    Case::new(name, move |_| MockResponse::json(status, &bodies::error(kind)), expected)
}

/// Any of them is success for an update, whose body has no meaning; a read needs a body.
#[tokio::test(start_paused = true)]
async fn successes() {
    let nothing = |status| {
        let unreadable = failed(ErrorKind::Decode, status, Sent::Yes);
        empty(status, once(unreadable)).update(once(Outcome::Value))
    };
    run([200, 201, 202, 203, 204, 205, 206, 226, 299].map(nothing).into()).await;
}

/// A retry changes nothing, and no redirect has a location.
#[tokio::test(start_paused = true)]
async fn statuses_that_are_final() {
    let statuses = [
        101, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 413,
        414, 415, 417, 418, 421, 422, 423, 424, 426, 428, 431, 451, 499,
    ];
    run(statuses.map(|status| empty(status, once(status_error(status)))).into()).await;
}

#[tokio::test(start_paused = true)]
async fn statuses_that_may_pass() {
    let statuses = [408, 425, 429, 500, 501, 502, 503, 504, 505, 507, 520, 529, 599, 600, 999];
    run(statuses.map(|status| empty(status, again(status_error(status)))).into()).await;
}

#[tokio::test(start_paused = true)]
async fn errors_in_apifys_form() {
    let page =
        |status| move |_| MockResponse::text(status, "text/html", "<html><title>Not here</title></html>");
    run(vec![
        with_type(400, "invalid-input", once(status_error(400))),
        with_type(401, "user-or-token-not-found", once(status_error(401))),
        with_type(403, "insufficient-permissions", once(status_error(403))),
        with_type(404, "record-not-found", once(Outcome::Absent)).update(once(status_error(404))),
        with_type(404, "record-or-token-not-found", once(Outcome::Absent)).update(once(status_error(404))),
        with_type(404, "page-not-found", once(status_error(404))),
        Case::new("404, a proxy's page", page(404), once(status_error(404))),
        with_type(405, "method-not-allowed", once(status_error(405))),
        with_type(429, "rate-limit-exceeded", again(status_error(429))),
        with_type(500, "internal-server-error", again(status_error(500))),
        // The type is Apify's word for 404 only.
        with_type(400, "record-not-found", once(status_error(400))),
        with_type(503, "record-not-found", again(status_error(503))),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn waits_that_the_server_asks_for() {
    let asking = |status, name: &'static str, value: &'static str, expected| {
        Case::new(
            format!("{status}, {name}: {value}"),
            move |_| MockResponse::status(status).header(name, value),
            expected,
        )
    };
    run(vec![
        asking(429, "retry-after", "7", again(status_error(429)).within(14.0, 14.0)),
        asking(503, "retry-after", "7", again(status_error(503)).within(14.0, 14.0)),
        asking(503, "retry-after", "0", again(status_error(503))),
        asking(503, "retry-after", "soon", again(status_error(503))),
        asking(429, "retry-after-ms", "4500", again(status_error(429)).within(9.0, 9.0)),
        // Longer than the call may take at all.
        asking(429, "retry-after", "400", once(status_error(429))),
        asking(503, "retry-after", "400", once(status_error(503))),
        // Nobody asks again after these, whatever the header says.
        asking(404, "retry-after", "1", once(status_error(404))),
        asking(301, "retry-after", "1", once(status_error(301))),
    ])
    .await;
}
