//! Bodies of requests.

use api_simulator::MockResponse;
use chrono::{DateTime, Utc};
use cloudflare_user::{
    InviteStatus, NewPolicy, NewToken, RatePlan, SubscriptionFrequency, SubscriptionUpdate, TokenStatus,
    TokenUpdate, UserEdit,
};
use conformance::{Scenario, json::with};
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, ID},
    call::call,
    facade::{created, value},
};

/// Name, input of the SDK, and the same input for the facade.
type Change<T> = (&'static str, Value, fn() -> T);

pub fn scenarios() -> Scenarios {
    [edits(), invites(), subscriptions(), new_tokens(), token_updates()].into_iter().flatten().collect()
}

fn edits() -> Scenarios {
    let edits: [Change<UserEdit>; 5] = [
        ("edit, set", json!({ "country": "US", "zipcode": "12345" }), || {
            UserEdit::new().country("US").zipcode("12345")
        }),
        ("edit, clear", json!({ "telephone": null }), || UserEdit::new().clear_telephone()),
        ("edit, set and clear", json!({ "first_name": "Jős", "last_name": null }), || {
            UserEdit::new().first_name("Jős").clear_last_name()
        }),
        ("edit, empty text", json!({ "zipcode": "" }), || UserEdit::new().zipcode("")),
        ("edit, nothing", json!({}), UserEdit::new),
    ];
    edits
        .into_iter()
        .map(|(name, input, edit)| {
            let call = call("edit", json!([input]), move |user| value(user.edit(edit()).with_response()));
            Scenario::new(name, call).response(bodies::ok(&bodies::user()))
        })
        .collect()
}

fn invites() -> Scenarios {
    [("invite, reject", InviteStatus::Rejected), ("invite, leave pending", InviteStatus::Pending)]
        .into_iter()
        .map(|(name, status)| {
            let call = call("invites.edit", json!([ID, { "status": status.as_str() }]), move |user| {
                value(user.invites().edit(ID, status.clone()).with_response())
            });
            Scenario::new(name, call).response(bodies::ok(&bodies::invite()))
        })
        .collect()
}

fn subscriptions() -> Scenarios {
    let updates: [Change<SubscriptionUpdate>; 3] = [
        ("subscription, plan", json!({ "rate_plan": { "id": "pro" } }), || {
            SubscriptionUpdate::new().rate_plan(RatePlan::new().id("pro"))
        }),
        ("subscription, both", json!({ "frequency": "monthly", "rate_plan": { "id": "free" } }), || {
            SubscriptionUpdate::new()
                .frequency(SubscriptionFrequency::Monthly)
                .rate_plan(RatePlan::new().id("free"))
        }),
        ("subscription, nothing", json!({}), SubscriptionUpdate::new),
    ];
    updates
        .into_iter()
        .map(|(name, input, update)| {
            let call = call("subscriptions.update", json!([ID, input]), move |user| {
                value(user.subscriptions().update(ID, update()).with_response())
            });
            Scenario::new(name, call).response(bodies::ok(&bodies::subscription()))
        })
        .collect()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn policy() -> Value {
    json!({ "effect": "allow", "permission_groups": [{ "id": "g1" }, { "id": "g2" }], "resources": { "a": "*" } })
}

fn allow() -> NewPolicy {
    NewPolicy::allow(["g1", "g2"]).on("a")
}

fn new_tokens() -> Scenarios {
    let tokens: [Change<NewToken>; 6] = [
        (
            "token, condition",
            json!({
                "name": "maps", "policies": [policy()],
                "condition": { "request_ip": { "in": ["203.0.113.0/24"], "not_in": ["203.0.113.9/32"] } },
            }),
            || {
                NewToken::new()
                    .name("maps")
                    .policy(allow())
                    .request_ip_in("203.0.113.0/24")
                    .request_ip_not_in("203.0.113.9/32")
            },
        ),
        (
            "token, dates",
            json!({
                "name": "maps", "policies": [policy()],
                "not_before": "2026-07-01T05:20:00Z", "expires_on": "2027-01-01T00:00:00Z",
            }),
            || {
                NewToken::new()
                    .name("maps")
                    .policy(allow())
                    .not_before(time("2026-07-01T05:20:00Z"))
                    .expires_on(time("2027-01-01T00:00:00Z"))
            },
        ),
        (
            "token, two policies",
            json!({
                "name": "maps",
                "policies": [policy(), { "effect": "deny", "permission_groups": [{ "id": "g3" }], "resources": { "b": "*" } }],
            }),
            || NewToken::new().name("maps").policy(allow()).policy(NewPolicy::deny(["g3"]).on("b")),
        ),
        (
            "token, nested resources",
            json!({
                "name": "maps",
                "policies": [{ "effect": "allow", "permission_groups": [{ "id": "g1" }], "resources": { "account": { "zone.*": "*" } } }],
            }),
            || NewToken::new().name("maps").policy(NewPolicy::allow(["g1"]).on_within("account", ["zone.*"])),
        ),
        ("token, no policy", json!({ "name": "maps", "policies": [] }), || NewToken::new().name("maps")),
        ("token, no name", json!({ "name": "", "policies": [policy()] }), || {
            NewToken::new().name("").policy(allow())
        }),
    ];
    tokens
        .into_iter()
        .map(|(name, input, token)| {
            let call = call("tokens.create", json!([input]), move |user| {
                created(user.tokens().create(token()).with_response())
            });
            let response = with(bodies::token(), "/value", json!("the-new-secret"));
            Scenario::new(name, call).response(bodies::ok(&response))
        })
        .collect()
}

fn token_updates() -> Scenarios {
    let disabled = json!({ "name": "maps", "policies": [policy()], "status": "disabled" });
    let call = call("tokens.update", json!([ID, disabled]), |user| {
        let update = TokenUpdate::new().name("maps").policy(allow()).status(TokenStatus::Disabled);
        value(user.tokens().update(ID, update).with_response())
    });
    vec![
        Scenario::new("token, disable", call)
            .response(MockResponse::json(200, &bodies::envelope(&bodies::token()))),
    ]
}
