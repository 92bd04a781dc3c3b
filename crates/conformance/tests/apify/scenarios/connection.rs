//! Connections that break, hang or lead elsewhere.

use std::time::Duration;

use api_simulator::{Answer, Encoding, Fault, Point};
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

pub fn scenarios() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let me = || call::get("me");
    let broken = [
        ("reset at once", Answer::from(Fault::ResetBeforeReading)),
        ("reset before the headers", user().fault(Fault::Reset(Point::BeforeHeaders))),
        ("reset in the headers", user().fault(Fault::Reset(Point::InHeaders))),
        ("reset in the body", user().fault(Fault::Reset(Point::InBody(100)))),
        ("closed before the headers", user().fault(Fault::Close(Point::BeforeHeaders))),
        ("closed in the headers", user().fault(Fault::Close(Point::InHeaders))),
        ("body cut short of its length", user().fault(Fault::Close(Point::InBody(100)))),
        ("chunks cut", user().chunked().fault(Fault::Close(Point::InBody(100)))),
        ("chunk size that is none", user().chunked().fault(Fault::BadChunkSize)),
        ("body without a length cut", user().until_close().fault(Fault::Close(Point::InBody(100)))),
        ("status line that is none", user().fault(Fault::GarbageStatusLine)),
        ("header that is none", user().fault(Fault::GarbageHeader)),
        ("gzip that is none", user().fault(Fault::BadEncoding(Encoding::Gzip))),
    ];
    let mut all: Scenarios = Vec::new();
    for (name, answer) in broken {
        all.push(Scenario::new(format!("{name}, then a user"), me()).answer(answer).answer(user()));
    }
    let cut = || user().fault(Fault::Close(Point::InBody(100)));
    let update = || call::update_limits("me", Some(1.0), None);
    all.extend([
        Scenario::new("cut every time", me()).answer(cut()),
        Scenario::new("reset, then an update", update())
            .answer(Fault::Reset(Point::BeforeHeaders))
            .answer(Answer::json(201, &json!({}))),
        Scenario::new("refused", me().base_url("http://127.0.0.1:1")),
        Scenario::new("update refused", update().base_url("http://127.0.0.1:1")),
    ]);
    all.extend(slow());
    all.extend(redirects());
    all
}

fn slow() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let me = || call::get("me").timeout(400).max_retries(1);
    vec![
        Scenario::new("no answer, then a user", me())
            .answer(user().fault(Fault::Stall(Point::BeforeHeaders)))
            .answer(user()),
        Scenario::new("no answer", me()).answer(user().fault(Fault::Stall(Point::BeforeHeaders))),
        Scenario::new("no body", me()).answer(user().fault(Fault::Stall(Point::AfterHeaders))),
        Scenario::new("a body that stops", me()).answer(user().fault(Fault::Stall(Point::InBody(100)))),
        Scenario::new("a body that trickles", me()).answer(
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
                .answer(Answer::redirect(status, "/v2/users/moved"))
                .answer(user()),
        );
        all.push(
            Scenario::new(format!("{status} of an update"), update())
                .answer(Answer::redirect(status, "/v2/users/moved/limits"))
                .answer(Answer::json(201, &json!({}))),
        );
    }
    all.extend([
        Scenario::new("redirect in a circle", me()).answer(Answer::redirect(307, "/v2/users/me")),
        Scenario::new("redirect to another server", me())
            .answer(Answer::redirect(307, "http://127.0.0.1:1/v2/users/me"))
            .answer(user()),
        Scenario::new("redirect to nowhere", me()).answer(Answer::redirect(302, "http://")).answer(user()),
    ]);
    all
}
