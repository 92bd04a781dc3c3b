//! Invitations, organizations and billing.

use chrono::{DateTime, Utc};
use cloudflare_user::{
    BillingHistoryOrder, InviteStatus, Match, OrganizationOrder, OrganizationStatus, SortDirection,
};
use serde_json::json;

use crate::server::{client, last_body, ok, server};

#[tokio::test]
async fn an_invitation_is_accepted_or_rejected() {
    let server = server().await;
    server.otherwise(ok(json!({"id": "i", "status": "accepted"})));
    let invites = client(&server).user().invites();
    let invite = invites.edit("i", InviteStatus::Accepted).await.unwrap();
    assert_eq!(invite.status, Some(InviteStatus::Accepted));
    assert_eq!(last_body(&server), json!({"status": "accepted"}));
    invites.edit("i", "rejected").await.unwrap();
    assert_eq!(last_body(&server), json!({"status": "rejected"}));
    assert_eq!(invites.get("i").await.unwrap().id, "i");
    server.assert_requests(["PATCH /user/invites/i", "PATCH /user/invites/i", "GET /user/invites/i"]);
}

#[tokio::test]
async fn filters_of_organizations_and_billing_are_exactly_these() {
    let server = server().await;
    server.otherwise(ok(json!([])));
    let user = client(&server).user();
    let organizations = user.organizations().list().name("Tide").status(OrganizationStatus::Invited);
    let organizations = organizations.matching(Match::Any).order(OrganizationOrder::Status);
    organizations.direction(SortDirection::Ascending).page(1).per_page(5).await.unwrap();
    let history = user.billing().history().list().action("subscription").kind("charge");
    let history = history.occurred_at("2026-02-03T04:05:06Z".parse::<DateTime<Utc>>().unwrap());
    history.order(BillingHistoryOrder::OccurredAt).page(2).per_page(50).await.unwrap();
    server.assert_requests([
        "GET /user/organizations?name=Tide&page=1&per_page=5&order=status&direction=asc&match=any&status=invited",
        "GET /user/billing/history?page=2&per_page=50&order=occurred_at&occurred_at=2026-02-03T04%3A05%3A06Z&type=charge&action=subscription",
    ]);
}

#[tokio::test]
async fn an_organization_has_all_its_fields() {
    let server = server().await;
    server.next(ok(json!({"id": "o", "anything": [1, {"b": null}]})));
    let organization = client(&server).user().organizations().get("o").await.unwrap();
    assert_eq!(organization["anything"], json!([1, {"b": null}]));
    server.assert_requests(["GET /user/organizations/o"]);
}
