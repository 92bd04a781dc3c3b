//! Requests about API tokens.

use serde_json::{Value, json};

use super::credentials::Credentials;
use super::envelope;
use super::state::State;
use crate::described::Call;
use crate::script::MockResponse;

pub(super) fn list(state: &State, call: &Call<'_>) -> MockResponse {
    let include_expired = call.parameter("include_expired").as_deref() == Some("true");
    let shown = state.tokens.tokens.iter().map(|token| &token.shown);
    let mut items: Vec<Value> =
        shown.filter(|token| include_expired || token["status"] != "expired").cloned().collect();
    items.sort_by_key(|token| token["issued_on"].as_str().unwrap_or_default().to_owned());
    if call.parameter("direction").as_deref() != Some("asc") {
        items.reverse();
    }
    envelope::page(call, &items, 20)
}

/// The one answer that holds the new token's secret.
pub(super) fn create(state: &mut State, call: &Call<'_>) -> MockResponse {
    let body = call.body();
    if let Some(refusal) = unknown_group(state, &body) {
        return refusal;
    }
    let token = state.tokens.add(&body, state.now);
    let mut result = token.shown.clone();
    result["value"] = token.secret.clone().into();
    envelope::with_messages(
        &result,
        &json!([{ "code": 10_100, "message": "The secret is shown this once." }]),
    )
}

pub(super) fn get(state: &mut State, call: &Call<'_>) -> MockResponse {
    let token = state.tokens.find(call.argument("token_id"));
    token.map_or_else(envelope::not_found, |token| envelope::one(&token.shown))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> MockResponse {
    let (id, body) = (call.argument("token_id"), call.body());
    let Some(mut shown) = state.tokens.find(id).map(|token| token.shown.clone()) else {
        return envelope::not_found();
    };
    if let Some(refusal) = unknown_group(state, &body) {
        return refusal;
    }
    state.tokens.fill(&mut shown, &body, state.now);
    let answer = envelope::one(&shown);
    if let Some(token) = state.tokens.find(id) {
        token.shown = shown;
    }
    answer
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> MockResponse {
    let id = call.argument("token_id");
    let before = state.tokens.tokens.len();
    state.tokens.tokens.retain(|token| token.shown["id"] != id);
    if state.tokens.tokens.len() < before {
        envelope::one(&json!({ "id": id }))
    } else {
        envelope::not_found()
    }
}

/// The old secret is worth nothing from here on.
pub(super) fn roll(state: &mut State, call: &Call<'_>) -> MockResponse {
    let secret = state.tokens.secret();
    let Some(token) = state.tokens.find(call.argument("token_id")) else {
        return envelope::not_found();
    };
    token.secret.clone_from(&secret);
    envelope::one(&secret.into())
}

/// What the token that the request was sent with is worth.
pub(super) fn verify(state: &State, credentials: &Credentials) -> MockResponse {
    let token = credentials.token.as_ref().and_then(|secret| state.tokens.by_secret(secret));
    let Some(token) = token else {
        return unknown_token();
    };
    let shown = ["id", "status", "not_before", "expires_on"].into_iter();
    let members = shown.filter_map(|name| Some((name.to_owned(), token.shown.get(name)?.clone())));
    let messages = json!([{ "code": 10_000, "message": "The token works." }]);
    envelope::with_messages(&Value::Object(members.collect()), &messages)
}

/// What verifying says of a token that is not accepted; other operations have another code for it.
pub(super) fn unknown_token() -> MockResponse {
    envelope::failure(401, 1000, "The token is not known.")
}

pub(super) fn permission_groups(state: &State, call: &Call<'_>) -> MockResponse {
    let (name, scope) = (call.parameter("name"), call.parameter("scope"));
    let mut groups = state.tokens.permission_groups.clone();
    groups.retain(|group| {
        let in_scope =
            |wanted: &String| group["scopes"].as_array().into_iter().flatten().any(|scope| scope == wanted);
        name.as_ref().is_none_or(|wanted| group["name"] == wanted.as_str())
            && scope.as_ref().is_none_or(in_scope)
    });
    envelope::page(call, &groups, 1000)
}

/// The refusal of a policy with a permission group that does not exist.
fn unknown_group(state: &State, body: &Value) -> Option<MockResponse> {
    let policies = body["policies"].as_array().into_iter().flatten().enumerate();
    for (policy_number, policy) in policies {
        let groups = policy["permission_groups"].as_array().into_iter().flatten().enumerate();
        for (number, group) in groups {
            if !state.tokens.permission_groups.iter().any(|known| known["id"] == group["id"]) {
                let error = json!({
                    "code": 1001,
                    "message": "There is no such permission group.",
                    "source": { "pointer": format!("/policies/{policy_number}/permission_groups/{number}/id") },
                });
                let body = json!({ "success": false, "errors": [error], "messages": [], "result": null });
                return Some(MockResponse::json(400, &body));
            }
        }
    }
    None
}
