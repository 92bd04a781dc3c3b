//! Settings of the client: credentials and base URL.

use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{
    bodies,
    call::{Options, call},
    facade::value,
};

type Setup = (&'static str, fn(&mut Options));

pub fn scenarios() -> Scenarios {
    let setups: [Setup; 19] = [
        ("token", |_| {}),
        ("key and e-mail", |set| {
            set.api_token = None;
            (set.api_key, set.api_email) = (Some("the-key"), Some("jane@example.com"));
        }),
        ("service key", |set| (set.api_token, set.user_service_key) = (None, Some("v1.0-the-key"))),
        ("everything", |set| {
            (set.api_key, set.api_email) = (Some("the-key"), Some("jane@example.com"));
            set.user_service_key = Some("v1.0-the-key");
        }),
        ("nothing", |set| set.api_token = None),
        ("key without an e-mail", |set| (set.api_token, set.api_key) = (None, Some("the-key"))),
        ("e-mail without a key", |set| (set.api_token, set.api_email) = (None, Some("jane@example.com"))),
        ("token and e-mail", |set| set.api_email = Some("jane@example.com")),
        ("empty token", |set| set.api_token = Some("")),
        ("space at the token's end", |set| set.api_token = Some("the-token ")),
        ("line break at the token's end", |set| set.api_token = Some("the-token\n")),
        ("line break in the token", |set| set.api_token = Some("the\r\nX-Other: token")),
        ("accent in the token", |set| set.api_token = Some("tokén")),
        ("beyond Latin in the token", |set| set.api_token = Some("tőken")),
        ("base URL with a slash", |set| set.base_url = "{server}/client/v4/"),
        ("base URL with two slashes", |set| set.base_url = "{server}/client/v4//"),
        ("base URL with a query", |set| set.base_url = "{server}/client/v4?a=b"),
        ("base URL without a scheme", |set| set.base_url = "127.0.0.1"),
        ("base URL of another scheme", |set| set.base_url = "ftp://127.0.0.1"),
    ];
    setups
        .into_iter()
        .map(|(name, set)| {
            let mut call = call("get", json!([]), |user| value(user.get().with_response()));
            set(&mut call.options);
            Scenario::new(name, call).response(bodies::ok(&bodies::user()))
        })
        .collect()
}
