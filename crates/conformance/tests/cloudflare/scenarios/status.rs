//! Statuses, with the bodies that the API, a proxy or nobody puts behind them.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{
    bodies::{self, ID, refused},
    call::{CloudflareCall, call},
    ours::value,
};

const REFUSALS: [(u16, i64); 16] = [
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

pub fn scenarios() -> Scenarios {
    let get = || call("get", json!([]), |user| value(user.get().with_response()));
    let mut all = Vec::new();
    for (status, code) in REFUSALS {
        all.push(Scenario::new(format!("{status}"), get()).answer(bodies::refusal(status, code, "No.")));
    }
    for status in [401, 404, 500, 520] {
        all.push(Scenario::new(format!("{status}, web page"), get()).answer(bodies::web_page(status)));
    }
    for status in [304, 403, 404, 503] {
        all.push(Scenario::new(format!("{status}, nothing"), get()).answer(Answer::status(status)));
    }
    all.push(
        Scenario::new("201, a user", get()).answer(Answer::json(201, &bodies::envelope(&bodies::user()))),
    );
    all.extend(others());
    all.extend(errors().into_iter().map(|(name, answer)| Scenario::new(name, get()).answer(answer)));
    all
}

/// Other methods than `get`.
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
            Scenario::new(format!("404, {name}"), call).answer(bodies::refusal(404, 1003, "No such."))
        })
        .collect()
}

/// Error bodies of every form.
fn errors() -> Vec<(&'static str, Answer)> {
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
        ("400, chain", Answer::json(400, &refused(&chain))),
        ("400, explained", Answer::json(400, &refused(&explained))),
        ("400, two errors", Answer::json(400, &refused(&two))),
        ("400, null errors", Answer::json(400, &refused(&json!(null)))),
        ("400, no errors", Answer::json(400, &json!({ "success": false }))),
        ("400, null messages", Answer::json(400, &bodies::with(refused(&two), "/messages", json!(null)))),
        ("400, without success", Answer::json(400, &json!({ "errors": [{ "code": 1, "message": "One." }] }))),
        (
            "400, a code that is text",
            Answer::json(400, &refused(&json!([{ "code": "1", "message": "One." }]))),
        ),
        ("400, an error that is text", Answer::json(400, &refused(&json!(["No."])))),
        ("400, errors that are an object", Answer::json(400, &refused(&json!({ "code": 1 })))),
        ("400, JSON that is none", Answer::text(400, "application/json", "{\"success\":")),
        ("400, JSON as text", Answer::text(400, "text/plain", refused(&two).to_string())),
        ("400, success", Answer::json(400, &bodies::envelope(&bodies::user()))),
    ]
}
