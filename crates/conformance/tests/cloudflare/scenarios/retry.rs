//! After what a request is sent again, and how often.

use api_simulator::{Answer, Fault, Point};
use cloudflare_user::{NewPolicy, NewToken, UserEdit};
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{
    bodies::{self, ID},
    call::{CloudflareCall, call},
    ours::{created, secret, value},
};

fn get() -> CloudflareCall {
    call("get", json!([]), |user| value(user.get().with_response()))
}

fn create() -> CloudflareCall {
    let policy =
        json!({ "effect": "allow", "permission_groups": [{ "id": "g" }], "resources": { "a": "*" } });
    call("tokens.create", json!([{ "name": "maps", "policies": [policy] }]), |user| {
        let token = NewToken::new("maps").policy(NewPolicy::allow(["g"]).on("a"));
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

pub fn scenarios() -> Scenarios {
    let user = || bodies::ok(&bodies::user());
    let new = || bodies::ok(&bodies::with(bodies::token(), "/value", json!("the-new-secret")));
    let busy = || bodies::refusal(429, 971, "Slower.");
    let down = || Answer::status(503);
    let lost = || Answer::from(Fault::Reset(Point::BeforeHeaders));
    vec![
        Scenario::new("503, then a user", get()).answer(down()).answer(user()),
        Scenario::new("429, then a user", get()).answer(busy()).answer(user()),
        Scenario::new("408, then a user", get()).answer(Answer::status(408)).answer(user()),
        Scenario::new("409, then a user", get()).answer(bodies::refusal(409, 1, "Locked.")).answer(user()),
        Scenario::new("500, 502, then a user", get())
            .answer(bodies::web_page(500))
            .answer(bodies::web_page(502))
            .answer(user()),
        Scenario::new("503 without retries", get().max_retries(0)).answer(down()),
        Scenario::new("503 with four retries", get().max_retries(4)).answer(down()),
        Scenario::new("503 with the default", get().default_retries()).answer(down()),
        Scenario::new("retry-after-ms", get()).answer(down().header("retry-after-ms", "3")).answer(user()),
        Scenario::new("Retry-After: 0", get()).answer(busy().header("retry-after", "0")).answer(user()),
        Scenario::new("Retry-After of a date gone by", get())
            .answer(busy().header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"))
            .answer(user()),
        Scenario::new("x-should-retry: false", get())
            .answer(down().header("x-should-retry", "false"))
            .answer(user()),
        Scenario::new("x-should-retry: true", get())
            .answer(bodies::refusal(400, 1, "Again.").header("x-should-retry", "true"))
            .answer(user()),
        Scenario::new("503, then a new token", create()).answer(down()).answer(new()),
        Scenario::new("500, then a new token", create()).answer(bodies::refusal(500, 1, "Oh.")).answer(new()),
        Scenario::new("429, then a new token", create()).answer(busy()).answer(new()),
        Scenario::new("409, then a new token", create())
            .answer(bodies::refusal(409, 1, "Locked."))
            .answer(new()),
        Scenario::new("lost, then a new token", create()).answer(lost()).answer(new()),
        Scenario::new("refused, a new token", create().base_url("http://127.0.0.1:1")),
        Scenario::new("503, then an edit", edit()).answer(down()).answer(user()),
        Scenario::new("429, then an edit", edit()).answer(busy()).answer(user()),
        Scenario::new("lost, then an edit", edit()).answer(lost()).answer(user()),
        Scenario::new("503, then a deletion", delete())
            .answer(down())
            .answer(bodies::ok(&json!({ "id": ID }))),
        Scenario::new("lost, then a deletion", delete())
            .answer(lost())
            .answer(bodies::ok(&json!({ "id": ID }))),
        Scenario::new("503, then a new secret", roll())
            .answer(down())
            .answer(bodies::ok(&json!("the-new-secret"))),
        Scenario::new("429, then a new secret", roll())
            .answer(busy())
            .answer(bodies::ok(&json!("the-new-secret"))),
    ]
}
