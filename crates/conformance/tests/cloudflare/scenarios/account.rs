//! Every method of `client.accounts.tokens` and `client.memberships`.

use std::future::Future;

use api_simulator::MockResponse;
use cloudflare_user::{
    CloudflareClient, MembershipOrder, MembershipStatus, NewPolicy, NewToken, PermissionGroupScope,
    SortDirection, TokenStatus, TokenUpdate, TokensClient,
};
use conformance::{Scenario, json::with};
use serde_json::{Value, json};

use super::Scenarios;
use crate::{
    bodies::{self, ID},
    call::{CloudflareCall, Returned, client_call},
    facade::{all, created, secret, value},
};

const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";

pub fn scenarios() -> Scenarios {
    [tokens(), token_arguments(), memberships(), membership_arguments(), failures()]
        .into_iter()
        .flatten()
        .collect()
}

/// Scenario of a method that receives the result in an envelope.
fn enveloped<F, R>(
    name: &'static str,
    method: &'static str,
    input: Value,
    result: &Value,
    facade: F,
) -> Scenario<CloudflareCall>
where
    F: Fn(CloudflareClient) -> R + Send + Sync + 'static,
    R: Future<Output = Returned> + Send + 'static,
{
    Scenario::new(name, client_call(method, input, facade)).response(bodies::ok(result))
}

fn of(client: &CloudflareClient) -> TokensClient {
    client.account(ACCOUNT).tokens()
}

fn account() -> Value {
    json!({ "account_id": ACCOUNT })
}

fn allow() -> NewPolicy {
    NewPolicy::allow(["g1"]).on("com.cloudflare.api.account.zone.*")
}

/// Arguments of `create` and `update`.
fn content() -> Value {
    let policy = json!({
        "effect": "allow", "permission_groups": [{ "id": "g1" }],
        "resources": { "com.cloudflare.api.account.zone.*": "*" },
    });
    json!({ "account_id": ACCOUNT, "name": "maps", "policies": [policy] })
}

fn tokens() -> Scenarios {
    let new_token = with(bodies::token(), "/value", json!("the-new-secret"));
    let verified = json!({ "id": ID, "status": "active", "expires_on": "2027-01-01T00:00:00Z" });
    vec![
        enveloped(
            "tokens, list",
            "accounts.tokens.list",
            json!([account()]),
            &json!([bodies::token()]),
            |client| value(of(&client).list().with_response()),
        ),
        enveloped("tokens, create", "accounts.tokens.create", json!([content()]), &new_token, |client| {
            created(of(&client).create(NewToken::new().name("maps").policy(allow())).with_response())
        }),
        enveloped("tokens, get", "accounts.tokens.get", json!([ID, account()]), &bodies::token(), |client| {
            value(of(&client).get(ID).with_response())
        }),
        enveloped(
            "tokens, update",
            "accounts.tokens.update",
            json!([ID, content()]),
            &bodies::token(),
            |client| {
                value(of(&client).update(ID, TokenUpdate::new().name("maps").policy(allow())).with_response())
            },
        ),
        enveloped(
            "tokens, delete",
            "accounts.tokens.delete",
            json!([ID, account()]),
            &json!({ "id": ID }),
            |client| value(of(&client).delete(ID).with_response()),
        ),
        enveloped("tokens, verify", "accounts.tokens.verify", json!([account()]), &verified, |client| {
            value(of(&client).verify().with_response())
        }),
        enveloped(
            "tokens, permission groups",
            "accounts.tokens.permissionGroups.list",
            json!([account()]),
            &json!([bodies::group()]),
            |client| value(of(&client).permission_groups().list().with_response()),
        ),
        enveloped(
            "tokens, roll",
            "accounts.tokens.value.update",
            json!([ID, account()]),
            &json!("the-new-secret"),
            |client| secret(of(&client).value().update(ID).with_response()),
        ),
    ]
}

