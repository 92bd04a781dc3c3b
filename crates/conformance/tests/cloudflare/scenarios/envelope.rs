//! Envelopes, whole and not.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, ID, envelope, with, without},
    call::{CloudflareCall, call},
    ours::{secret, value},
};

fn get() -> CloudflareCall {
    call("get", json!([]), |user| value(user.get().with_response()))
}

fn tokens() -> CloudflareCall {
    call("tokens.list", json!([]), |user| value(user.tokens().list().with_response()))
}

fn delete_token() -> CloudflareCall {
    call("tokens.delete", json!([ID]), |user| value(user.tokens().delete(ID).with_response()))
}

fn delete_organization() -> CloudflareCall {
    call("organizations.delete", json!([ID]), |user| value(user.organizations().delete(ID).with_response()))
}

pub fn scenarios() -> Scenarios {
    let user = || envelope(&bodies::user());
    let refused = bodies::refused(&json!([{ "code": 9109, "message": "No." }]));
    let json: Vec<(&str, CloudflareCall, Value)> = vec![
        ("refused, get", get(), refused.clone()),
        ("refused, list", tokens(), refused.clone()),
        ("refused, delete", delete_token(), refused.clone()),
        ("refused without errors", get(), json!({ "success": false, "result": null })),
        ("refused with a result", get(), with(refused, "/result", bodies::user())),
        ("null errors", get(), with(user(), "/errors", json!(null))),
        ("null messages", get(), with(user(), "/messages", json!(null))),
        (
            "null result_info",
            tokens(),
            with(envelope(&json!([bodies::token()])), "/result_info", json!(null)),
        ),
        ("no errors, no messages", get(), json!({ "success": true, "result": bodies::user() })),
        ("no success", get(), without(user(), "/success")),
        ("messages", get(), with(user(), "/messages", json!([{ "code": 10, "message": "Old." }]))),
        ("unknown member", get(), with(user(), "/took", json!(3))),
        ("null result, get", get(), envelope(&json!(null))),
        ("no result, get", get(), json!({ "success": true })),
        ("null result, list", tokens(), envelope(&json!(null))),
        ("no result, list", tokens(), json!({ "success": true })),
        ("result that is an object, list", tokens(), envelope(&json!({}))),
        ("null result, delete", delete_token(), envelope(&json!(null))),
        ("envelope, organization", delete_organization(), envelope(&json!({ "id": ID }))),
        ("a list", get(), json!([1])),
        ("null", get(), json!(null)),
        ("text", get(), json!("jane")),
    ];
    let json = json.into_iter().map(|(name, call, body)| (name, call, Answer::json(200, &body)));
    let roll = call("tokens.value.update", json!([ID]), |user| {
        secret(user.tokens().value().update(ID).with_response())
    });
    let text = |media: &str, body: &str| Answer::text(200, media, body.to_owned());
    let sound = user().to_string();
    let raw = [
        ("nothing, get", get(), Answer::status(200)),
        ("nothing, delete", delete_token(), Answer::status(200)),
        ("204, delete", delete_organization(), Answer::status(204)),
        ("web page", get(), bodies::web_page(200)),
        ("JSON that is none", get(), text("application/json", "{\"result\":{")),
        ("JSON as text", get(), text("text/plain", &sound)),
        ("JSON of another kind", get(), text("application/vnd.api+json", &sound)),
        ("no content type", get(), Answer::raw(200, [("x-a", "b")], sound.clone())),
        ("byte order mark", get(), text("application/json", &format!("\u{feff}{sound}"))),
        ("secret that is no text", roll, Answer::json(200, &envelope(&json!(7)))),
    ];
    json.chain(raw).map(|(name, call, answer)| Scenario::new(name, call).answer(answer)).collect()
}
