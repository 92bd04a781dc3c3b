//! Retries, and connections that break, hang or redirect.

use std::time::Duration;

use api_simulator::{Encoding, Fault, MockResponse, Point};
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

pub fn retries() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let busy = || bodies::error(429, "rate-limit-exceeded");
    let down = || MockResponse::status(503);
    let me = || call::get("me");
    let update = || call::update_limits("me", Some(1.0), None);
    let done = || MockResponse::json(201, &json!({}));
    vec![
        Scenario::new("429, then a user", me()).response(busy()).response(user()),
        Scenario::new("429 twice, then a user", me()).response(busy()).response(busy()).response(user()),
        Scenario::new("503, then a user", me()).response(down()).response(user()),
        Scenario::new("500, 429, then a user", me())
            .response(bodies::web_page(500))
            .response(busy())
            .response(user()),
        Scenario::new("503, then 403", me())
            .response(down())
            .response(bodies::error(403, "insufficient-permissions")),
        Scenario::new("503, then usage", call::monthly_usage("me"))
            .response(down())
            .response(bodies::ok(&bodies::usage())),
        Scenario::new("503, then limits", call::limits("me"))
            .response(down())
            .response(bodies::ok(&bodies::limits())),
        Scenario::new("503, then an update", update()).response(down()).response(done()),
        Scenario::new("429, then an update", update()).response(busy()).response(done()),
        Scenario::new("503 without retries", me().max_retries(0)).response(down()),
        Scenario::new("503 with one retry", me().max_retries(1)).response(down()),
        Scenario::new("503 with four retries", me().max_retries(4)).response(down()),
        Scenario::new("503 with the default", me().default_retries()).response(down()),
        Scenario::new("429 with the default", me().default_retries()).response(busy()),
        Scenario::new("user at the last attempt", me().max_retries(1)).response(down()).response(user()),
        Scenario::new("Retry-After: 0", me()).response(down().header("retry-after", "0")).response(user()),
        Scenario::new("Retry-After of a date gone by", me())
            .response(down().header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"))
            .response(user()),
        Scenario::new("Retry-After of an hour", me())
            .response(busy().header("retry-after", "3600"))
            .response(user()),
        Scenario::new("408, then a user", me()).response(MockResponse::status(408)).response(user()),
        Scenario::new("425, then a user", me()).response(MockResponse::status(425)).response(user()),
        Scenario::new("409, then a user", me()).response(bodies::error(409, "conflict")).response(user()),
        Scenario::new("200 and invalid JSON, then a user", me())
            .response(MockResponse::text(200, "application/json", "{\"data\":{\"user"))
            .response(user()),
    ]
}

pub fn connections() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let me = || call::get("me");
    let broken = [
        ("reset at once", MockResponse::from(Fault::ResetBeforeReading)),
        ("reset before the headers", user().fault(Fault::Reset(Point::BeforeHeaders))),
        ("reset in the headers", user().fault(Fault::Reset(Point::InHeaders))),
        ("reset in the body", user().fault(Fault::Reset(Point::AfterBodyBytes(100)))),
        ("closed before the headers", user().fault(Fault::Close(Point::BeforeHeaders))),
        ("closed in the headers", user().fault(Fault::Close(Point::InHeaders))),
        ("body cut short of its length", user().fault(Fault::Close(Point::AfterBodyBytes(100)))),
        ("chunks cut", user().chunked().fault(Fault::Close(Point::AfterBodyBytes(100)))),
        ("invalid chunk size", user().chunked().fault(Fault::BadChunkSize)),
        ("body without a length cut", user().until_close().fault(Fault::Close(Point::AfterBodyBytes(100)))),
        ("invalid status line", user().fault(Fault::GarbageStatusLine)),
        ("invalid header", user().fault(Fault::GarbageHeader)),
        ("invalid gzip", user().fault(Fault::BadEncoding(Encoding::Gzip))),
    ];
    let mut all: Scenarios = Vec::new();
    for (name, response) in broken {
        all.push(Scenario::new(format!("{name}, then a user"), me()).response(response).response(user()));
    }
    let cut = || user().fault(Fault::Close(Point::AfterBodyBytes(100)));
    let update = || call::update_limits("me", Some(1.0), None);
    all.extend([
        Scenario::new("cut every time", me()).response(cut()),
        Scenario::new("reset, then an update", update())
            .response(Fault::Reset(Point::BeforeHeaders))
            .response(MockResponse::json(201, &json!({}))),
        Scenario::new("connection refused", me().base_url("http://127.0.0.1:1")),
        Scenario::new("connection refused, update", update().base_url("http://127.0.0.1:1")),
    ]);
    all.extend(slow());
    all.extend(redirects());
    all
}

fn slow() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let me = || call::get("me").timeout(400).max_retries(1);
    vec![
        Scenario::new("no response, then a user", me())
            .response(user().fault(Fault::Stall(Point::BeforeHeaders)))
            .response(user()),
        Scenario::new("no response", me()).response(user().fault(Fault::Stall(Point::BeforeHeaders))),
        Scenario::new("no body", me()).response(user().fault(Fault::Stall(Point::AfterHeaders))),
        Scenario::new("a body that stops", me())
            .response(user().fault(Fault::Stall(Point::AfterBodyBytes(100)))),
        Scenario::new("a body that trickles", me()).response(
            bodies::ok(&json!({ "data": { "username": "jane" } })).trickle(Duration::from_millis(10)),
        ),
    ]
}

fn redirects() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let me = || call::get("me");
    let update = || call::update_limits("me", Some(1.0), Some(2));
    let mut all = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        all.push(
            Scenario::new(format!("{status} on the same server"), me())
                .response(MockResponse::redirect(status, "/v2/users/moved"))
                .response(user()),
        );
        all.push(
            Scenario::new(format!("{status} of an update"), update())
                .response(MockResponse::redirect(status, "/v2/users/moved/limits"))
                .response(MockResponse::json(201, &json!({}))),
        );
    }
    all.extend([
        Scenario::new("redirect in a circle", me()).response(MockResponse::redirect(307, "/v2/users/me")),
        Scenario::new("redirect to another server", me())
            .response(MockResponse::redirect(307, "http://127.0.0.1:1/v2/users/me"))
            .response(user()),
        Scenario::new("redirect to nowhere", me())
            .response(MockResponse::redirect(302, "http://"))
            .response(user()),
    ]);
    all
}