fn token_arguments() -> Scenarios {
    let list = json!([{
        "account_id": ACCOUNT, "page": 2, "per_page": 50, "direction": "asc", "include_expired": true,
    }]);
    let groups =
        json!([{ "account_id": ACCOUNT, "name": "Zone", "scope": "com.cloudflare.api.account.zone" }]);
    let mut disable = content();
    disable["status"] = json!("disabled");
    disable["condition"] =
        json!({ "request_ip": { "in": ["203.0.113.0/24"], "not_in": ["203.0.113.9/32"] } });
    let mut scenarios = vec![
        enveloped("tokens, page", "accounts.tokens.list", list, &json!([bodies::token()]), |client| {
            let list = of(&client).list().direction(SortDirection::Ascending).include_expired(true);
            value(list.page(2).per_page(50).with_response())
        }),
        enveloped(
            "tokens, permission groups, filtered",
            "accounts.tokens.permissionGroups.list",
            groups,
            &json!([bodies::group()]),
            |client| {
                let list = of(&client).permission_groups().list().name("Zone");
                value(list.scope(PermissionGroupScope::Zone).with_response())
            },
        ),
        enveloped(
            "tokens, disable",
            "accounts.tokens.update",
            json!([ID, disable]),
            &bodies::token(),
            |client| {
                let update = TokenUpdate::new().name("maps").policy(allow()).status(TokenStatus::Disabled);
                let update = update.request_ip_in("203.0.113.0/24").request_ip_not_in("203.0.113.9/32");
                value(of(&client).update(ID, update).with_response())
            },
        ),
    ];
    for (name, id) in [("slash", "a/b"), ("two dots", ".."), ("empty", "")] {
        let token = client_call("accounts.tokens.get", json!([id, account()]), move |client| {
            value(of(&client).get(id).with_response())
        });
        scenarios.push(Scenario::new(format!("token, {name}"), token).response(bodies::ok(&bodies::token())));
        let verify = client_call("accounts.tokens.verify", json!([{ "account_id": id }]), move |client| {
            value(client.account(id).tokens().verify().with_response())
        });
        scenarios.push(
            Scenario::new(format!("account, {name}"), verify)
                .response(bodies::ok(&json!({ "id": ID, "status": "active" }))),
        );
    }
    let all_tokens = client_call("accounts.tokens.list", json!([account()]), |client| {
        value(of(&client).list().with_response())
    });
    let all_tokens = all_tokens.reading_all_of_client(|client| all(of(&client).list().into_stream()));
    scenarios.push(
        Scenario::new("tokens, two pages", all_tokens)
            .response(bodies::page(&json!([bodies::token(), with(bodies::token(), "/id", json!("b"))]), 1, 2))
            .response(bodies::page(
                &json!([with(bodies::token(), "/id", json!("c")), with(bodies::token(), "/id", json!("d"))]),
                2,
                2,
            ))
            .response(bodies::page(&json!([]), 3, 2)),
    );
    scenarios
}

fn memberships() -> Scenarios {
    let listed = json!([bodies::membership("m1"), bodies::membership("m2")]);
    vec![
        enveloped("memberships, list", "memberships.list", json!([]), &listed, |client| {
            value(client.memberships().list().with_response())
        }),
        enveloped(
            "memberships, get",
            "memberships.get",
            json!([ID]),
            &bodies::membership_with_policies(),
            |client| value(client.memberships().get(ID).with_response()),
        ),
        enveloped(
            "memberships, update",
            "memberships.update",
            json!([ID, { "status": "accepted" }]),
            &bodies::membership_with_policies(),
            |client| value(client.memberships().update(ID, MembershipStatus::Accepted).with_response()),
        ),
        enveloped("memberships, delete", "memberships.delete", json!([ID]), &json!({ "id": ID }), |client| {
            value(client.memberships().delete(ID).with_response())
        }),
    ]
}

fn membership_arguments() -> Scenarios {
    let query = json!([{
        "account": { "name": "Maps" }, "name": "Atlas", "status": "pending", "order": "account.name",
        "direction": "desc", "page": 2, "per_page": 50,
    }]);
    let leave_open = client_call("memberships.update", json!([ID, { "status": "pending" }]), |client| {
        value(client.memberships().update(ID, MembershipStatus::Pending).with_response())
    });
    let no_id = client_call("memberships.delete", json!([""]), |client| {
        value(client.memberships().delete("").with_response())
    });
    vec![
        enveloped("memberships, filtered", "memberships.list", query, &json!([]), |client| {
            let list = client.memberships().list().account_name("Maps").name("Atlas");
            let list = list.status(MembershipStatus::Pending).order(MembershipOrder::AccountName);
            value(list.direction(SortDirection::Descending).page(2).per_page(50).with_response())
        }),
        enveloped(
            "memberships, reject",
            "memberships.update",
            json!([ID, { "status": "rejected" }]),
            &bodies::membership_with_policies(),
            |client| value(client.memberships().update(ID, MembershipStatus::Rejected).with_response()),
        ),
        Scenario::new("membership, leave pending", leave_open).response(bodies::ok(&bodies::membership(ID))),
        Scenario::new("membership, empty", no_id).response(bodies::ok(&json!({ "id": ID }))),
    ]
}

fn failures() -> Scenarios {
    let verify = || {
        client_call("accounts.tokens.verify", json!([account()]), |client| {
            value(of(&client).verify().with_response())
        })
    };
    let get = client_call("memberships.get", json!([ID]), |client| {
        value(client.memberships().get(ID).with_response())
    });
    vec![
        Scenario::new("tokens, verify, 401", verify()).response(bodies::error(
            401,
            1000,
            "Invalid API Token",
        )),
        Scenario::new("tokens, verify, 503 first", verify())
            .response(MockResponse::status(503))
            .response(bodies::ok(&json!({ "id": ID, "status": "active" }))),
        Scenario::new("membership, 403", get).response(bodies::error(403, 10000, "Authentication error")),
    ]
}
