//! Requests about API tokens.

use serde_json::{Value, json};

use super::common::{failure, failure_with, not_found, one, page, with_messages};
use super::tokens::Tokens;
use crate::script::MockResponse;
use crate::service::Call;

pub(super) fn list(tokens: &Tokens, call: &Call<'_>) -> MockResponse {
    let include_expired = call.parameter_is("include_expired", "true");
    let all = tokens.list.iter().map(|token| &token.json);
    let mut items: Vec<Value> =
        all.filter(|token| include_expired || token["status"] != "expired").cloned().collect();
    items.sort_by_key(|token| token["issued_on"].as_str().unwrap_or_default().to_owned());
    if !call.parameter_is("direction", "asc") {
        items.reverse();
    }
    page(call, &items, 20)
}

/// Responds with the secret of the new token, which no other response contains.
pub(super) fn create(tokens: &mut Tokens, call: &Call<'_>) -> MockResponse {
    let body = call.body();
    if let Some(error) = unknown_group(tokens, &body) {
        return error;
    }
    let token = tokens.add(&body, tokens.now);
    let mut result = token.json.clone();
    result["value"] = token.secret.clone().into();
    with_messages(&result, &json!([{ "code": 10_100, "message": "The secret is shown this once." }]))
}

pub(super) fn get(tokens: &mut Tokens, call: &Call<'_>) -> MockResponse {
    let token = tokens.find(call.argument("token_id"));
    token.map_or_else(not_found, |token| one(&token.json))
}

pub(super) fn update(tokens: &mut Tokens, call: &Call<'_>) -> MockResponse {
    let (id, body) = (call.argument("token_id"), call.body());
    let Some(mut json) = tokens.find(id).map(|token| token.json.clone()) else {
        return not_found();
    };
    if let Some(error) = unknown_group(tokens, &body) {
        return error;
    }
    tokens.fill(&mut json, &body, tokens.now);
    let response = one(&json);
    if let Some(token) = tokens.find(id) {
        token.json = json;
    }
    response
}

pub(super) fn delete(tokens: &mut Tokens, call: &Call<'_>) -> MockResponse {
    let id = call.argument("token_id");
    let before = tokens.list.len();
    tokens.list.retain(|token| token.json["id"] != id);
    if tokens.list.len() < before { one(&json!({ "id": id })) } else { not_found() }
}

/// Replaces the secret, so that the old one is no longer accepted.
pub(super) fn roll(tokens: &mut Tokens, call: &Call<'_>) -> MockResponse {
    let secret = tokens.secret();
    let Some(token) = tokens.find(call.argument("token_id")) else {
        return not_found();
    };
    token.secret.clone_from(&secret);
    one(&secret.into())
}

/// Responds with the status of the token that the request was sent with.
pub(super) fn verify(tokens: &Tokens, secret: Option<&str>) -> MockResponse {
    let Some(token) = secret.and_then(|secret| tokens.by_secret(secret)) else {
        return unknown_token();
    };
    let names = ["id", "status", "not_before", "expires_on"].into_iter();
    let fields = names.filter_map(|name| Some((name.to_owned(), token.json.get(name)?.clone())));
    let messages = json!([{ "code": 10_000, "message": "The token works." }]);
    with_messages(&Value::Object(fields.collect()), &messages)
}

/// Responds to the verification of an unknown token; other operations have another code for it.
pub(super) fn unknown_token() -> MockResponse {
    failure(401, 1000, "The token is not known.")
}

pub(super) fn permission_groups(tokens: &Tokens, call: &Call<'_>) -> MockResponse {
    let (name, scope) = (call.parameter("name"), call.parameter("scope"));
    let mut groups = tokens.permission_groups.clone();
    groups.retain(|group| {
        let has =
            |scope: &String| group["scopes"].as_array().is_some_and(|all| all.iter().any(|s| s == scope));
        name.as_ref().is_none_or(|name| group["name"] == name.as_str()) && scope.as_ref().is_none_or(has)
    });
    page(call, &groups, 1000)
}

/// Returns the error for a policy with a permission group that does not exist.
fn unknown_group(tokens: &Tokens, body: &Value) -> Option<MockResponse> {
    let policies = body["policies"].as_array().into_iter().flatten().enumerate();
    for (policy_number, policy) in policies {
        let groups = policy["permission_groups"].as_array().into_iter().flatten().enumerate();
        for (number, group) in groups {
            if !tokens.permission_groups.iter().any(|known| known["id"] == group["id"]) {
                let error = json!({
                    "code": 1001,
                    "message": "There is no such permission group.",
                    "source": { "pointer": format!("/policies/{policy_number}/permission_groups/{number}/id") },
                });
                return Some(failure_with(400, &error));
            }
        }
    }
    None
}
