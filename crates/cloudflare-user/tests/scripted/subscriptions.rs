//! Subscriptions.

use cloudflare_user::{
    RatePlan, SubscriptionComponent, SubscriptionFrequency, SubscriptionState, SubscriptionUpdate,
};
use serde_json::{Value, json};

use crate::server::{client, last_body, ok, server};

#[tokio::test]
async fn an_update_holds_what_was_set_and_nothing_else() {
    let server = server().await;
    server.otherwise(ok(json!({"id": "s"})));
    let new = SubscriptionUpdate::new;
    let table: [(SubscriptionUpdate, Value); 3] = [
        (new().frequency(SubscriptionFrequency::Yearly), json!({"frequency": "yearly"})),
        (new().rate_plan(RatePlan::new().id("pro")), json!({"rate_plan": {"id": "pro"}})),
        (
            new().component_values([SubscriptionComponent::new().name("page_rules").value(20.0)]),
            json!({"component_values": [{"name": "page_rules", "value": 20.0}]}),
        ),
    ];
    for (update, body) in table {
        client(&server).user().subscriptions().update("s", update).await.unwrap();
        assert_eq!(last_body(&server), body);
        assert_eq!(server.requests().pop().unwrap().line(), "PUT /user/subscriptions/s");
    }
}

#[tokio::test]
async fn an_update_without_a_result_has_still_been_made() {
    let server = server().await;
    let update = || SubscriptionUpdate::new().frequency(SubscriptionFrequency::Monthly);
    let subscriptions = client(&server).user().subscriptions();
    server.next(ok(json!({"any": {"thing": 1}})));
    assert_eq!(subscriptions.update("s", update()).await.unwrap()["any"], json!({"thing": 1}));
    server.next(ok(Value::Null));
    assert!(subscriptions.update("s", update()).await.unwrap().is_empty());
}

#[tokio::test]
async fn subscriptions_are_typed() {
    let server = server().await;
    server.next(ok(json!([{
        "id": "s",
        "state": "AwaitingPayment",
        "price": 20,
        "currency": "USD",
        "frequency": "monthly",
        "current_period_end": "2026-12-01T00:00:00Z",
        "rate_plan": {"id": "pro", "sets": ["a"], "is_contract": false},
        "component_values": [{"name": "page_rules", "value": 20, "default": 5.5}],
        "zone": {"id": null, "name": null},
    }])));
    let page = client(&server).user().subscriptions().get().await.unwrap();
    let subscription = &page.items[0];
    assert_eq!(subscription.state, Some(SubscriptionState::AwaitingPayment));
    assert_eq!((subscription.price, subscription.component_values[0].default_value), (Some(20.0), Some(5.5)));
    assert_eq!(subscription.rate_plan.as_ref().unwrap().sets, ["a"]);
    assert!(subscription.zone.as_ref().unwrap().id.is_none() && subscription.app.is_none());
}
