//! User ids: in every method, and with every character that a path cannot hold.

use api_simulator::MockResponse;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

/// Every method with ids that need no encoding.
pub fn plain() -> Scenarios {
    let mut all = vec![
        Scenario::new("get, no id", call::get("me").without_id())
            .response(bodies::ok(&bodies::private_user())),
        Scenario::new("properties, no id", call::properties("me").without_id()),
    ];
    for id in ["me", "Qm3kRt81LxYbZpWd7", "john/doe"] {
        let user = if id == "me" { bodies::private_user() } else { bodies::public_user() };
        all.extend([
            Scenario::new(format!("get, {id}"), call::get(id)).response(bodies::ok(&user)),
            Scenario::new(format!("usage, {id}"), call::monthly_usage(id))
                .response(bodies::ok(&bodies::usage())),
            Scenario::new(format!("limits, {id}"), call::limits(id)).response(bodies::ok(&bodies::limits())),
            Scenario::new(format!("update, {id}"), call::update_limits(id, Some(300.0), Some(14)))
                .response(MockResponse::json(201, &json!({}))),
            Scenario::new(format!("properties, {id}"), call::properties(id)),
        ]);
    }
    for id in ["Me", "john~doe", "a.b-c_d", "...", "0"] {
        all.push(
            Scenario::new(format!("get, {id}"), call::get(id)).response(bodies::ok(&bodies::public_user())),
        );
    }
    all
}

/// Ids by their content. Each is read at the end of a path; some also before more segments.
const IDS: [(&str, &str); 32] = [
    ("empty", ""),
    ("dot", "."),
    ("two dots", ".."),
    ("two dots with more", "../users/me"),
    ("encoded dots", "%2e%2e"),
    ("two slashes", "a/b/c"),
    ("slash first", "/a"),
    ("slash last", "a/"),
    ("slashes only", "//"),
    ("question mark", "a?token=b"),
    ("hash", "a#b"),
    ("backslash", r"a\b"),
    ("percent", "100%"),
    ("encoded space", "a%20b"),
    ("space", "a b"),
    ("space first", " a"),
    ("space last", "a "),
    ("no-break space", "a\u{a0}b"),
    ("line break", "a\nb"),
    ("tab", "a\tb"),
    ("NUL", "a\0b"),
    ("DEL", "a\u{7f}b"),
    ("accent", "jős"),
    ("combining accent", "jo\u{30b}s"),
    ("emoji", "🦀"),
    ("at", "jane@example.com"),
    ("colon", "a:b"),
    ("plus", "a+b"),
    ("sub-delimiters", "!$&'()*,;="),
    ("brackets", "[a]{b}<c>"),
    ("quotes", "\"a\"`b`"),
    ("bar and caret", "a|b^c"),
];

/// Ids that must be encoded, and ids that must be rejected.
pub fn encoded() -> Scenarios {
    let mut all = Vec::new();
    for (name, id) in IDS {
        all.push(
            Scenario::new(format!("get, {name}"), call::get(id)).response(bodies::ok(&bodies::public_user())),
        );
    }
    for (name, id) in IDS.into_iter().filter(|(name, _)| {
        ["two dots", "question mark", "space last", "accent", "at", "two slashes"].contains(name)
    }) {
        all.extend([
            Scenario::new(format!("limits, {name}"), call::limits(id))
                .response(bodies::ok(&bodies::limits())),
            Scenario::new(format!("properties, {name}"), call::properties(id)),
        ]);
    }
    all
}
