//! Which tokens end soon, and what they reach.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use api_simulator::{Answer, Simulator};
use chrono::{DateTime, TimeDelta, Utc};
use cloudflare_user::{CloudflareClient, PermissionGroupScope, Token, tokens_by_scope};
use serde_json::{Value, json};

async fn read(tokens: Value) -> Vec<Token> {
    let simulator = Simulator::plain().start().await.unwrap();
    simulator.next(Answer::json(200, &json!({ "success": true, "result": tokens })));
    let builder = CloudflareClient::builder().api_token("t").base_url(simulator.base_url());
    builder.build().unwrap().user().tokens().list().await.unwrap().items
}

#[tokio::test]
async fn a_token_expires_within_a_period_that_holds_its_end() {
    let tokens = read(json!([
        { "id": "over", "expires_on": "2026-06-05T12:00:00Z" },
        { "id": "soon", "expires_on": "2026-06-05T12:00:01Z" },
        { "id": "just", "expires_on": "2026-07-05T12:00:00Z" },
        { "id": "later", "expires_on": "2026-07-05T12:00:01Z" },
        { "id": "never" },
    ]))
    .await;
    let now: DateTime<Utc> = "2026-06-05T12:00:00Z".parse().unwrap();
    let within = |period| -> Vec<&str> {
        let tokens = tokens.iter().filter(|token| token.expires_within(period, now));
        tokens.map(|token| token.id.as_str()).collect()
    };
    assert_eq!(within(TimeDelta::days(30)), ["soon", "just"]);
    assert_eq!(within(TimeDelta::MAX), ["soon", "just", "later"]);
    assert!(within(TimeDelta::zero()).is_empty());
}

#[tokio::test]
async fn tokens_stand_with_each_kind_of_resource_that_they_reach() {
    let policy = |effect: &str, resources: Value| json!({ "effect": effect, "resources": resources });
    let zones = json!({ "com.cloudflare.api.account.zone.*": "*" });
    let inside = json!({ "com.cloudflare.api.account.1": zones });
    let mixed = json!({ "com.cloudflare.api.user.2": "*", "com.cloudflare.api.account.*": "*" });
    let tokens = read(json!([
        { "id": "zones", "policies": [policy("allow", zones.clone())] },
        { "id": "inside", "policies": [policy("allow", inside), policy("deny", mixed.clone())] },
        { "id": "mixed", "policies": [policy("allow", mixed), policy("grant", zones)] },
        { "id": "new", "policies": [policy("allow", json!({ "com.cloudflare.edge.queue.3": "*" }))] },
        { "id": "bare", "policies": [policy("allow", json!({ "everything": "*" }))] },
        { "id": "nothing" },
    ]))
    .await;
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
