//! Tokens of accounts, and memberships in accounts.

use api_simulator::MockResponse;
use cloudflare_user::{
    AccountKind, ErrorKind, MembershipOrder, MembershipStatus, NewPolicy, NewToken, PolicyEffect, Sent,
    SortDirection, TokenStatus, TokenUpdate, User,
};
use serde_json::json;

use crate::server::{client, last_body, ok, server};

#[tokio::test]
async fn the_requests_for_an_accounts_tokens_are_exactly_these() {
    let server = server().await;
    let tokens = client(&server).account("a1").tokens();
    let policy = || NewPolicy::allow(["g"]).on("r");
    server.next(ok(json!([{"id": "t", "name": "n"}])));
    assert_eq!(tokens.list().page(2).per_page(5).include_expired(true).await.unwrap().items[0].id, "t");
    server.next(ok(json!({"id": "t", "value": "cfat_s3cr3t"})));
    let created = tokens.create(NewToken::new().name("n").policy(policy())).await.unwrap();
    assert_eq!(created.value.unwrap().expose(), "cfat_s3cr3t");
    let body = json!({
        "name": "n",
        "policies": [{"effect": "allow", "permission_groups": [{"id": "g"}], "resources": {"r": "*"}}],
    });
    assert_eq!(last_body(&server), body);
    server.next(ok(json!({"id": "t", "creator_email_at_creation": "jane@example.com"})));
    let token = tokens.get("t").await.unwrap();
    assert_eq!(token.creator_email_at_creation.as_deref(), Some("jane@example.com"));
    server.next(ok(json!({"id": "t", "status": "disabled"})));
    let update = TokenUpdate::new().name("n").policy(policy()).status(TokenStatus::Disabled);
    assert_eq!(tokens.update("t", update).await.unwrap().status, Some(TokenStatus::Disabled));
    assert_eq!(last_body(&server)["status"], "disabled");
    server.next(ok(json!({"id": "t", "status": "active"})));
    assert_eq!(tokens.verify().await.unwrap().status, Some(TokenStatus::Active));
    server.next(ok(json!("cfat_n3w")));
    assert_eq!(tokens.value().update("t").await.unwrap().expose(), "cfat_n3w");
    server.next(ok(json!([{"id": "g", "name": "DNS Read"}])));
    assert_eq!(tokens.permission_groups().list().name("DNS Read").await.unwrap().items.len(), 1);
    server.next(ok(json!({"id": "t"})));
    assert_eq!(tokens.delete("t").await.unwrap(), "t");
    server.assert_requests([
        "GET /accounts/a1/tokens?page=2&per_page=5&include_expired=true",
        "POST /accounts/a1/tokens",
        "GET /accounts/a1/tokens/t",
        "PUT /accounts/a1/tokens/t",
        "GET /accounts/a1/tokens/verify",
        "PUT /accounts/a1/tokens/t/value",
        "GET /accounts/a1/tokens/permission_groups?name=DNS+Read",
        "DELETE /accounts/a1/tokens/t",
    ]);
}

