//! The word that there is no such user, and other words with the same status.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

pub fn scenarios() -> Scenarios {
    let mut all = Vec::new();
    for error_type in ["record-not-found", "record-or-token-not-found", "page-not-found"] {
        let answer = bodies::refusal(404, error_type);
        all.extend([
            Scenario::new(format!("get, {error_type}"), call::get("nobody")).answer(answer.clone()),
            Scenario::new(format!("usage, {error_type}"), call::monthly_usage("nobody"))
                .answer(answer.clone()),
            Scenario::new(format!("limits, {error_type}"), call::limits("nobody")).answer(answer.clone()),
            Scenario::new(format!("update, {error_type}"), call::update_limits("nobody", Some(1.0), None))
                .answer(answer),
        ]);
    }
    let answers = [
        ("after 503", bodies::refusal(404, "record-not-found")),
        ("type in capitals", bodies::refusal(404, "RECORD-NOT-FOUND")),
        ("no message", Answer::json(404, &json!({ "error": { "type": "record-not-found" } }))),
        ("no type", Answer::json(404, &json!({ "error": { "message": "No such user." } }))),
        ("type outside of error", Answer::json(404, &json!({ "type": "record-not-found" }))),
        ("a page", bodies::page(404)),
        ("nothing", Answer::status(404)),
        ("with 400", bodies::refusal(400, "record-not-found")),
        ("with 403", bodies::refusal(403, "record-or-token-not-found")),
        ("with 410", bodies::refusal(410, "record-not-found")),
        ("JSON that is none", Answer::text(404, "application/json", "Not found")),
        ("JSON as a page", Answer::text(404, "text/html", r#"{"error":{"type":"record-not-found"}}"#)),
        ("no content type", Answer::raw(404, [("x-a", "b")], r#"{"error":{"type":"record-not-found"}}"#)),
    ];
    all.extend(answers.into_iter().map(|(name, answer)| {
        let scenario = Scenario::new(name, call::get("nobody"));
        let scenario = if name == "after 503" { scenario.answer(Answer::status(503)) } else { scenario };
        scenario.answer(answer)
    }));
    all
}
