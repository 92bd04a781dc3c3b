//! Requests to Cloudflare.

use std::future::Future;

use chrono::{DateTime, Utc};
use cloudflare_user::{
    CloudflareClient, Error, InviteStatus, NewPolicy, NewToken, Response, SubscriptionFrequency,
    SubscriptionUpdate, TokenUpdate, UserClient, UserEdit,
};
use conformance::{Prism, upstream};

use crate::calls::{Calls, Expected};

const ID: &str = "ed17574386854bf78a67040be0a770b0";

// Prism also validates its own responses, which are the document's examples.
const BAD_EXAMPLE: Expected =
    Expected::Error(500, "the document's example has null where its schema wants a string");
const TWO_BRANCHES: Expected =
    Expected::Error(500, "the document's example matches both branches of a `oneOf`");

#[tokio::test]
async fn prism_accepts_every_request_to_cloudflare() {
    let Some(document) = upstream("cloudflare-user.openapi.json") else { return };
    let Some(mut prism) = Prism::start(&document).await else { return };
    let user = client(&prism).user();
    let mut calls = Calls::default();
    reads(&user, &mut calls).await;
    lists(&user, &mut calls).await;
    changes(&user, &mut calls).await;
    calls.assert_as_expected();
    assert_eq!(prism.log().await.violations, Vec::<String>::new());
}

/// Sends all credentials: some operations require a token, some a key with an e-mail, some all three.
fn client(prism: &Prism) -> CloudflareClient {
    CloudflareClient::builder()
        .api_token("the-token")
        .api_key("the-key")
        .api_email("jane@example.com")
        .base_url(prism.base_url())
        .max_retries(0)
        .build()
        .unwrap()
}

impl Calls {
    async fn succeeds<T>(&mut self, call: &str, response: impl Future<Output = Result<Response<T>, Error>>) {
        self.ends(call, Expected::Success, response).await;
    }

    async fn ends<T>(
        &mut self,
        call: &str,
        expected: Expected,
        response: impl Future<Output = Result<Response<T>, Error>>,
    ) {
        let result = response.await;
        self.check(call, expected, result, |error| error.status().map(|status| status.as_u16()));
    }
}

async fn reads(user: &UserClient, calls: &mut Calls) {
    calls.succeeds("get", user.get().with_response()).await;
    calls.ends("billing.profile.get", BAD_EXAMPLE, user.billing().profile().get().with_response()).await;
    calls.succeeds("invites.get", user.invites().get(ID).with_response()).await;
    calls.succeeds("organizations.get", user.organizations().get(ID).with_response()).await;
    calls.succeeds("tokens.get", user.tokens().get(ID).with_response()).await;
    calls.succeeds("tokens.verify", user.tokens().verify().with_response()).await;
}

async fn lists(user: &UserClient, calls: &mut Calls) {
    let logs = user.audit_logs().list();
    calls.ends("auditLogs.list", TWO_BRANCHES, logs.clone().with_response()).await;
    let logs = logs.action_type("add").actor_email("jane@example.com").actor_ip("203.0.113.7");
    let logs = logs.zone_name("maps.example").since("2026-10-17T05:06:07Z".parse::<DateTime<Utc>>().unwrap());
    calls.ends("auditLogs.list, filtered", TWO_BRANCHES, logs.page(2).per_page(1000).with_response()).await;
    let history = user.billing().history().list();
    calls.succeeds("billing.history.list", history.page(2).per_page(50).with_response()).await;
    calls.succeeds("invites.list", user.invites().list().with_response()).await;
    let organizations = user.organizations().list();
    calls.succeeds("organizations.list", organizations.name("Maps & Co").page(2).with_response()).await;
    calls.succeeds("subscriptions.get", user.subscriptions().get().with_response()).await;
    calls.succeeds("tenants.list", user.tenants().list().with_response()).await;
    let tokens = user.tokens().list();
    calls.succeeds("tokens.list", tokens.include_expired(true).page(1).per_page(50).with_response()).await;
    let groups = user.tokens().permission_groups().list();
    calls.succeeds("tokens.permissionGroups.list", groups.name("Zone Read").with_response()).await;
}

async fn changes(user: &UserClient, calls: &mut Calls) {
    let edit = UserEdit::new().first_name("Jane").clear_telephone();
    calls.succeeds("edit", user.edit(edit).with_response()).await;
    let invites = user.invites();
    calls.succeeds("invites.edit", invites.edit(ID, InviteStatus::Accepted).with_response()).await;
    calls.succeeds("organizations.delete", user.organizations().delete(ID).with_response()).await;
    let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
    calls.succeeds("subscriptions.update", user.subscriptions().update(ID, update).with_response()).await;
    calls.succeeds("subscriptions.delete", user.subscriptions().delete(ID).with_response()).await;
    let allow =
        || NewPolicy::allow(["c8fed203ed3043cba015a93ad1616f1f"]).on("com.cloudflare.api.account.zone.*");
    let token = NewToken::new().name("maps").policy(allow()).request_ip_in("203.0.113.0/24");
    let token = token.expires_on("2027-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap());
    calls.succeeds("tokens.create", user.tokens().create(token).with_response()).await;
    let update = TokenUpdate::new().name("maps").policy(allow());
    calls.succeeds("tokens.update", user.tokens().update(ID, update).with_response()).await;
    calls.succeeds("tokens.value.update", user.tokens().value().update(ID).with_response()).await;
    calls.succeeds("tokens.delete", user.tokens().delete(ID).with_response()).await;
}
