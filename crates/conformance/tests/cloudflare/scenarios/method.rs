//! Every method of `client.user`, answered well.

use cloudflare_user::{
    InviteStatus, NewPolicy, NewToken, SubscriptionFrequency, SubscriptionUpdate, TokenUpdate, UserEdit,
};
use conformance::Scenario;
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, ID},
    call::{CloudflareCall, call},
    ours::{created, secret, value},
};

pub fn scenarios() -> Scenarios {
    [account(), membership(), tokens()].into_iter().flatten().collect()
}

fn answered(call: CloudflareCall, name: &str, result: &Value) -> conformance::Scenario<CloudflareCall> {
    Scenario::new(name, call).answer(bodies::ok(result))
}

fn account() -> Scenarios {
    let billing = |user: cloudflare_user::UserClient| user.billing();
    vec![
        answered(call("get", json!([]), |user| value(user.get().with_response())), "get", &bodies::user()),
        answered(
            call("edit", json!([{ "first_name": "Jane" }]), |user| {
                value(user.edit(UserEdit::new().first_name("Jane")).with_response())
            }),
            "edit",
            &bodies::user(),
        ),
        answered(
            call("auditLogs.list", json!([]), |user| value(user.audit_logs().list().with_response())),
            "auditLogs.list",
            &json!([bodies::audit_log("a1"), bodies::audit_log("a2")]),
        ),
        answered(
            call("billing.history.list", json!([]), move |user| {
                value(billing(user).history().list().with_response())
            }),
            "billing.history.list",
            &json!([bodies::history()]),
        ),
        answered(
            call("billing.profile.get", json!([]), move |user| {
                value(billing(user).profile().get().with_response())
            }),
            "billing.profile.get",
            &bodies::profile(),
        ),
        answered(
            call("subscriptions.get", json!([]), |user| value(user.subscriptions().get().with_response())),
            "subscriptions.get",
            &json!([bodies::subscription()]),
        ),
        answered(
            call("subscriptions.update", json!([ID, { "frequency": "yearly" }]), |user| {
                let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
                value(user.subscriptions().update(ID, update).with_response())
            }),
            "subscriptions.update",
            &bodies::subscription(),
        ),
        Scenario::new(
            "subscriptions.delete",
            call("subscriptions.delete", json!([ID]), |user| {
                value(user.subscriptions().delete(ID).with_response())
            }),
        )
        .answer(api_simulator::Answer::json(200, &json!({ "subscription_id": ID }))),
    ]
}

fn membership() -> Scenarios {
    vec![
        answered(
            call("invites.list", json!([]), |user| value(user.invites().list().with_response())),
            "invites.list",
            &json!([bodies::invite()]),
        ),
        answered(
            call("invites.get", json!([ID]), |user| value(user.invites().get(ID).with_response())),
            "invites.get",
            &bodies::invite(),
        ),
        answered(
            call("invites.edit", json!([ID, { "status": "accepted" }]), |user| {
                value(user.invites().edit(ID, InviteStatus::Accepted).with_response())
            }),
            "invites.edit",
            &bodies::invite(),
        ),
        answered(
            call("organizations.list", json!([]), |user| value(user.organizations().list().with_response())),
            "organizations.list",
            &json!([bodies::organization()]),
        ),
        answered(
            call("organizations.get", json!([ID]), |user| {
                value(user.organizations().get(ID).with_response())
            }),
            "organizations.get",
            &bodies::organization(),
        ),
        Scenario::new(
            "organizations.delete",
            call("organizations.delete", json!([ID]), |user| {
                value(user.organizations().delete(ID).with_response())
            }),
        )
        .answer(api_simulator::Answer::json(200, &json!({ "id": ID }))),
        answered(
            call("tenants.list", json!([]), |user| value(user.tenants().list().with_response())),
            "tenants.list",
            &json!([bodies::tenant()]),
        ),
    ]
}

fn tokens() -> Scenarios {
    let policy = json!({
        "effect": "allow", "permission_groups": [{ "id": "g1" }],
        "resources": { "com.cloudflare.api.account.zone.*": "*" },
    });
    let input = json!({ "name": "maps", "policies": [policy] });
    let allow = || NewPolicy::allow(["g1"]).on("com.cloudflare.api.account.zone.*");
    vec![
        answered(
            call("tokens.list", json!([]), |user| value(user.tokens().list().with_response())),
            "tokens.list",
            &json!([bodies::token()]),
        ),
        answered(
            call("tokens.create", json!([input]), move |user| {
                created(user.tokens().create(NewToken::new("maps").policy(allow())).with_response())
            }),
            "tokens.create",
            &bodies::with(bodies::token(), "/value", json!("the-new-secret")),
        ),
        answered(
            call("tokens.get", json!([ID]), |user| value(user.tokens().get(ID).with_response())),
            "tokens.get",
            &bodies::token(),
        ),
        answered(
            call("tokens.update", json!([ID, input]), move |user| {
                value(user.tokens().update(ID, TokenUpdate::new("maps").policy(allow())).with_response())
            }),
            "tokens.update",
            &bodies::token(),
        ),
        answered(
            call("tokens.delete", json!([ID]), |user| value(user.tokens().delete(ID).with_response())),
            "tokens.delete",
            &json!({ "id": ID }),
        ),
        answered(
            call("tokens.verify", json!([]), |user| value(user.tokens().verify().with_response())),
            "tokens.verify",
            &json!({ "id": ID, "status": "active", "expires_on": "2027-01-01T00:00:00Z" }),
        ),
        answered(
            call("tokens.permissionGroups.list", json!([]), |user| {
                value(user.tokens().permission_groups().list().with_response())
            }),
            "tokens.permissionGroups.list",
            &json!([bodies::group()]),
        ),
        answered(
            call("tokens.value.update", json!([ID]), |user| {
                secret(user.tokens().value().update(ID).with_response())
            }),
            "tokens.value.update",
            &json!("the-new-secret"),
        ),
    ]
}
