//! Cloudflare's own description.

use std::future::Future;

use cloudflare_user::{
    CloudflareClient, Error, InviteStatus, NewPolicy, NewToken, Response, SubscriptionFrequency,
    SubscriptionUpdate, TokenUpdate, UserClient, UserEdit,
};
use conformance::Prism;

use crate::verdict::{Expected, Verdicts};

const ID: &str = "ed17574386854bf78a67040be0a770b0";

/// Prism checks its own answers too.
const BAD_EXAMPLE: Expected =
    Expected::Refusal(500, "the vendor's own example has null where its schema wants text");
const TWO_BRANCHES: Expected =
    Expected::Refusal(500, "the vendor's own example fits both branches of a `oneOf`, which allows one");

#[tokio::test]
async fn prism_finds_nothing_wrong_with_cloudflare_requests() {
    let Some(mut prism) = Prism::start("cloudflare-user.openapi.json").await else { return };
    let user = client(&prism).user();
    let mut verdicts = Verdicts::default();
    reads(&user, &mut verdicts).await;
    lists(&user, &mut verdicts).await;
    changes(&user, &mut verdicts).await;
    verdicts.assert_none();
    assert_eq!(prism.violations().await, Vec::<String>::new());
}

/// The description asks for a token here, for key and e-mail there, for all three elsewhere.
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

impl Verdicts {
    async fn succeeds<T>(&mut self, call: &str, answer: impl Future<Output = Result<Response<T>, Error>>) {
        self.ends(call, Expected::Success, answer).await;
    }

    async fn ends<T>(
        &mut self,
        call: &str,
        expected: Expected,
        answer: impl Future<Output = Result<Response<T>, Error>>,
    ) {
        let result = answer.await;
        self.add(call, expected, result, |error| error.status().map(|status| status.as_u16()));
    }
}

async fn reads(user: &UserClient, verdicts: &mut Verdicts) {
    verdicts.succeeds("get", user.get().with_response()).await;
    verdicts.ends("billing.profile.get", BAD_EXAMPLE, user.billing().profile().get().with_response()).await;
    verdicts.succeeds("invites.get", user.invites().get(ID).with_response()).await;
    verdicts.succeeds("organizations.get", user.organizations().get(ID).with_response()).await;
    verdicts.succeeds("tokens.get", user.tokens().get(ID).with_response()).await;
    verdicts.succeeds("tokens.verify", user.tokens().verify().with_response()).await;
}

async fn lists(user: &UserClient, verdicts: &mut Verdicts) {
    let logs = user.audit_logs().list();
    verdicts.ends("auditLogs.list", TWO_BRANCHES, logs.clone().with_response()).await;
    let logs = logs.action_type("add").actor_email("jane@example.com").actor_ip("203.0.113.7");
    let logs = logs.zone_name("maps.example").since("2026-10-17T05:06:07Z".parse().unwrap());
    verdicts
        .ends("auditLogs.list, filtered", TWO_BRANCHES, logs.page(2).per_page(1000).with_response())
        .await;
    let history = user.billing().history().list();
    verdicts.succeeds("billing.history.list", history.page(2).per_page(50).with_response()).await;
    verdicts.succeeds("invites.list", user.invites().list().with_response()).await;
    let organizations = user.organizations().list();
    verdicts.succeeds("organizations.list", organizations.name("Maps & Co").page(2).with_response()).await;
    verdicts.succeeds("subscriptions.get", user.subscriptions().get().with_response()).await;
    verdicts.succeeds("tenants.list", user.tenants().list().with_response()).await;
    let tokens = user.tokens().list();
    verdicts.succeeds("tokens.list", tokens.include_expired(true).page(1).per_page(50).with_response()).await;
    let groups = user.tokens().permission_groups().list();
    verdicts.succeeds("tokens.permissionGroups.list", groups.name("Zone Read").with_response()).await;
}

async fn changes(user: &UserClient, verdicts: &mut Verdicts) {
    let edit = UserEdit::new().first_name("Jane").clear_telephone();
    verdicts.succeeds("edit", user.edit(edit).with_response()).await;
    let invites = user.invites();
    verdicts.succeeds("invites.edit", invites.edit(ID, InviteStatus::Accepted).with_response()).await;
    verdicts.succeeds("organizations.delete", user.organizations().delete(ID).with_response()).await;
    let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
    verdicts.succeeds("subscriptions.update", user.subscriptions().update(ID, update).with_response()).await;
    verdicts.succeeds("subscriptions.delete", user.subscriptions().delete(ID).with_response()).await;
    let allow =
        || NewPolicy::allow(["c8fed203ed3043cba015a93ad1616f1f"]).on("com.cloudflare.api.account.zone.*");
    let token = NewToken::new("maps").policy(allow()).request_ip_in("203.0.113.0/24");
    let token = token.expires_on("2027-01-01T00:00:00Z".parse().unwrap());
    verdicts.succeeds("tokens.create", user.tokens().create(token).with_response()).await;
    let update = TokenUpdate::new("maps").policy(allow());
    verdicts.succeeds("tokens.update", user.tokens().update(ID, update).with_response()).await;
    verdicts.succeeds("tokens.value.update", user.tokens().value().update(ID).with_response()).await;
    verdicts.succeeds("tokens.delete", user.tokens().delete(ID).with_response()).await;
}
