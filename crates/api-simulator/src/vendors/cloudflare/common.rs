//! Envelopes and values that all operations have in common.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::script::MockResponse;
use crate::service::Call;

/// E-mail address of the user.
pub(super) const API_EMAIL: &str = "ines.maravall@example.com";

/// Responds with one result.
pub(super) fn one(result: &Value) -> MockResponse {
    with_messages(result, &json!([]))
}

/// Responds with one result and messages about it.
pub(super) fn with_messages(result: &Value, messages: &Value) -> MockResponse {
    let body = json!({ "success": true, "errors": [], "messages": messages, "result": result });
    MockResponse::json(200, &body)
}

/// Responds with the page of `items` that the query asks for.
pub(super) fn page(call: &Call<'_>, items: &[Value], default_per_page: usize) -> MockResponse {
    let number = |name: &str| call.parameter(name).and_then(|text| text.parse::<usize>().ok());
    let page = number("page").unwrap_or(1).max(1);
    let per_page = number("per_page").unwrap_or(default_per_page).max(1);
    let skipped = (page - 1).saturating_mul(per_page);
    let result: Vec<&Value> = items.iter().skip(skipped).take(per_page).collect();
    let info = json!({
        "page": page,
        "per_page": per_page,
        "count": result.len(),
        "total_count": items.len(),
        "total_pages": items.len().div_ceil(per_page),
    });
    let body =
        json!({ "success": true, "errors": [], "messages": [], "result": result, "result_info": info });
    MockResponse::json(200, &body)
}

/// Responds with an error.
pub(super) fn failure(status: u16, code: u32, message: &str) -> MockResponse {
    failure_with(status, &json!({ "code": code, "message": message }))
}

/// Responds with an error that has more than code and message.
pub(super) fn failure_with(status: u16, error: &Value) -> MockResponse {
    let body = json!({ "success": false, "errors": [error], "messages": [], "result": null });
    MockResponse::json(status, &body)
}

pub(super) fn not_found() -> MockResponse {
    failure(404, 7003, "The path names no object of this user.")
}

/// Returns the item with this id.
pub(super) fn find<'a>(items: &'a mut [Value], id: &str) -> Option<&'a mut Value> {
    items.iter_mut().find(|item| item["id"] == id)
}

/// Removes the item with this id; returns `false` if there is none.
pub(super) fn remove(items: &mut Vec<Value>, id: &str) -> bool {
    let before = items.len();
    items.retain(|item| item["id"] != id);
    items.len() < before
}

/// Writes a time as the API does.
pub(super) fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns thirty-two hexadecimal digits.
pub(super) fn random_id(random: &mut fastrand::Rng) -> String {
    format!("{:032x}", random.u128(..))
}
