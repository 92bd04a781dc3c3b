//! Ids: those that must be encoded, and those that must be rejected.

use api_simulator::MockResponse;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call::call, facade::value};

const IDS: [(&str, &str); 18] = [
    ("empty", ""),
    ("dot", "."),
    ("two dots", ".."),
    ("encoded dots", "%2e%2e"),
    ("three dots", "..."),
    ("slash", "a/b"),
    ("slash and dots", "../a"),
    ("backslash", r"a\b"),
    ("question mark", "a?b=c"),
    ("hash", "a#b"),
    ("percent", "100%"),
    ("space", "a b"),
    ("space last", "a "),
    ("line break", "a\nb"),
    ("NUL", "a\0b"),
    ("accent", "jős"),
    ("at and colon", "a@b:c"),
    ("sub-delimiters", "!$&'()*+,;="),
];

pub fn scenarios() -> Scenarios {
    let mut all = Vec::new();
    for (name, id) in IDS {
        let call = call("tokens.get", json!([id]), move |user| value(user.tokens().get(id).with_response()));
        all.push(Scenario::new(format!("token, {name}"), call).response(bodies::ok(&bodies::token())));
    }
    for (name, id) in [("two dots", ".."), ("slash", "a/b"), ("empty", "")] {
        let invite =
            call("invites.get", json!([id]), move |user| value(user.invites().get(id).with_response()));
        let organization = call("organizations.delete", json!([id]), move |user| {
            value(user.organizations().delete(id).with_response())
        });
        let subscription = call("subscriptions.delete", json!([id]), move |user| {
            value(user.subscriptions().delete(id).with_response())
        });
        all.extend([
            Scenario::new(format!("invite, {name}"), invite).response(bodies::ok(&bodies::invite())),
            Scenario::new(format!("organization, {name}"), organization)
                .response(MockResponse::json(200, &json!({ "id": "x" }))),
            Scenario::new(format!("subscription, {name}"), subscription)
                .response(MockResponse::json(200, &json!({ "subscription_id": "x" }))),
        ]);
    }
    for id in ["verify", "permission_groups"] {
        let call = call("tokens.get", json!([id]), move |user| value(user.tokens().get(id).with_response()));
        all.push(Scenario::new(format!("token, {id}"), call).response(bodies::ok(&bodies::token())));
    }
    all
}
