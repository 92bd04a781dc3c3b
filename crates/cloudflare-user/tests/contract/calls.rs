//! Every operation of the OpenAPI document, called through the facade.

use api_simulator::{Simulator, Spec};
use cloudflare_user::{
    CloudflareClient, Error, InviteStatus, NewPolicy, NewToken, Page, SubscriptionFrequency,
    SubscriptionUpdate, TokenStatus, TokenUpdate, UserEdit,
};
use serde::Serialize;
use serde_json::Value;

pub async fn simulator() -> Simulator {
    Simulator::cloudflare().start().await.unwrap()
}

/// A client that does not retry: these tests are about single responses.
pub fn client(simulator: &Simulator) -> CloudflareClient {
    CloudflareClient::builder()
        .api_token(simulator.token())
        .base_url(simulator.base_url())
        .max_retries(0)
        .build()
        .unwrap()
}

pub fn spec() -> Spec {
    Spec::cloudflare().unwrap()
}

/// An id of 32 characters.
pub const ID: &str = "0123456789abcdef0123456789abcdef";

pub fn policy() -> NewPolicy {
    NewPolicy::allow([ID]).on("com.cloudflare.api.account.zone.*")
}

/// Calls an operation and returns its value as JSON, of a list the items. An operation that the
/// facade does not know fails the test: the document has grown.
pub async fn call(client: &CloudflareClient, operation: &str) -> Result<Value, Error> {
    let user = client.user();
    let (tokens, organizations, subscriptions) = (user.tokens(), user.organizations(), user.subscriptions());
    let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
    let change = TokenUpdate::new().name("changed").policy(policy()).status(TokenStatus::Disabled);
    Ok(match operation {
        "user_get" => json(user.get().await?),
        "user_edit" => json(user.edit(UserEdit::new().first_name("Jane").clear_telephone()).await?),
        "user_audit_logs_list" => items(user.audit_logs().list().await?),
        "user_billing_history_list" => items(user.billing().history().list().await?),
        "user_billing_profile_get" => json(user.billing().profile().get().await?),
        "user_invites_list" => items(user.invites().list().await?),
        "user_invites_get" => json(user.invites().get(ID).await?),
        "user_invites_edit" => json(user.invites().edit(ID, InviteStatus::Accepted).await?),
        "user_organizations_list" => items(organizations.list().await?),
        "user_organizations_get" => json(organizations.get(ID).await?),
        "user_organizations_delete" => json(organizations.delete(ID).await?),
        "user_subscriptions_get" => items(subscriptions.get().await?),
        "user_subscriptions_update" => json(subscriptions.update(ID, update).await?),
        "user_subscriptions_delete" => json(subscriptions.delete(ID).await?),
        "user_tenants_list" => items(user.tenants().list().await?),
        "user_tokens_list" => items(tokens.list().await?),
        "user_tokens_create" => json(tokens.create(NewToken::new().name("new").policy(policy())).await?),
        "user_tokens_get" => json(tokens.get(ID).await?),
        "user_tokens_update" => json(tokens.update(ID, change).await?),
        "user_tokens_delete" => json(tokens.delete(ID).await?),
        "user_tokens_verify" => json(tokens.verify().await?),
        "user_tokens_permission_groups_list" => items(tokens.permission_groups().list().await?),
        "user_tokens_value_update" => json(tokens.value().update(ID).await?),
        other => panic!("the facade does not call `{other}`"),
    })
}

fn json<T: Serialize>(value: T) -> Value {
    serde_json::to_value(value).unwrap()
}

fn items<T: Serialize>(page: Page<T>) -> Value {
    json(page.items)
}
