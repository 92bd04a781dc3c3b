//! Statuses, with bodies from the API, from a proxy, and without a body.

use api_simulator::MockResponse;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

const ERRORS: [(u16, &str); 17] = [
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

pub fn statuses() -> Scenarios {
    let mut all = Vec::new();
    for (status, error_type) in ERRORS {
        all.push(
            Scenario::new(format!("{status}"), call::get("me")).response(bodies::error(status, error_type)),
        );
    }
    for status in [400, 401, 403, 429, 500, 502, 503] {
        all.push(
            Scenario::new(format!("{status}, web page"), call::get("me")).response(bodies::web_page(status)),
        );
    }
    for status in [300, 304, 401, 403, 429, 500, 503, 599] {
        all.push(
            Scenario::new(format!("{status}, no body"), call::get("me"))
                .response(MockResponse::status(status)),
        );
    }
    for (status, error_type) in
        [(400, "invalid-value"), (401, "user-or-token-not-found"), (500, "internal-server-error")]
    {
        let response = bodies::error(status, error_type);
        all.extend([
            Scenario::new(format!("{status}, usage"), call::monthly_usage("me")).response(response.clone()),
            Scenario::new(format!("{status}, limits"), call::limits("john/doe")).response(response.clone()),
            Scenario::new(format!("{status}, update"), call::update_limits("me", Some(1.0), None))
                .response(response),
        ]);
    }
    for status in [201, 202, 203, 206] {
        let response = MockResponse::json(status, &bodies::private_user());
        all.push(Scenario::new(format!("{status}, a user"), call::get("me")).response(response));
    }
    all.push(Scenario::new("204", call::get("me")).response(MockResponse::status(204)));
    all.push(Scenario::new("200, no body", call::limits("me")).response(MockResponse::status(200)));
    all.push(Scenario::new("200, web page", call::monthly_usage("me")).response(bodies::web_page(200)));
    all.extend(bodies_of_errors());
    all
}

/// Error bodies in all forms.
fn bodies_of_errors() -> Scenarios {
    let json = [
        (
            "with data",
            json!({ "error": { "type": "invalid-input", "message": "No.", "data": { "field": "x" } } }),
        ),
        ("without a message", json!({ "error": { "type": "invalid-input" } })),
        ("without a type", json!({ "error": { "message": "No." } })),
        ("type as number", json!({ "error": { "type": 7, "message": "No." } })),
        ("error as string", json!({ "error": "No." })),
        ("no error", json!({ "message": "No." })),
        ("a list", json!(["No."])),
        ("null", json!(null)),
    ];
    let json = json.into_iter().map(|(name, body)| (name, MockResponse::json(400, &body)));
    let text = [
        ("plain text", "text/plain", "No."),
        ("invalid JSON", "application/json", "{\"error\":"),
        ("JSON as text", "text/plain", r#"{"error":{"type":"invalid-input","message":"No."}}"#),
        (
            "JSON behind a byte order mark",
            "application/json",
            "\u{feff}{\"error\":{\"type\":\"invalid-input\",\"message\":\"No.\"}}",
        ),
    ];
    let text = text.into_iter().map(|(name, media, body)| (name, MockResponse::text(400, media, body)));
    json.chain(text)
        .map(|(name, response)| Scenario::new(format!("400, {name}"), call::get("me")).response(response))
        .collect()
}

pub fn not_found() -> Scenarios {
    let mut all = Vec::new();
    for error_type in ["record-not-found", "record-or-token-not-found", "page-not-found"] {
        let response = bodies::error(404, error_type);
        all.extend([
            Scenario::new(format!("get, {error_type}"), call::get("nobody")).response(response.clone()),
            Scenario::new(format!("usage, {error_type}"), call::monthly_usage("nobody"))
                .response(response.clone()),
            Scenario::new(format!("limits, {error_type}"), call::limits("nobody")).response(response.clone()),
            Scenario::new(format!("update, {error_type}"), call::update_limits("nobody", Some(1.0), None))
                .response(response),
        ]);
    }
    let responses = [
        ("after 503", bodies::error(404, "record-not-found")),
        ("type in capitals", bodies::error(404, "RECORD-NOT-FOUND")),
        ("no message", MockResponse::json(404, &json!({ "error": { "type": "record-not-found" } }))),
        ("no type", MockResponse::json(404, &json!({ "error": { "message": "No such user." } }))),
        ("type outside of error", MockResponse::json(404, &json!({ "type": "record-not-found" }))),
        ("web page", bodies::web_page(404)),
        ("no body", MockResponse::status(404)),
        ("with 400", bodies::error(400, "record-not-found")),
        ("with 403", bodies::error(403, "record-or-token-not-found")),
        ("with 410", bodies::error(410, "record-not-found")),
        ("invalid JSON", MockResponse::text(404, "application/json", "Not found")),
        ("JSON as HTML", MockResponse::text(404, "text/html", r#"{"error":{"type":"record-not-found"}}"#)),
        (
            "no content type",
            MockResponse::raw(404, [("x-a", "b")], r#"{"error":{"type":"record-not-found"}}"#),
        ),
    ];
    all.extend(responses.into_iter().map(|(name, response)| {
        let scenario = Scenario::new(name, call::get("nobody"));
        let scenario =
            if name == "after 503" { scenario.response(MockResponse::status(503)) } else { scenario };
        scenario.response(response)
    }));
    all
}
