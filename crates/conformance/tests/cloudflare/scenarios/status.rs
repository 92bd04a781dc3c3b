//! Statuses and envelopes, with bodies from the API, from a proxy, and without a body.

use api_simulator::MockResponse;
use conformance::{
    Scenario,
    json::{with, without},
};
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, ID, envelope, failure},
    call::{CloudflareCall, call},
    facade::{secret, value},
};

const ERRORS: [(u16, i64); 16] = [
    (400, 1000),
    (401, 10_000),
    (403, 9109),
    (404, 1003),
    (405, 10_405),
    (408, 1),
    (409, 1012),
    (410, 3),
    (415, 4),
    (422, 5),
    (425, 6),
    (429, 971),
    (500, 7),
    (502, 8),
    (503, 9),
    (504, 10),
];

pub fn statuses() -> Scenarios {
    let get = || call("get", json!([]), |user| value(user.get().with_response()));
    let mut all = Vec::new();
    for (status, code) in ERRORS {
        all.push(Scenario::new(format!("{status}"), get()).response(bodies::error(status, code, "No.")));
    }
    for status in [401, 404, 500, 520] {
        all.push(Scenario::new(format!("{status}, web page"), get()).response(bodies::web_page(status)));
    }
    for status in [304, 403, 404, 503] {
        all.push(Scenario::new(format!("{status}, no body"), get()).response(MockResponse::status(status)));
    }
    all.push(
        Scenario::new("201, a user", get())
            .response(MockResponse::json(201, &bodies::envelope(&bodies::user()))),
    );
    all.extend(others());
    all.extend(errors().into_iter().map(|(name, response)| Scenario::new(name, get()).response(response)));
    all
}

/// Methods other than `get`.
fn others() -> Scenarios {
    let calls: [(&str, CloudflareCall); 5] = [
        ("tokens.list", call("tokens.list", json!([]), |user| value(user.tokens().list().with_response()))),
        ("tokens.get", call("tokens.get", json!([ID]), |user| value(user.tokens().get(ID).with_response()))),
        (
            "tokens.delete",
            call("tokens.delete", json!([ID]), |user| value(user.tokens().delete(ID).with_response())),
        ),
        (
            "tokens.verify",
            call("tokens.verify", json!([]), |user| value(user.tokens().verify().with_response())),
        ),
        (
            "organizations.delete",
            call("organizations.delete", json!([ID]), |user| {
                value(user.organizations().delete(ID).with_response())
            }),
        ),
    ];
    calls
        .into_iter()
        .map(|(name, call)| {
            Scenario::new(format!("404, {name}"), call).response(bodies::error(404, 1003, "No such."))
        })
        .collect()
}

/// Error bodies in all forms.
fn errors() -> Vec<(&'static str, MockResponse)> {
    let chain = json!([{
        "code": 6003, "message": "Invalid headers.",
        "error_chain": [{ "code": 6103, "message": "Invalid key." }],
    }]);
    let explained = json!([{
        "code": 7003, "message": "No route.", "documentation_url": "https://docs.example/7003",
        "source": { "pointer": "/name" },
    }]);
    let two = json!([{ "code": 1, "message": "One." }, { "code": 2, "message": "Two." }]);
    vec![
        ("400, chain", MockResponse::json(400, &failure(&chain))),
        ("400, explained", MockResponse::json(400, &failure(&explained))),
        ("400, two errors", MockResponse::json(400, &failure(&two))),
        ("400, null errors", MockResponse::json(400, &failure(&json!(null)))),
        ("400, no errors", MockResponse::json(400, &json!({ "success": false }))),
        ("400, null messages", MockResponse::json(400, &with(failure(&two), "/messages", json!(null)))),
        (
            "400, without success",
            MockResponse::json(400, &json!({ "errors": [{ "code": 1, "message": "One." }] })),
        ),
        (
            "400, code as string",
            MockResponse::json(400, &failure(&json!([{ "code": "1", "message": "One." }]))),
        ),
        ("400, error as string", MockResponse::json(400, &failure(&json!(["No."])))),
        ("400, errors as object", MockResponse::json(400, &failure(&json!({ "code": 1 })))),
        ("400, invalid JSON", MockResponse::text(400, "application/json", "{\"success\":")),
        ("400, JSON as text", MockResponse::text(400, "text/plain", failure(&two).to_string())),
        ("400, success", MockResponse::json(400, &bodies::envelope(&bodies::user()))),
    ]
}

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

pub fn envelopes() -> Scenarios {
    let user = || envelope(&bodies::user());
    let failed = failure(&json!([{ "code": 9109, "message": "No." }]));
    let json: Vec<(&str, CloudflareCall, Value)> = vec![
        ("success: false, get", get(), failed.clone()),
        ("success: false, list", tokens(), failed.clone()),
        ("success: false, delete", delete_token(), failed.clone()),
        ("success: false without errors", get(), json!({ "success": false, "result": null })),
        ("success: false with a result", get(), with(failed, "/result", bodies::user())),
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
        ("unknown field", get(), with(user(), "/took", json!(3))),
        ("null result, get", get(), envelope(&json!(null))),
        ("no result, get", get(), json!({ "success": true })),
        ("null result, list", tokens(), envelope(&json!(null))),
        ("no result, list", tokens(), json!({ "success": true })),
        ("object as list", tokens(), envelope(&json!({}))),
        ("null result, delete", delete_token(), envelope(&json!(null))),
        ("envelope, organization", delete_organization(), envelope(&json!({ "id": ID }))),
        ("a list", get(), json!([1])),
        ("null", get(), json!(null)),
        ("string", get(), json!("jane")),
    ];
    let json = json.into_iter().map(|(name, call, body)| (name, call, MockResponse::json(200, &body)));
    let roll = call("tokens.value.update", json!([ID]), |user| {
        secret(user.tokens().value().update(ID).with_response())
    });
    let text = |media: &str, body: &str| MockResponse::text(200, media, body.to_owned());
    let text_body = user().to_string();
    let raw = [
        ("no body, get", get(), MockResponse::status(200)),
        ("no body, delete", delete_token(), MockResponse::status(200)),
        ("204, delete", delete_organization(), MockResponse::status(204)),
        ("web page", get(), bodies::web_page(200)),
        ("invalid JSON", get(), text("application/json", "{\"result\":{")),
        ("JSON as text", get(), text("text/plain", &text_body)),
        ("JSON of another kind", get(), text("application/vnd.api+json", &text_body)),
        ("no content type", get(), MockResponse::raw(200, [("x-a", "b")], text_body.clone())),
        ("byte order mark", get(), text("application/json", &format!("\u{feff}{text_body}"))),
        ("secret as number", roll, MockResponse::json(200, &envelope(&json!(7)))),
    ];
    json.chain(raw).map(|(name, call, response)| Scenario::new(name, call).response(response)).collect()
}
