//! Tokens.

use chrono::{DateTime, Utc};
use cloudflare_user::{
    NewPolicy, NewToken, PermissionGroupScope, SortDirection, TokenResource, TokenResources, TokenStatus,
    TokenUpdate,
};
use serde_json::{Value, json};

use crate::server::{client, last_body, ok, server};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn policy() -> NewPolicy {
    NewPolicy::allow(["g1", "g2"]).on("com.cloudflare.api.account.zone.*")
}

#[tokio::test]
async fn a_new_token_holds_what_was_set_and_nothing_else() {
    let server = server().await;
    server.otherwise(ok(json!({"id": "t", "value": "s3cr3t"})));
    let tokens = client(&server).user().tokens();
    tokens.create(NewToken::new().name("plain").policy(policy())).await.unwrap();
    let allow = json!({
        "effect": "allow",
        "permission_groups": [{"id": "g1"}, {"id": "g2"}],
        "resources": {"com.cloudflare.api.account.zone.*": "*"},
    });
    assert_eq!(last_body(&server), json!({"name": "plain", "policies": [allow]}));

    let deny = NewPolicy::deny(["g3"]).on("com.cloudflare.api.user.*").on_within(
        "com.cloudflare.api.account.1",
        ["com.cloudflare.api.account.zone.2", "com.cloudflare.api.account.zone.3"],
    );
    let full = NewToken::new()
        .name("full")
        .policy(policy())
        .policy(deny)
        .request_ip_in("203.0.113.0/24")
        .request_ip_in("2001:db8::/32")
        .request_ip_not_in("203.0.113.7/32")
        .not_before(moment("2026-01-01T00:00:00Z"))
        .expires_on(moment("2027-01-01T00:00:00Z"));
    let created = tokens.create(full).await.unwrap();
    assert_eq!(created.id, "t");
    assert_eq!(created.value.unwrap().expose(), "s3cr3t");
    let expected = json!({
        "name": "full",
        "policies": [allow, {
            "effect": "deny",
            "permission_groups": [{"id": "g3"}],
            "resources": {
                "com.cloudflare.api.user.*": "*",
                "com.cloudflare.api.account.1": {
                    "com.cloudflare.api.account.zone.2": "*",
                    "com.cloudflare.api.account.zone.3": "*",
                },
            },
        }],
        "condition": {"request_ip": {"in": ["203.0.113.0/24", "2001:db8::/32"], "not_in": ["203.0.113.7/32"]}},
        "not_before": "2026-01-01T00:00:00Z",
        "expires_on": "2027-01-01T00:00:00Z",
    });
    assert_eq!(last_body(&server), expected);
    server.assert_requests(["POST /user/tokens", "POST /user/tokens"]);
}

/// Returns a token with resources in every form, and with fields that the document does not list in each
/// of its parts.
fn stored() -> Value {
    json!({
        "id": "t",
        "name": "stored",
        "status": "active",
        "origin": "terraform",
        "policies": [{
            "id": "p",
            "effect": "allow",
            "priority": 7,
            "permission_groups": [{"id": "g", "name": "DNS Read", "meta": {"label": "dns_read"}, "level": "high"}],
            "resources": {
                "flat": "*",
                "nested": {"inside": "*", "deeper": {"down": "*"}},
                "new": ["a", {"b": 1}],
                "other": "read",
            },
        }],
        "condition": {"request_ip": {"in": ["203.0.113.0/24"], "not_in": [], "asn": [64496]}, "mtls": {"required": true}},
        "issued_on": "2026-01-01T00:00:00Z",
        "expires_on": "2027-01-01T00:00:00Z",
    })
}

#[tokio::test]
async fn resources_are_typed_flat_or_nested() {
    let server = server().await;
    server.next(ok(stored()));
    let token = client(&server).user().tokens().get("t").await.unwrap();
    let deeper = TokenResources::from_iter([("down", TokenResource::All)]);
    let nested = [("inside", TokenResource::All), ("deeper", TokenResource::Within(deeper))];
    let expected = TokenResources::from_iter([
        ("flat", TokenResource::All),
        ("nested", TokenResource::Within(TokenResources::from_iter(nested))),
        ("new", TokenResource::Unknown(json!(["a", {"b": 1}]))),
        ("other", TokenResource::Unknown(json!("read"))),
    ]);
    assert_eq!(token.policies[0].resources.as_ref(), Some(&expected));
    assert_eq!((expected.len(), expected.get("flat")), (4, Some(&TokenResource::All)));
    let names: Vec<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["flat", "nested", "new", "other"]);
    let json = serde_json::to_value(&token).unwrap();
    assert_eq!(json["policies"][0]["resources"], stored()["policies"][0]["resources"]);
}

