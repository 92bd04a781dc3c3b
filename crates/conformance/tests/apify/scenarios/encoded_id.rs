//! Ids that cannot stand in a path as they are, and those that must not stand in one at all.

use conformance::Scenario;

use super::Scenarios;
use crate::{bodies, call};

/// By what they hold. Each is asked for at the path's end; `inside` ones also before more path.
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

pub fn scenarios() -> Scenarios {
    let mut all = Vec::new();
    for (name, id) in IDS {
        all.push(
            Scenario::new(format!("get, {name}"), call::get(id)).answer(bodies::ok(&bodies::public_user())),
        );
    }
    for (name, id) in IDS.into_iter().filter(|(name, _)| {
        ["two dots", "question mark", "space last", "accent", "at", "two slashes"].contains(name)
    }) {
        all.extend([
            Scenario::new(format!("limits, {name}"), call::limits(id)).answer(bodies::ok(&bodies::limits())),
            Scenario::new(format!("properties, {name}"), call::properties(id)),
        ]);
    }
    all
}
