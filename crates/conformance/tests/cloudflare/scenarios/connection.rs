//! Connections that break, hang or lead elsewhere.

use api_simulator::{Answer, Encoding, Fault, Point};
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{
    bodies,
    call::{CloudflareCall, call},
    ours::value,
};

fn get() -> CloudflareCall {
    call("get", json!([]), |user| value(user.get().with_response()))
}

pub fn scenarios() -> Scenarios {
    let user = || bodies::ok(&bodies::user());
    let broken = [
        ("reset at once", Answer::from(Fault::ResetBeforeReading)),
        ("reset before the headers", user().fault(Fault::Reset(Point::BeforeHeaders))),
        ("closed before the headers", user().fault(Fault::Close(Point::BeforeHeaders))),
        ("closed in the headers", user().fault(Fault::Close(Point::InHeaders))),
        ("reset in the body", user().fault(Fault::Reset(Point::InBody(100)))),
        ("body cut short of its length", user().fault(Fault::Close(Point::InBody(100)))),
        ("chunks cut", user().chunked().fault(Fault::Close(Point::InBody(100)))),
        ("body without a length cut", user().until_close().fault(Fault::Close(Point::InBody(100)))),
        ("status line that is none", user().fault(Fault::GarbageStatusLine)),
        // Not a body that is not gzip: Node's `fetch` sometimes waits for its end for ever.
    ];
    let mut all: Scenarios = broken
        .into_iter()
        .map(|(name, answer)| {
            Scenario::new(format!("{name}, then a user"), get()).answer(answer).answer(user())
        })
        .collect();
    for (name, encoding) in
        [("gzip", Encoding::Gzip), ("deflate", Encoding::Deflate), ("brotli", Encoding::Brotli)]
    {
        all.push(Scenario::new(name, get()).answer(user().compressed(encoding)));
    }
    for status in [301, 302, 303, 307, 308] {
        all.push(
            Scenario::new(format!("{status} on the same server"), get())
                .answer(Answer::redirect(status, "/client/v4/moved"))
                .answer(user()),
        );
    }
    let hung = || get().timeout(400).max_retries(1);
    all.extend([
        Scenario::new("refused", get().base_url("http://127.0.0.1:1")),
        Scenario::new("no answer", hung()).answer(user().fault(Fault::Stall(Point::BeforeHeaders))),
        Scenario::new("no answer, then a user", hung())
            .answer(user().fault(Fault::Stall(Point::BeforeHeaders)))
            .answer(user()),
        Scenario::new("redirect to another server", get())
            .answer(Answer::redirect(307, "http://127.0.0.1:1/client/v4/user"))
            .answer(user()),
        Scenario::new("redirect in a circle", get()).answer(Answer::redirect(307, "/client/v4/user")),
    ]);
    all
}
