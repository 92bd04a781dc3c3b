//! Permission groups and policies by name.

use cloudflare_user::{ErrorKind, PermissionGroupScope};
use serde_json::{Value, json};

use crate::server::{client, ok, server};

fn groups() -> Value {
    json!([
        {"id": "z1", "name": "DNS Write", "scopes": ["com.cloudflare.api.account.zone"], "description": "Edits records"},
        {"id": "a1", "name": "DNS Write", "scopes": ["com.cloudflare.api.account"]},
        {"id": "z2", "name": "DNS Read", "scopes": ["com.cloudflare.api.account.zone"]},
        {"id": "z3", "name": "Zone Read", "scopes": ["com.cloudflare.api.account.zone"]},
    ])
}

#[tokio::test]
async fn a_group_is_found_by_name_and_scope() {
    let server = server().await;
    server.next(ok(json!([groups()[0]])));
    server.next(ok(json!([groups()[2], groups()[3]])));
    let groups = client(&server).user().tokens().permission_groups();
    let group = groups.find("DNS Write", PermissionGroupScope::Zone).await.unwrap();
    assert_eq!((group.id.as_str(), group.description.as_deref()), ("z1", Some("Edits records")));
    assert_eq!(groups.find("Zone Read", None).await.unwrap().id, "z3");
    server.assert_requests([
        "GET /user/tokens/permission_groups?name=DNS+Write&scope=com.cloudflare.api.account.zone",
        "GET /user/tokens/permission_groups?name=Zone+Read",
    ]);
}

#[tokio::test]
async fn a_name_that_is_not_unique_or_not_there_is_an_error_that_lists_candidates() {
    let server = server().await;
    server.otherwise(ok(groups()));
    let found = client(&server).account("a").tokens().permission_groups();
    let error = found.find("DNS Write", None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    let line = error.to_string();
    for part in
        ["2 permission groups", "com.cloudflare.api.account.zone, id z1", "com.cloudflare.api.account, id a1"]
    {
        assert!(line.contains(part), "{line}");
    }
    let line = found.allow(None, ["Zone Read", "DNS Edit"]).await.unwrap_err().to_string();
    assert!(
        line.contains("no permission group has the name \"DNS Edit\"; similar are \"DNS Write\""),
        "{line}"
    );
    let line = found.deny(None, ["dns read"]).await.unwrap_err().to_string();
    assert!(line.contains("similar are") && line.contains("id z2"), "{line}");
    let line = found.allow(None, ["Cache Purge"]).await.unwrap_err().to_string();
    assert!(line.contains("`permission_groups().list()` returns all"), "{line}");
    let before = server.requests().len();
    let error = found.allow(PermissionGroupScope::Zone, [""; 0]).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Input, before));
}

#[tokio::test]
async fn a_policy_from_names_takes_one_request() {
    let server = server().await;
    server.otherwise(ok(groups()));
    let groups = client(&server).account("a/b").tokens().permission_groups();
    let policy = groups.deny(PermissionGroupScope::Zone, ["Zone Read", "DNS Read"]).await.unwrap();
    let policy = policy.on("com.cloudflare.api.account.zone.*");
    let expected = json!({
        "effect": "deny",
        "permission_groups": [{"id": "z3"}, {"id": "z2"}],
        "resources": {"com.cloudflare.api.account.zone.*": "*"},
    });
    assert_eq!(serde_json::to_value(policy).unwrap(), expected);
    server.assert_requests([
        "GET /accounts/a%2Fb/tokens/permission_groups?scope=com.cloudflare.api.account.zone",
    ]);
}