#[tokio::test]
async fn a_token_that_is_read_and_written_back_loses_nothing() {
    let server = server().await;
    server.otherwise(ok(stored()));
    let tokens = client(&server).user().tokens();
    let token = tokens.get("t").await.unwrap();
    let update = TokenUpdate::from(token).status(TokenStatus::Disabled);
    tokens.update("t", update).await.unwrap();
    let expected = json!({
        "name": "stored",
        "status": "disabled",
        "origin": "terraform",
        "policies": [{
            "effect": "allow",
            "priority": 7,
            "permission_groups": [{"id": "g", "meta": {"label": "dns_read"}, "level": "high"}],
            "resources": stored()["policies"][0]["resources"],
        }],
        "condition": {"request_ip": {"in": ["203.0.113.0/24"], "asn": [64496]}, "mtls": {"required": true}},
        "expires_on": "2027-01-01T00:00:00Z",
    });
    assert_eq!(last_body(&server), expected);
    let bare = TokenUpdate::new().name("renamed").policy(policy());
    tokens.update("t", bare).await.unwrap();
    let keys: Vec<String> = last_body(&server).as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["name", "policies"]);
    server.assert_requests(["GET /user/tokens/t", "PUT /user/tokens/t", "PUT /user/tokens/t"]);
}

#[tokio::test]
async fn a_condition_that_is_not_documented_is_written_back_unchanged() {
    for condition in
        [json!({"request.ip": {"in": ["203.0.113.0/24"]}}), json!({"mtls": {"required": true}}), json!({})]
    {
        let server = server().await;
        let mut token = stored();
        token["condition"] = condition.clone();
        server.otherwise(ok(token));
        let tokens = client(&server).user().tokens();
        let update = TokenUpdate::from(tokens.get("t").await.unwrap()).name("renamed");
        tokens.update("t", update).await.unwrap();
        assert_eq!(last_body(&server)["condition"], condition);
    }
}

#[tokio::test]
async fn cleared_fields_of_an_update_are_left_out() {
    let server = server().await;
    server.otherwise(ok(stored()));
    let tokens = client(&server).user().tokens();
    let update = TokenUpdate::from(tokens.get("t").await.unwrap());
    let update = update.clear_condition().clear_expires_on().clear_policies().policy(policy());
    tokens.update("t", update).await.unwrap();
    let body = last_body(&server);
    assert!(body.get("condition").is_none() && body.get("expires_on").is_none(), "{body}");
    assert_eq!(body["policies"].as_array().unwrap().len(), 1);
    assert_eq!(body["policies"][0]["permission_groups"], json!([{"id": "g1"}, {"id": "g2"}]));
}

#[tokio::test]
async fn rolling_sends_no_body_and_returns_a_secret() {
    let server = server().await;
    server.next(ok(json!("n3w-s3cr3t")));
    let secret = client(&server).user().tokens().value().update("t").await.unwrap();
    assert_eq!(secret.expose(), "n3w-s3cr3t");
    assert!(server.requests()[0].expose_body().is_empty());
    server.assert_requests(["PUT /user/tokens/t/value"]);
}

#[tokio::test]
async fn verify_lists_and_filters_are_exactly_these() {
    let server = server().await;
    server.next(ok(json!({"id": "t", "status": "active", "expires_on": "2027-01-01T00:00:00Z"})));
    server.otherwise(ok(json!([])));
    let tokens = client(&server).user().tokens();
    let verified = tokens.verify().await.unwrap();
    assert_eq!((verified.id.as_str(), verified.status), ("t", Some(TokenStatus::Active)));
    assert_eq!(verified.expires_on, Some(moment("2027-01-01T00:00:00Z")));
    assert_eq!(verified.not_before, None);
    let list = tokens.list().direction(SortDirection::Descending).include_expired(false);
    list.page(2).per_page(50).await.unwrap();
    let groups = tokens.permission_groups().list();
    groups.name("DNS & more").scope(PermissionGroupScope::R2Bucket).await.unwrap();
    server.assert_requests([
        "GET /user/tokens/verify",
        "GET /user/tokens?page=2&per_page=50&direction=desc&include_expired=false",
        "GET /user/tokens/permission_groups?name=DNS+%26+more&scope=com.cloudflare.edge.r2.bucket",
    ]);
}

#[tokio::test]
async fn ids_are_encoded() {
    let server = server().await;
    server.otherwise(ok(json!({"id": "t"})));
    client(&server).user().tokens().get("a/b?c#d\\e%2e é").await.unwrap();
    server.assert_requests(["GET /user/tokens/a%2Fb%3Fc%23d%5Ce%252e%20%C3%A9"]);
}