#[tokio::test]
async fn creating_and_rolling_an_accounts_token_is_not_repeated() {
    let server = server().await;
    server.otherwise(MockResponse::status(503));
    let tokens = client(&server).account("a1").tokens();
    let token = NewToken::new().name("n").policy(NewPolicy::allow(["g"]).on("r"));
    assert_eq!(tokens.create(token).await.unwrap_err().attempts(), 1);
    assert_eq!(tokens.value().update("t").await.unwrap_err().attempts(), 1);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn ids_of_accounts_that_would_change_the_path_are_errors() {
    let server = server().await;
    for id in ["", ".", "..", "a\nb"] {
        let tokens = client(&server).account(id).tokens();
        let token = NewToken::new().name("n").policy(NewPolicy::allow(["g"]).on("r"));
        for error in [
            tokens.list().await.unwrap_err(),
            tokens.create(token).await.unwrap_err(),
            tokens.get("t").await.unwrap_err(),
            tokens.delete("t").await.unwrap_err(),
            tokens.verify().await.unwrap_err(),
            tokens.value().update("t").await.unwrap_err(),
            tokens.permission_groups().list().await.unwrap_err(),
            tokens.list().into_stream().try_next().await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.sent()), (ErrorKind::Input, Sent::No), "{id:?}");
            assert!(error.to_string().contains("not a valid account"), "{error}");
        }
        assert!(client(&server).memberships().get(id).await.is_err());
    }
    for id in ["verify", "permission_groups"] {
        assert_eq!(client(&server).account("a").tokens().get(id).await.unwrap_err().kind(), ErrorKind::Input);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn memberships_are_typed_and_their_requests_are_exactly_these() {
    let membership = json!({
        "id": "m",
        "status": "pending",
        "account": {
            "id": "a", "name": "Maps", "type": "enterprise", "created_on": "2026-01-01T00:00:00Z",
            "managed_by": {"parent_org_id": "o", "parent_org_name": "Atlas"},
            "settings": {"abuse_contact_email": "abuse@example.com", "enforce_twofactor": true},
        },
        "api_access_enabled": null,
        "permissions": {"dns_records": {"read": true, "write": false}, "zones": {}},
        "roles": ["Administrator"],
        "policies": [{
            "id": "p", "access": "deny",
            "permission_groups": [{"id": "g", "name": "DNS Read"}],
            "resource_groups": [{
                "id": "r", "name": "Zones", "meta": {"key": "editable", "value": "no"},
                "scope": {"key": "com.cloudflare.api.account.a", "objects": [{"key": "com.cloudflare.api.account.zone.*"}]},
            }],
        }],
    });
    let server = server().await;
    let memberships = client(&server).memberships();
    server.next(ok(json!([membership])));
    let list = memberships.list().account_name("Maps").status(MembershipStatus::Pending);
    let list = list.order(MembershipOrder::AccountName).direction(SortDirection::Ascending);
    assert_eq!(list.page(1).per_page(50).await.unwrap().items[0].id, "m");
    server.next(ok(membership));
    let read = memberships.get("m").await.unwrap();
    let account = read.account.as_ref().unwrap();
    assert_eq!((account.id.as_str(), &account.kind), ("a", &Some(AccountKind::Enterprise)));
    assert_eq!(account.settings.as_ref().unwrap().enforce_twofactor, Some(true));
    assert_eq!(account.managed_by.as_ref().unwrap().parent_org_name.as_deref(), Some("Atlas"));
    assert_eq!((read.api_access_enabled, &read.status), (None, &Some(MembershipStatus::Pending)));
    let permissions = read.permissions.as_ref().unwrap();
    assert_eq!(permissions.dns_records.as_ref().unwrap().write, Some(false));
    assert_eq!((permissions.zones.as_ref().unwrap().read, &permissions.billing), (None, &None));
    let policy = &read.policies[0];
    assert_eq!(policy.access, Some(PolicyEffect::Deny));
    let scope = policy.resource_groups[0].scope.as_ref().unwrap();
    assert_eq!(scope.objects[0].key.as_deref(), Some("com.cloudflare.api.account.zone.*"));
    server.next(ok(json!({"id": "m", "status": "accepted"})));
    let accepted = memberships.update("m", MembershipStatus::Accepted).await.unwrap();
    assert_eq!(
        (accepted.status, last_body(&server)),
        (Some(MembershipStatus::Accepted), json!({"status": "accepted"}))
    );
    server.next(ok(json!({"id": "m"})));
    assert_eq!(memberships.delete("m").await.unwrap(), "m");
    for status in [MembershipStatus::Pending, MembershipStatus::from("maybe")] {
        assert_eq!(memberships.update("m", status).await.unwrap_err().kind(), ErrorKind::Input);
    }
    server.assert_requests([
        "GET /memberships?account.name=Maps&status=pending&order=account.name&direction=asc&page=1&per_page=50",
        "GET /memberships/m",
        "PUT /memberships/m",
        "DELETE /memberships/m",
    ]);
}

#[tokio::test]
async fn the_user_has_the_fields_that_the_document_leaves_out() {
    let server = server().await;
    let user = json!({
        "id": "u", "username": "jane", "betas": ["new_dashboard"],
        "created_on": "2020-01-01T00:00:00Z", "modified_on": "2026-01-01T00:00:00Z",
    });
    server.next(ok(user.clone()));
    let read: User = client(&server).user().get().await.unwrap();
    assert_eq!((read.username.as_deref(), read.betas.len()), (Some("jane"), 1));
    assert!(read.created_on < read.modified_on);
    assert_eq!(serde_json::to_value(&read).unwrap()["created_on"], user["created_on"]);
}
