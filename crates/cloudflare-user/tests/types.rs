//! Values of the types, built and read without a server.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

use cloudflare_user::{
    BillingProfile, CloudflareProblem, Page, PolicyEffect, PolicyPermissionGroup, Secret, Token,
    TokenAddresses, TokenCondition, TokenPolicy, TokenResource, TokenResources, TokenStatus,
};
use serde_json::json;

#[test]
fn the_largest_type_is_read_from_json() {
    let json = json!({
        "id": "b1", "account_type": "type", "first_name": "Jane", "last_name": "Doe", "company": "Tide Charts",
        "address": "Quay 1", "address2": "Floor 2", "city": "Porto", "state": "Porto", "zipcode": "4000-001",
        "country": "PT", "telephone": "+351 1", "primary_email": "jane@example.com",
        "enterprise_primary_email": "a@example.com", "enterprise_billing_email": "b@example.com",
        "vat": "PT123456789", "tax_id_type": "eu_vat", "balance": "12.50",
        "next_bill_date": "2026-12-03T00:00:00Z", "is_partner": false, "card_number": "xxxx-1111",
        "card_expiry_month": 7, "card_expiry_year": 2030, "validation_code": "s3cr3t",
        "payment_gateway": "gateway", "payment_nonce": "s3cr3t", "device_data": "s3cr3t",
        "payment_first_name": "Jane", "payment_last_name": "Doe", "payment_email": "jane@example.com",
        "payment_address": "Quay 1", "payment_address2": "Floor 2", "payment_city": "Porto",
        "payment_state": "Porto", "payment_zipcode": "4000-001", "payment_country": "PT",
        "created_on": "2020-01-01T00:00:00Z", "edited_on": "2026-01-01T00:00:00Z",
    });
    let profile: BillingProfile = serde_json::from_value(json.clone()).unwrap();
    assert_eq!((profile.company.as_deref(), profile.card_expiry_year), (Some("Tide Charts"), Some(2030)));
    assert_eq!(profile.device_data, Some(Secret::from("s3cr3t")));

    let mut redacted = json;
    for secret in ["validation_code", "payment_nonce", "device_data"] {
        redacted[secret] = json!("[redacted]");
    }
    assert_eq!(serde_json::to_value(&profile).unwrap(), redacted);
}

#[test]
fn a_token_is_built_from_its_parts() {
    let read: Token = serde_json::from_value(json!({
        "id": "t",
        "status": "active",
        "policies": [{
            "effect": "allow",
            "permission_groups": [{ "id": "g", "name": "DNS Read" }],
            "resources": { "com.cloudflare.api.account.zone.*": "*" },
        }],
        "condition": { "request_ip": { "in": ["203.0.113.0/24"] } },
        "expires_on": "2027-01-01T00:00:00Z",
    }))
    .unwrap();
    let resources = TokenResources::from_iter([("com.cloudflare.api.account.zone.*", TokenResource::All)]);
    let policy = TokenPolicy::new()
        .effect(PolicyEffect::Allow)
        .permission_groups([PolicyPermissionGroup::new().id("g").name("DNS Read")])
        .resources(resources);
    let built = Token::new()
        .id("t")
        .status(TokenStatus::Active)
        .policies([policy])
        .condition(TokenCondition::new().request_ip(TokenAddresses::new().is_in(["203.0.113.0/24"])))
        .expires_on("2027-01-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    assert_eq!(read, built);
    assert_eq!(Token::new().status("active").status, Some(TokenStatus::Active), "strings are taken too");
}

#[test]
fn a_page_and_a_problem_are_read_from_json() {
    let page: Page<Token> =
        serde_json::from_value(json!({ "items": [{ "id": "t" }], "info": { "page": 1 } })).unwrap();
    assert_eq!((&page).into_iter().count(), 1);
    assert_eq!(
        (page.info.page, page.into_iter().map(|token| token.id).collect::<Vec<_>>()),
        (Some(1), vec!["t".to_owned()])
    );
    let problem: CloudflareProblem = serde_json::from_value(
        json!({ "success": false, "errors": [{ "code": 1003, "message": "Not there" }] }),
    )
    .unwrap();
    assert!(problem.has_code(1003));
    assert_eq!(problem.errors[0].to_string(), "1003: Not there");
}
