//! Tokens that expire soon, and the resources that tokens reach.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use chrono::{DateTime, TimeDelta, Utc};
use cloudflare_user::{PermissionGroupScope, Token, tokens_by_scope};
use serde_json::{Value, json};

fn tokens(tokens: Value) -> Vec<Token> {
    serde_json::from_value(tokens).unwrap()
}

#[test]
fn a_token_expires_within_a_period_that_contains_its_end() {
    let tokens = tokens(json!([
        { "id": "over", "expires_on": "2026-06-05T12:00:00Z" },
        { "id": "soon", "expires_on": "2026-06-05T12:00:01Z" },
        { "id": "just", "expires_on": "2026-07-05T12:00:00Z" },
        { "id": "later", "expires_on": "2026-07-05T12:00:01Z" },
        { "id": "never" },
    ]));
    let now: DateTime<Utc> = "2026-06-05T12:00:00Z".parse().unwrap();
    let within = |period| -> Vec<&str> {
        let tokens = tokens.iter().filter(|token| token.expires_within(period, now));
        tokens.map(|token| token.id.as_str()).collect()
    };
    assert_eq!(within(TimeDelta::days(30)), ["soon", "just"]);
    assert_eq!(within(TimeDelta::MAX), ["soon", "just", "later"]);
    assert!(within(TimeDelta::zero()).is_empty());
}

#[test]
fn tokens_are_listed_under_each_kind_of_resource_that_they_reach() {
    let policy = |effect: &str, resources: Value| json!({ "effect": effect, "resources": resources });
    let zones = json!({ "com.cloudflare.api.account.zone.*": "*" });
    let inside = json!({ "com.cloudflare.api.account.1": zones });
    let mixed = json!({ "com.cloudflare.api.user.2": "*", "com.cloudflare.api.account.*": "*" });
    let tokens = tokens(json!([
        { "id": "zones", "policies": [policy("allow", zones.clone())] },
        { "id": "inside", "policies": [policy("allow", inside), policy("deny", mixed.clone())] },
        { "id": "mixed", "policies": [policy("allow", mixed), policy("grant", zones)] },
        { "id": "new", "policies": [policy("allow", json!({ "com.cloudflare.edge.queue.3": "*" }))] },
        { "id": "bare", "policies": [policy("allow", json!({ "everything": "*" }))] },
        { "id": "nothing" },
    ]));
    let by_scope = tokens_by_scope(&tokens);
    let ids = |scope: PermissionGroupScope| -> Vec<&str> {
        by_scope.get(&scope).into_iter().flatten().map(|token| token.id.as_str()).collect()
    };
    assert_eq!(ids(PermissionGroupScope::Zone), ["zones", "inside", "mixed"]);
    assert_eq!(ids(PermissionGroupScope::Account), ["mixed"]);
    assert_eq!(ids(PermissionGroupScope::User), ["mixed"]);
    assert_eq!(ids("com.cloudflare.edge.queue".into()), ["new"]);
    assert_eq!(ids("everything".into()), ["bare"]);
    assert_eq!(by_scope.len(), 5);
    let denied = tokens[1].policies[1].scopes();
    assert_eq!(
        denied.into_iter().collect::<Vec<_>>(),
        [PermissionGroupScope::Account, PermissionGroupScope::User]
    );
}
