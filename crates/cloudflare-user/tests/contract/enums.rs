//! The known values of open enums are those of the description.

use cloudflare_user::{
    BillingHistoryOrder, ComponentKind, InviteStatus, Match, OrganizationOrder, OrganizationStatus,
    PermissionGroupCategory, PermissionGroupScope, PolicyEffect, SortDirection, SubscriptionFrequency,
    SubscriptionState, TokenStatus,
};
use serde_json::Value;

use crate::calls::description;

fn assert_values(ours: &[&str], schema: &Value, what: &str) {
    let values = schema["enum"].as_array().unwrap_or_else(|| panic!("{what} is no enum"));
    let mut values: Vec<&str> = values.iter().map(|value| value.as_str().unwrap()).collect();
    let mut ours = ours.to_vec();
    values.sort_unstable();
    ours.sort_unstable();
    assert_eq!(ours, values, "{what}");
}

#[test]
fn of_schemas() {
    let description = description();
    for (ours, pointer) in [
        (InviteStatus::DOCUMENTED, "Invite/properties/status"),
        (OrganizationStatus::DOCUMENTED, "Organization/properties/status"),
        (PermissionGroupCategory::DOCUMENTED, "PermissionGroup/properties/category"),
        (PermissionGroupScope::DOCUMENTED, "PermissionGroup/properties/scopes/items"),
        (PolicyEffect::DOCUMENTED, "TokenPolicy/properties/effect"),
        (PolicyEffect::DOCUMENTED, "TokenPolicyInput/properties/effect"),
        (SubscriptionFrequency::DOCUMENTED, "Subscription/properties/frequency"),
        (SubscriptionFrequency::DOCUMENTED, "SubscriptionUpdate/properties/frequency"),
        (SubscriptionState::DOCUMENTED, "Subscription/properties/state"),
        (ComponentKind::DOCUMENTED, "SubscriptionComponent/properties/kind"),
        (TokenStatus::DOCUMENTED, "Token/properties/status"),
        (TokenStatus::DOCUMENTED, "TokenUpdate/properties/status"),
        (TokenStatus::DOCUMENTED, "TokenVerification/properties/status"),
    ] {
        let pointer = format!("/components/schemas/{pointer}");
        assert_values(ours, description.document().pointer(&pointer).unwrap(), &pointer);
    }
}

#[test]
fn of_parameters() {
    let description = description();
    for (ours, path, name) in [
        (SortDirection::DOCUMENTED, "/user/audit_logs", "direction"),
        (SortDirection::DOCUMENTED, "/user/organizations", "direction"),
        (SortDirection::DOCUMENTED, "/user/tokens", "direction"),
        (BillingHistoryOrder::DOCUMENTED, "/user/billing/history", "order"),
        (OrganizationOrder::DOCUMENTED, "/user/organizations", "order"),
        (OrganizationStatus::DOCUMENTED, "/user/organizations", "status"),
        (Match::DOCUMENTED, "/user/organizations", "match"),
    ] {
        let document = description.document();
        let resolve = |parameter: &'_ Value| match parameter["$ref"].as_str() {
            Some(reference) => document.pointer(&reference[1..]).unwrap().clone(),
            None => parameter.clone(),
        };
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let parameter = parameters.iter().map(resolve).find(|parameter| parameter["name"] == name).unwrap();
        assert_values(ours, &parameter["schema"], &format!("{path}: {name}"));
    }
}
