//! Statuses, with the bodies that the API, a proxy or nobody puts behind them.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

const REFUSALS: [(u16, &str); 17] = [
    (400, "invalid-input"),
    (401, "user-or-token-not-found"),
    (402, "not-enough-usage-to-run-paid-actor"),
    (403, "insufficient-permissions"),
    (405, "method-not-allowed"),
    (408, "request-timeout"),
    (409, "conflict"),
    (410, "gone"),
    (413, "request-too-large"),
    (415, "unsupported-content-encoding"),
    (422, "unprocessable"),
    (425, "too-early"),
    (429, "rate-limit-exceeded"),
    (500, "internal-server-error"),
    (502, "bad-gateway"),
    (503, "service-unavailable"),
    (504, "a-type-of-tomorrow"),
];

pub fn scenarios() -> Scenarios {
    let mut all = Vec::new();
    for (status, error_type) in REFUSALS {
        all.push(
            Scenario::new(format!("{status}"), call::get("me")).answer(bodies::refusal(status, error_type)),
        );
    }
    for status in [400, 401, 403, 429, 500, 502, 503] {
        all.push(Scenario::new(format!("{status}, a page"), call::get("me")).answer(bodies::page(status)));
    }
    for status in [300, 304, 401, 403, 429, 500, 503, 599] {
        all.push(Scenario::new(format!("{status}, nothing"), call::get("me")).answer(Answer::status(status)));
    }
    for (status, error_type) in
        [(400, "invalid-value"), (401, "user-or-token-not-found"), (500, "internal-server-error")]
    {
        let answer = bodies::refusal(status, error_type);
        all.extend([
            Scenario::new(format!("{status}, usage"), call::monthly_usage("me")).answer(answer.clone()),
            Scenario::new(format!("{status}, limits"), call::limits("john/doe")).answer(answer.clone()),
            Scenario::new(format!("{status}, update"), call::update_limits("me", Some(1.0), None))
                .answer(answer),
        ]);
    }
    for status in [201, 202, 203, 206] {
        let answer = Answer::json(status, &bodies::private_user());
        all.push(Scenario::new(format!("{status}, a user"), call::get("me")).answer(answer));
    }
    all.push(Scenario::new("204", call::get("me")).answer(Answer::status(204)));
    all.push(Scenario::new("200, nothing", call::limits("me")).answer(Answer::status(200)));
    all.push(Scenario::new("200, a page", call::monthly_usage("me")).answer(bodies::page(200)));
    all.extend(bodies_of_errors());
    all
}

/// Error bodies of every form.
fn bodies_of_errors() -> Scenarios {
    let json = [
        (
            "with data",
            json!({ "error": { "type": "invalid-input", "message": "No.", "data": { "field": "x" } } }),
        ),
        ("without a message", json!({ "error": { "type": "invalid-input" } })),
        ("without a type", json!({ "error": { "message": "No." } })),
        ("a type that is a number", json!({ "error": { "type": 7, "message": "No." } })),
        ("an error that is text", json!({ "error": "No." })),
        ("no error", json!({ "message": "No." })),
        ("a list", json!(["No."])),
        ("null", json!(null)),
    ];
    let json = json.into_iter().map(|(name, body)| (name, Answer::json(400, &body)));
    let text = [
        ("plain text", "text/plain", "No."),
        ("JSON that is none", "application/json", "{\"error\":"),
        ("JSON as text", "text/plain", r#"{"error":{"type":"invalid-input","message":"No."}}"#),
        (
            "JSON behind a byte order mark",
            "application/json",
            "\u{feff}{\"error\":{\"type\":\"invalid-input\",\"message\":\"No.\"}}",
        ),
    ];
    let text = text.into_iter().map(|(name, media, body)| (name, Answer::text(400, media, body)));
    json.chain(text)
        .map(|(name, answer)| Scenario::new(format!("400, {name}"), call::get("me")).answer(answer))
        .collect()
}
