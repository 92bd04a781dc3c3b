//! What an update of limits sends, and what counts as its success.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

const UPDATES: [(&str, Option<f64>, Option<i64>); 17] = [
    ("whole amount", Some(300.0), None),
    ("fraction", Some(12.34), None),
    ("a cent", Some(0.01), None),
    ("next to nothing", Some(1e-7), None),
    ("fortune", Some(1e21), None),
    ("no amount at all", Some(0.0), None),
    ("days", None, Some(14)),
    ("no days at all", None, Some(0)),
    ("years", None, Some(36_500)),
    ("both", Some(0.0), Some(14)),
    ("neither", None, None),
    ("not a number", Some(f64::NAN), None),
    ("not a number, and days", Some(f64::NAN), Some(14)),
    ("infinite", Some(f64::INFINITY), None),
    ("negative amount", Some(-1.0), None),
    ("negative infinite", Some(f64::NEG_INFINITY), None),
    ("negative days", None, Some(-1)),
];

pub fn scenarios() -> Scenarios {
    let created = || Answer::json(201, &json!({}));
    let sent = UPDATES.into_iter().map(|(name, usd, days)| {
        Scenario::new(format!("sends {name}"), call::update_limits("me", usd, days)).answer(created())
    });
    let answers = [
        ("200 and an object", bodies::ok(&json!({ "data": {} }))),
        ("200 and limits", bodies::ok(&bodies::limits())),
        ("200 and null", bodies::ok(&json!(null))),
        ("200 and nothing", Answer::status(200)),
        ("200 and a page", bodies::page(200)),
        ("200 and JSON that is none", Answer::text(200, "application/json", "{\"data\":")),
        ("201 and a string", Answer::json(201, &json!("done"))),
        ("202 and nothing", Answer::status(202)),
        ("204", Answer::status(204)),
    ];
    let answered = answers.into_iter().map(|(name, answer)| {
        Scenario::new(format!("takes {name}"), call::update_limits("me", Some(1.0), None)).answer(answer)
    });
    sent.chain(answered).collect()
}
