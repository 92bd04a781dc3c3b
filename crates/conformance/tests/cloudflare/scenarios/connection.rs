//! Retries, and connections that break, hang or redirect.

use api_simulator::{Encoding, Fault, MockResponse, Point};
use cloudflare_user::{NewPolicy, NewToken, UserEdit};
use conformance::{Scenario, json::with};
use serde_json::json;

use super::Scenarios;
use crate::{
    bodies::{self, ID},
    call::{CloudflareCall, call},
    facade::{created, secret, value},
};

fn get() -> CloudflareCall {
    call("get", json!([]), |user| value(user.get().with_response()))
}

fn create() -> CloudflareCall {
    let policy =
        json!({ "effect": "allow", "permission_groups": [{ "id": "g" }], "resources": { "a": "*" } });
    call("tokens.create", json!([{ "name": "maps", "policies": [policy] }]), |user| {
        let token = NewToken::new().name("maps").policy(NewPolicy::allow(["g"]).on("a"));
        created(user.tokens().create(token).with_response())
    })
}

fn edit() -> CloudflareCall {
    call("edit", json!([{ "country": "US" }]), |user| {
        value(user.edit(UserEdit::new().country("US")).with_response())
    })
}

fn delete() -> CloudflareCall {
    call("tokens.delete", json!([ID]), |user| value(user.tokens().delete(ID).with_response()))
}

fn roll() -> CloudflareCall {
    call("tokens.value.update", json!([ID]), |user| secret(user.tokens().value().update(ID).with_response()))
}

pub fn retries() -> Scenarios {
    let user = || bodies::ok(&bodies::user());
    let new = || bodies::ok(&with(bodies::token(), "/value", json!("the-new-secret")));
    let busy = || bodies::error(429, 971, "Slower.");
    let down = || MockResponse::status(503);
    let lost = || MockResponse::from(Fault::Reset(Point::BeforeHeaders));
    vec![
        Scenario::new("503, then a user", get()).response(down()).response(user()),
        Scenario::new("429, then a user", get()).response(busy()).response(user()),
        Scenario::new("408, then a user", get()).response(MockResponse::status(408)).response(user()),
        Scenario::new("409, then a user", get()).response(bodies::error(409, 1, "Locked.")).response(user()),
        Scenario::new("500, 502, then a user", get())
            .response(bodies::web_page(500))
            .response(bodies::web_page(502))
            .response(user()),
        Scenario::new("503 without retries", get().max_retries(0)).response(down()),
        Scenario::new("503 with four retries", get().max_retries(4)).response(down()),
        Scenario::new("503 with the default", get().default_retries()).response(down()),
        Scenario::new("retry-after-ms", get())
            .response(down().header("retry-after-ms", "3"))
            .response(user()),
        Scenario::new("Retry-After: 0", get()).response(busy().header("retry-after", "0")).response(user()),
        Scenario::new("Retry-After of a date gone by", get())
            .response(busy().header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"))
            .response(user()),
        Scenario::new("x-should-retry: false", get())
            .response(down().header("x-should-retry", "false"))
            .response(user()),
        Scenario::new("x-should-retry: true", get())
            .response(bodies::error(400, 1, "Again.").header("x-should-retry", "true"))
            .response(user()),
        Scenario::new("503, then a new token", create()).response(down()).response(new()),
        Scenario::new("500, then a new token", create())
            .response(bodies::error(500, 1, "Oh."))
            .response(new()),
        Scenario::new("429, then a new token", create()).response(busy()).response(new()),
        Scenario::new("409, then a new token", create())
            .response(bodies::error(409, 1, "Locked."))
            .response(new()),
        Scenario::new("lost, then a new token", create()).response(lost()).response(new()),
        Scenario::new("connection refused, a new token", create().base_url("http://127.0.0.1:1")),
        Scenario::new("503, then an edit", edit()).response(down()).response(user()),
        Scenario::new("429, then an edit", edit()).response(busy()).response(user()),
        Scenario::new("lost, then an edit", edit()).response(lost()).response(user()),
        Scenario::new("503, then a deletion", delete())
            .response(down())
            .response(bodies::ok(&json!({ "id": ID }))),
        Scenario::new("lost, then a deletion", delete())
            .response(lost())
            .response(bodies::ok(&json!({ "id": ID }))),
        Scenario::new("503, then a new secret", roll())
            .response(down())
            .response(bodies::ok(&json!("the-new-secret"))),
        Scenario::new("429, then a new secret", roll())
            .response(busy())
            .response(bodies::ok(&json!("the-new-secret"))),
    ]
}

pub fn connections() -> Scenarios {
    let user = || bodies::ok(&bodies::user());
    let broken = [
        ("reset at once", MockResponse::from(Fault::ResetBeforeReading)),
        ("reset before the headers", user().fault(Fault::Reset(Point::BeforeHeaders))),
        ("closed before the headers", user().fault(Fault::Close(Point::BeforeHeaders))),
        ("closed in the headers", user().fault(Fault::Close(Point::InHeaders))),
        ("reset in the body", user().fault(Fault::Reset(Point::AfterBodyBytes(100)))),
        ("body cut short of its length", user().fault(Fault::Close(Point::AfterBodyBytes(100)))),
        ("chunks cut", user().chunked().fault(Fault::Close(Point::AfterBodyBytes(100)))),
        ("body without a length cut", user().until_close().fault(Fault::Close(Point::AfterBodyBytes(100)))),
        ("invalid status line", user().fault(Fault::GarbageStatusLine)),
        // Not a body that is not gzip: Node's `fetch` sometimes waits for its end for ever.
    ];
    let mut all: Scenarios = broken
        .into_iter()
        .map(|(name, response)| {
            Scenario::new(format!("{name}, then a user"), get()).response(response).response(user())
        })
        .collect();
    for (name, encoding) in
        [("gzip", Encoding::Gzip), ("deflate", Encoding::Deflate), ("brotli", Encoding::Brotli)]
    {
        all.push(Scenario::new(name, get()).response(user().compressed(encoding)));
    }
    for status in [301, 302, 303, 307, 308] {
        all.push(
            Scenario::new(format!("{status} on the same server"), get())
                .response(MockResponse::redirect(status, "/client/v4/moved"))
                .response(user()),
        );
    }
    let hung = || get().timeout(400).max_retries(1);
    all.extend([
        Scenario::new("connection refused", get().base_url("http://127.0.0.1:1")),
        Scenario::new("no response", hung()).response(user().fault(Fault::Stall(Point::BeforeHeaders))),
        Scenario::new("no response, then a user", hung())
            .response(user().fault(Fault::Stall(Point::BeforeHeaders)))
            .response(user()),
        Scenario::new("redirect to another server", get())
            .response(MockResponse::redirect(307, "http://127.0.0.1:1/client/v4/user"))
            .response(user()),
        Scenario::new("redirect in a circle", get()).response(MockResponse::redirect(307, "/client/v4/user")),
    ]);
    all
}
