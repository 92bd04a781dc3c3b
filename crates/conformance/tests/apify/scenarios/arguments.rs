//! Arguments of methods: dates, and updates of the limits.

use api_simulator::MockResponse;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{
    bodies,
    call::{self, ApifyCall},
};

pub fn dates() -> Scenarios {
    let at = |year, month, day| call::monthly_usage_at("me", year, month, day);
    let calls: [(&str, ApifyCall); 7] = [
        ("a day", at(2020, 6, 14)),
        ("leap day", at(2024, 2, 29)),
        ("first year", at(1, 1, 1)),
        ("last year of four digits", at(9999, 12, 31)),
        ("five digits", at(10_000, 1, 1)),
        ("of another user", call::monthly_usage_at("Qm3kRt81LxYbZpWd7", 2020, 6, 14)),
        ("of an organization", call::monthly_usage_at("john/doe", 2020, 6, 14)),
    ];
    calls
        .into_iter()
        .map(|(name, call)| Scenario::new(name, call).response(bodies::ok(&bodies::usage())))
        .collect()
}

const UPDATES: [(&str, Option<f64>, Option<i64>); 17] = [
    ("whole amount", Some(300.0), None),
    ("fraction", Some(12.34), None),
    ("cent", Some(0.01), None),
    ("tiny amount", Some(1e-7), None),
    ("huge amount", Some(1e21), None),
    ("zero amount", Some(0.0), None),
    ("days", None, Some(14)),
    ("zero days", None, Some(0)),
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

pub fn limits_updates() -> Scenarios {
    let created = || MockResponse::json(201, &json!({}));
    let sent = UPDATES.into_iter().map(|(name, usd, days)| {
        Scenario::new(format!("sends {name}"), call::update_limits("me", usd, days)).response(created())
    });
    let responses = [
        ("200 and an object", bodies::ok(&json!({ "data": {} }))),
        ("200 and limits", bodies::ok(&bodies::limits())),
        ("200 and null", bodies::ok(&json!(null))),
        ("200 and no body", MockResponse::status(200)),
        ("200 and a web page", bodies::web_page(200)),
        ("200 and invalid JSON", MockResponse::text(200, "application/json", "{\"data\":")),
        ("201 and a string", MockResponse::json(201, &json!("done"))),
        ("202 and no body", MockResponse::status(202)),
        ("204", MockResponse::status(204)),
    ];
    let received = responses.into_iter().map(|(name, response)| {
        Scenario::new(format!("takes {name}"), call::update_limits("me", Some(1.0), None)).response(response)
    });
    sent.chain(received).collect()
}
