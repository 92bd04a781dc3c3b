//! Organizations that the user belongs to.

use serde_json::{Value, json};

use super::envelope;
use super::state::{State, find, remove};
use crate::described::Call;
use crate::script::MockResponse;

pub(super) fn list(state: &State, call: &Call<'_>) -> MockResponse {
    let wanted: Vec<(&str, String)> =
        ["name", "status"].into_iter().filter_map(|name| Some((name, call.parameter(name)?))).collect();
    let any = call.parameter("match").as_deref() == Some("any");
    let fits = |item: &&Value| {
        let mut tests = wanted.iter().map(|(name, value)| item[*name] == value.as_str());
        if any && !wanted.is_empty() { tests.any(|holds| holds) } else { tests.all(|holds| holds) }
    };
    let mut items: Vec<Value> = state.memberships.iter().filter(fits).cloned().collect();
    let order = call.parameter("order").unwrap_or_else(|| "id".to_owned());
    items.sort_by_key(|item| item[order.as_str()].as_str().unwrap_or_default().to_owned());
    if call.parameter("direction").as_deref() == Some("desc") {
        items.reverse();
    }
    envelope::page(call, &items, 20)
}

pub(super) fn get(state: &mut State, call: &Call<'_>) -> MockResponse {
    let membership = find(&mut state.memberships, call.argument("organization_id"));
    membership.map_or_else(envelope::not_found, |membership| envelope::one(membership))
}

/// Answers without an envelope, as the vendor does.
pub(super) fn leave(state: &mut State, call: &Call<'_>) -> MockResponse {
    let id = call.argument("organization_id");
    if remove(&mut state.memberships, id) {
        MockResponse::json(200, &json!({ "id": id }))
    } else {
        envelope::not_found()
    }
}
