//! Requests conform to the OpenAPI document.

use api_simulator::MockResponse;
use chrono::{DateTime, Utc};
use cloudflare_user::{
    BillingHistoryOrder, CloudflareClient, Match, NewPolicy, NewToken, OrganizationOrder, OrganizationStatus,
    PermissionGroupScope, RatePlan, SortDirection, SubscriptionComponent, SubscriptionUpdate, UserEdit,
};

use crate::calls::{ID, call, client, policy, simulator, spec};

#[tokio::test]
async fn every_operation_is_called_as_documented() {
    let (simulator, spec) = (simulator().await, spec());
    let client = client(&simulator);
    assert_eq!(spec.operations().len(), 23);
    for operation in spec.operations() {
        simulator.on(operation.id(), MockResponse::documented(200));
        call(&client, operation.id()).await.unwrap();
        let request = simulator.requests().pop().unwrap();
        assert_eq!(request.operation(), Some(operation.id()));
    }
    simulator.assert_no_violations();
}

#[tokio::test]
async fn every_parameter_is_sent_as_documented() {
    let simulator = simulator().await;
    let user = client(&simulator).user();
    let moment: DateTime<Utc> = "2026-02-03T04:05:06.789Z".parse().unwrap();

    let logs = user.audit_logs().list().id(ID).action_type("add").actor_email("jane@example.com");
    let logs = logs.actor_ip("203.0.113.0/24").zone_name("example.com").hide_user_logs(true);
    let logs = logs.since(moment).before(moment + chrono::Duration::days(1));
    let logs = logs.direction(SortDirection::Ascending).page(1).per_page(1000);
    logs.clone().await.unwrap();
    logs.export_csv().await.unwrap();

    let history = user.billing().history().list().action("subscription").kind("charge");
    history.occurred_at(moment).order(BillingHistoryOrder::Kind).page(1).per_page(50).await.unwrap();

    let organizations = user.organizations().list().name("Tide").matching(Match::Any);
    let organizations = organizations.status(OrganizationStatus::Member).order(OrganizationOrder::Id);
    organizations.direction(SortDirection::Descending).page(1).per_page(5).await.unwrap();

    let tokens = user.tokens();
    let list = tokens.list().direction(SortDirection::Ascending).include_expired(true);
    list.page(1).per_page(5).await.unwrap();
    let groups = tokens.permission_groups().list().name("DNS Read");
    groups.scope(PermissionGroupScope::Zone).await.unwrap();
    simulator.assert_no_violations();
}

#[tokio::test]
async fn every_body_is_as_documented() {
    let simulator = simulator().await;
    let user = client(&simulator).user();
    let edit = UserEdit::new().first_name("J").last_name("D").country("ES").telephone("1").zipcode("28");
    user.edit(edit).await.unwrap();
    let cleared = UserEdit::new().clear_first_name().clear_last_name().clear_country();
    user.edit(cleared.clear_telephone().clear_zipcode()).await.unwrap();
    let update = SubscriptionUpdate::new().rate_plan(RatePlan::new().id("pro"));
    let update = update.component_values([SubscriptionComponent::new().name("page_rules").value(20.0)]);
    // The simulator has no such subscription; this test is about the request.
    let _ = user.subscriptions().update(ID, update).await;
    let nested = NewPolicy::deny([ID])
        .on_within("com.cloudflare.api.account.1", ["com.cloudflare.api.account.zone.*"]);
    let moment: DateTime<Utc> = "2030-02-03T04:05:06Z".parse().unwrap();
    let token = NewToken::new().name("t").policy(policy()).policy(nested);
    let token = token.request_ip_in("203.0.113.0/24").request_ip_not_in("203.0.113.7/32");
    let token = token.not_before(moment).expires_on(moment + chrono::Duration::days(1));
    let _ = user.tokens().create(token).await;
    simulator.assert_no_violations();
    assert_eq!(simulator.requests().len(), 4);
}

#[tokio::test]
async fn every_credential_is_as_documented() {
    let simulator = simulator().await;
    let builder = || CloudflareClient::builder().base_url(simulator.base_url());
    for builder in [
        builder().api_token(simulator.token()),
        builder().api_key(simulator.api_key()).api_email(simulator.api_email()),
        builder().user_service_key(simulator.user_service_key()),
    ] {
        builder.build().unwrap().user().get().await.unwrap();
    }
    simulator.assert_no_violations();
    let wrong = builder().api_token("wrong").build().unwrap();
    let error = wrong.user().get().await.unwrap_err();
    assert!(error.is_unauthorized() && error.problem().is_some(), "{error}");
}
