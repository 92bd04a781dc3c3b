//! The user, organizations and invitations to them.

use serde_json::{Value, json};

use super::common::{failure, find, not_found, one, page, remove};
use crate::script::MockResponse;
use crate::service::Call;

pub(super) fn get(user: &Value, memberships: &[Value]) -> MockResponse {
    let mut user = user.clone();
    let is_member = |organization: &&Value| organization["status"] == "member";
    user["organizations"] = memberships.iter().filter(is_member).cloned().collect();
    one(&user)
}

/// Sets the fields in `changes`; null clears a field.
pub(super) fn edit(user: &mut Value, memberships: &[Value], changes: &Value) -> MockResponse {
    for (name, value) in changes.as_object().into_iter().flatten() {
        user[name.as_str()] = value.clone();
    }
    get(user, memberships)
}

pub(super) fn organizations(memberships: &[Value], call: &Call<'_>) -> MockResponse {
    let filters: Vec<(&str, String)> =
        ["name", "status"].into_iter().filter_map(|name| Some((name, call.parameter(name)?))).collect();
    let matches_any = call.parameter_is("match", "any") && !filters.is_empty();
    let is_selected = |item: &&Value| {
        let mut outcomes = filters.iter().map(|(name, value)| item[*name] == value.as_str());
        if matches_any { outcomes.any(|holds| holds) } else { outcomes.all(|holds| holds) }
    };
    let mut items: Vec<Value> = memberships.iter().filter(is_selected).cloned().collect();
    let order = call.parameter("order").unwrap_or_else(|| "id".to_owned());
    items.sort_by_key(|item| item[order.as_str()].as_str().unwrap_or_default().to_owned());
    if call.parameter_is("direction", "desc") {
        items.reverse();
    }
    page(call, &items, 20)
}

pub(super) fn organization(memberships: &mut [Value], call: &Call<'_>) -> MockResponse {
    find(memberships, call.argument("organization_id")).map_or_else(not_found, |found| one(found))
}

/// Responds without an envelope, as the vendor does.
pub(super) fn leave_organization(memberships: &mut Vec<Value>, call: &Call<'_>) -> MockResponse {
    let id = call.argument("organization_id");
    if remove(memberships, id) { MockResponse::json(200, &json!({ "id": id })) } else { not_found() }
}

pub(super) fn invite(invites: &mut [Value], call: &Call<'_>) -> MockResponse {
    find(invites, call.argument("invite_id")).map_or_else(not_found, |invite| one(invite))
}

/// Accepts or rejects an invitation that is still open.
pub(super) fn edit_invite(
    invites: &mut [Value],
    memberships: &mut Vec<Value>,
    call: &Call<'_>,
) -> MockResponse {
    let Some(invite) = find(invites, call.argument("invite_id")) else {
        return not_found();
    };
    if invite["status"] != "pending" {
        return failure(400, 1002, "The invitation was accepted, was rejected or has expired.");
    }
    invite["status"] = call.body()["status"].take();
    let organization = invite["organization_id"].as_str().unwrap_or_default();
    if invite["status"] == "rejected" {
        remove(memberships, organization);
    } else if let Some(membership) = find(memberships, organization) {
        membership["status"] = "member".into();
    }
    one(invite)
}
