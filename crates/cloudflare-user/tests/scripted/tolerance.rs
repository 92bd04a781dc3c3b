//! Malformed responses: the rest is read, typed.

use cloudflare_user::{ActorKind, AuditLogValue, ErrorKind, InviteStatus, TokenStatus};
use serde_json::{Value, json};

use crate::server::{client, ok, server};

async fn audit_log(entry: Value) -> cloudflare_user::AuditLog {
    let server = server().await;
    server.next(ok(json!([entry])));
    client(&server).user().audit_logs().list().await.unwrap().items.remove(0)
}

#[tokio::test]
async fn old_and_new_values_may_be_of_any_kind() {
    for (value, expected) in [
        (json!("text"), Some(AuditLogValue::Text("text".into()))),
        (json!("{\"a\":1}"), Some(AuditLogValue::Text("{\"a\":1}".into()))),
        (json!({"a": [1]}), Some(json!({"a": [1]}).into())),
        (json!([1, null]), Some(AuditLogValue::Other(json!([1, null])))),
        (json!(7), Some(AuditLogValue::Other(json!(7)))),
        (json!(false), Some(AuditLogValue::Other(json!(false)))),
        (Value::Null, None),
    ] {
        let entry = json!({"id": "l", "newValue": value, "oldValue": value, "newValueJson": value, "metadata": value});
        let log = audit_log(entry).await;
        assert_eq!((&log.new_value, &log.old_value), (&expected, &expected));
        let json = (!value.is_null()).then_some(value);
        assert_eq!((&log.new_value_json, &log.metadata), (&json, &json));
        assert_eq!(log.new_value.map(AuditLogValue::into_json), json);
    }
    let AuditLogValue::Object(object) = AuditLogValue::from(json!({"a": 1})) else { panic!() };
    assert_eq!(object["a"], 1);
}

#[tokio::test]
async fn one_malformed_field_costs_no_other() {
    let log = audit_log(json!({
        "id": "l",
        "when": "",
        "action": {"type": "brand_new", "result": "yes"},
        "actor": {"id": "a", "type": "robot", "ip": 7, "email": "no address"},
        "interface": null,
        "owner": [],
        "resource": {"type": "zone", "id": "z", "new": {}},
    }))
    .await;
    assert_eq!((log.id.as_str(), log.when, log.interface, log.owner), ("l", None, None, None));
    let (action, actor) = (log.action.unwrap(), log.actor.unwrap());
    assert_eq!((action.kind.as_deref(), action.result), (Some("brand_new"), None));
    assert_eq!(actor.kind, Some(ActorKind::Unknown("robot".into())));
    assert_eq!(
        (actor.id.as_deref(), actor.ip, actor.email.as_deref()),
        (Some("a"), None, Some("no address"))
    );
    assert_eq!(log.resource.unwrap().id.as_deref(), Some("z"));
}

#[tokio::test]
async fn a_token_needs_only_its_id() {
    for (token, status) in [
        (json!({"id": "t"}), None),
        (json!({"id": "t", "status": "paused"}), Some(TokenStatus::Unknown("paused".into()))),
        (
            json!({"id": "t", "status": "active", "policies": null, "condition": null}),
            Some(TokenStatus::Active),
        ),
        (json!({"id": "t", "status": "active", "policies": {}, "condition": []}), Some(TokenStatus::Active)),
        (
            json!({"id": "t", "status": "active", "expires_on": "", "not_before": "soon"}),
            Some(TokenStatus::Active),
        ),
        (
            json!({"id": "t", "status": "active", "policies": [{"resources": null}, {"resources": [7]}, 7]}),
            Some(TokenStatus::Active),
        ),
        (
            json!({"id": "t", "status": "active", "name": "x".repeat(500), "issued_on": "2026-01-01"}),
            Some(TokenStatus::Active),
        ),
    ] {
        let server = server().await;
        server.next(ok(token.clone()));
        let read = client(&server).user().tokens().get("t").await.unwrap();
        assert_eq!((read.id.as_str(), &read.status), ("t", &status), "{token}");
        assert!(read.expires_on.is_none() && read.policies.iter().all(|policy| policy.resources.is_none()));
    }
}

#[tokio::test]
async fn lists_survive_one_malformed_item() {
    let server = server().await;
    server.next(ok(json!([
        {"id": "a", "status": "pending", "roles": null, "expires_on": "2026-12-01"},
        {"id": "b", "status": 7, "roles": ["Admin", 7], "invited_member_id": null},
        {"id": "c", "status": "withdrawn"},
    ])));
    let invites = client(&server).user().invites().list().await.unwrap().items;
    let statuses: Vec<_> = invites.iter().map(|invite| invite.status.clone()).collect();
    let unknown = Some(InviteStatus::Unknown("withdrawn".into()));
    assert_eq!(statuses, [Some(InviteStatus::Pending), None, unknown]);
    assert_eq!((invites[0].roles.len(), &invites[1].roles[..]), (0, &["Admin".to_owned()][..]));
    assert_eq!(invites[0].expires_on.unwrap().to_rfc3339(), "2026-12-01T00:00:00+00:00");
}

#[tokio::test]
async fn a_response_lists_the_fields_that_were_skipped() {
    let server = server().await;
    server.next(ok(json!([
        {"id": "a", "status": "active", "expires_on": "soon", "policies": [7, {"resources": []}]},
        {"id": "b", "condition": "none", "new": true},
    ])));
    let response = client(&server).user().tokens().list().with_response().await.unwrap();
    assert_eq!(response.value.items.len(), 2);
    assert_eq!(
        response.skipped_fields().paths(),
        [
            "result[0].expires_on",
            "result[0].policies[0]",
            "result[0].policies[1].resources",
            "result[1].condition",
        ]
    );
    server.next(ok(json!([{"id": "a", "status": "paused", "new": {}}])));
    let response = client(&server).user().tokens().list().with_response().await.unwrap();
    assert!(response.skipped_fields().is_empty(), "unknown values and fields are not malformed");
}

#[tokio::test]
async fn figures_in_another_notation_are_the_same_figures() {
    let server = server().await;
    server.next(ok(json!({"id": "p", "card_expiry_month": 7.0, "card_expiry_year": "2030", "balance": 12})));
    let profile = client(&server).user().billing().profile().get().await.unwrap();
    assert_eq!((profile.card_expiry_month, profile.card_expiry_year, profile.balance), (Some(7), None, None));
}

#[tokio::test]
async fn without_its_id_a_resource_is_an_error_that_names_the_path() {
    for (result, path) in [
        (json!({}), "result.id"),
        (json!({"id": null}), "result.id"),
        (json!({"id": 7, "email": "jane@example.com"}), "result.id"),
        (json!({"id": "u", "organizations": [{"id": "o"}, {"name": "no id"}]}), "result.organizations[1].id"),
    ] {
        let server = server().await;
        server.next(ok(result.clone()));
        let error = client(&server).user().get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{result}");
        assert!(error.to_string().contains(&format!("{path}: ")), "{result}: {error}");
    }
}
