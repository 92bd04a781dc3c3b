//! Every method of `client.user`, with a successful response.

use std::future::Future;

use api_simulator::MockResponse;
use cloudflare_user::{
    InviteStatus, NewPolicy, NewToken, SubscriptionFrequency, SubscriptionUpdate, TokenUpdate, UserClient,
    UserEdit,
};
use conformance::{Scenario, json::with};
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, ID},
    call::{CloudflareCall, Returned, call},
    facade::{created, secret, value},
};

pub fn scenarios() -> Scenarios {
    [account(), membership(), tokens()].into_iter().flatten().collect()
}

/// Scenario of a method that receives the result in an envelope.
fn enveloped<F, R>(method: &'static str, input: Value, result: &Value, facade: F) -> Scenario<CloudflareCall>
where
    F: Fn(UserClient) -> R + Send + Sync + 'static,
    R: Future<Output = Returned> + Send + 'static,
{
    Scenario::new(method, call(method, input, facade)).response(bodies::ok(result))
}

/// Scenario of a method that receives the body without an envelope.
fn bare<F, R>(method: &'static str, input: Value, body: &Value, facade: F) -> Scenario<CloudflareCall>
where
    F: Fn(UserClient) -> R + Send + Sync + 'static,
    R: Future<Output = Returned> + Send + 'static,
{
    Scenario::new(method, call(method, input, facade)).response(MockResponse::json(200, body))
}

fn account() -> Scenarios {
    let logs = json!([bodies::audit_log("a1"), bodies::audit_log("a2")]);
    vec![
        enveloped("get", json!([]), &bodies::user(), |user| value(user.get().with_response())),
        enveloped("edit", json!([{ "first_name": "Jane" }]), &bodies::user(), |user| {
            value(user.edit(UserEdit::new().first_name("Jane")).with_response())
        }),
        enveloped("auditLogs.list", json!([]), &logs, |user| value(user.audit_logs().list().with_response())),
        enveloped("billing.history.list", json!([]), &json!([bodies::history()]), |user| {
            value(user.billing().history().list().with_response())
        }),
        enveloped("billing.profile.get", json!([]), &bodies::profile(), |user| {
            value(user.billing().profile().get().with_response())
        }),
        enveloped("subscriptions.get", json!([]), &json!([bodies::subscription()]), |user| {
            value(user.subscriptions().get().with_response())
        }),
        enveloped(
            "subscriptions.update",
            json!([ID, { "frequency": "yearly" }]),
            &bodies::subscription(),
            |user| {
                let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
                value(user.subscriptions().update(ID, update).with_response())
            },
        ),
        bare("subscriptions.delete", json!([ID]), &json!({ "subscription_id": ID }), |user| {
            value(user.subscriptions().delete(ID).with_response())
        }),
    ]
}

fn membership() -> Scenarios {
    vec![
        enveloped("invites.list", json!([]), &json!([bodies::invite()]), |user| {
            value(user.invites().list().with_response())
        }),
        enveloped("invites.get", json!([ID]), &bodies::invite(), |user| {
            value(user.invites().get(ID).with_response())
        }),
        enveloped("invites.edit", json!([ID, { "status": "accepted" }]), &bodies::invite(), |user| {
            value(user.invites().edit(ID, InviteStatus::Accepted).with_response())
        }),
        enveloped("organizations.list", json!([]), &json!([bodies::organization()]), |user| {
            value(user.organizations().list().with_response())
        }),
        enveloped("organizations.get", json!([ID]), &bodies::organization(), |user| {
            value(user.organizations().get(ID).with_response())
        }),
        bare("organizations.delete", json!([ID]), &json!({ "id": ID }), |user| {
            value(user.organizations().delete(ID).with_response())
        }),
        enveloped("tenants.list", json!([]), &json!([bodies::tenant()]), |user| {
            value(user.tenants().list().with_response())
        }),
    ]
}

fn tokens() -> Scenarios {
    let policy = json!({
        "effect": "allow", "permission_groups": [{ "id": "g1" }],
        "resources": { "com.cloudflare.api.account.zone.*": "*" },
    });
    let input = json!({ "name": "maps", "policies": [policy] });
    let allow = || NewPolicy::allow(["g1"]).on("com.cloudflare.api.account.zone.*");
    let new_token = with(bodies::token(), "/value", json!("the-new-secret"));
    let verified = json!({ "id": ID, "status": "active", "expires_on": "2027-01-01T00:00:00Z" });
    vec![
        enveloped("tokens.list", json!([]), &json!([bodies::token()]), |user| {
            value(user.tokens().list().with_response())
        }),
        enveloped("tokens.create", json!([input]), &new_token, move |user| {
            created(user.tokens().create(NewToken::new().name("maps").policy(allow())).with_response())
        }),
        enveloped("tokens.get", json!([ID]), &bodies::token(), |user| {
            value(user.tokens().get(ID).with_response())
        }),
        enveloped("tokens.update", json!([ID, input]), &bodies::token(), move |user| {
            value(user.tokens().update(ID, TokenUpdate::new().name("maps").policy(allow())).with_response())
        }),
        enveloped("tokens.delete", json!([ID]), &json!({ "id": ID }), |user| {
            value(user.tokens().delete(ID).with_response())
        }),
        enveloped("tokens.verify", json!([]), &verified, |user| {
            value(user.tokens().verify().with_response())
        }),
        enveloped("tokens.permissionGroups.list", json!([]), &json!([bodies::group()]), |user| {
            value(user.tokens().permission_groups().list().with_response())
        }),
        enveloped("tokens.value.update", json!([ID]), &json!("the-new-secret"), |user| {
            secret(user.tokens().value().update(ID).with_response())
        }),
    ]
}
