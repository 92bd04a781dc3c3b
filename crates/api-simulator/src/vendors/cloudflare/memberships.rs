//! The user's memberships in accounts.

use serde_json::{Value, json};

use super::common::{failure, find, not_found, one, page, remove};
use crate::script::MockResponse;
use crate::service::Call;

/// Returns the ids of the accounts that the user is a member of.
pub(super) fn account_ids(memberships: &[Value]) -> Vec<String> {
    let accepted = memberships.iter().filter(|membership| membership["status"] == "accepted");
    accepted.filter_map(|membership| membership["account"]["id"].as_str().map(str::to_owned)).collect()
}

/// Lists the memberships without their policies, which only a single one has.
pub(super) fn list(memberships: &[Value], call: &Call<'_>) -> MockResponse {
    let is = |name: &str, value: &Value| call.parameter(name).is_none_or(|filter| *value == filter.as_str());
    let is_selected = |item: &&Value| {
        let name = &item["account"]["name"];
        is("account.name", name) && is("name", name) && is("status", &item["status"])
    };
    let mut items: Vec<Value> = memberships.iter().filter(is_selected).cloned().collect();
    if let Some(order) = call.parameter("order") {
        let pointer = format!("/{}", order.replace('.', "/"));
        items.sort_by_key(|item| {
            item.pointer(&pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        });
    }
    if call.parameter_is("direction", "desc") {
        items.reverse();
    }
    for item in &mut items {
        if let Some(fields) = item.as_object_mut() {
            fields.remove("policies");
        }
    }
    page(call, &items, 20)
}

pub(super) fn get(memberships: &mut [Value], call: &Call<'_>) -> MockResponse {
    find(memberships, call.argument("membership_id")).map_or_else(not_found, |membership| one(membership))
}

/// Accepts or rejects an invitation that is still open.
pub(super) fn update(memberships: &mut [Value], call: &Call<'_>) -> MockResponse {
    let Some(membership) = find(memberships, call.argument("membership_id")) else {
        return not_found();
    };
    if membership["status"] != "pending" {
        return failure(400, 1002, "The invitation was accepted or rejected before.");
    }
    membership["status"] = call.body()["status"].take();
    one(membership)
}

pub(super) fn delete(memberships: &mut Vec<Value>, call: &Call<'_>) -> MockResponse {
    let id = call.argument("membership_id");
    if remove(memberships, id) { one(&json!({ "id": id })) } else { not_found() }
}
