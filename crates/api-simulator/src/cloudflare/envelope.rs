//! The envelope around every answer.

use serde_json::{Value, json};

use crate::described::Call;
use crate::script::MockResponse;

/// An answer with one result.
pub(super) fn one(result: &Value) -> MockResponse {
    with_messages(result, &json!([]))
}

/// An answer with one result and remarks on it.
pub(super) fn with_messages(result: &Value, messages: &Value) -> MockResponse {
    MockResponse::json(200, &json!({ "success": true, "errors": [], "messages": messages, "result": result }))
}

/// The page of `items` that the query asks for.
pub(super) fn page(call: &Call<'_>, items: &[Value], default_per_page: usize) -> MockResponse {
    let number = |name: &str| call.parameter(name).and_then(|text| text.parse::<usize>().ok());
    let page = number("page").unwrap_or(1).max(1);
    let per_page = number("per_page").unwrap_or(default_per_page).max(1);
    let skipped = (page - 1).saturating_mul(per_page);
    let shown: Vec<&Value> = items.iter().skip(skipped).take(per_page).collect();
    let info = json!({
        "page": page,
        "per_page": per_page,
        "count": shown.len(),
        "total_count": items.len(),
        "total_pages": items.len().div_ceil(per_page),
    });
    MockResponse::json(
        200,
        &json!({ "success": true, "errors": [], "messages": [], "result": shown, "result_info": info }),
    )
}

pub(super) fn failure(status: u16, code: u32, message: &str) -> MockResponse {
    let error = json!({ "code": code, "message": message });
    MockResponse::json(
        status,
        &json!({ "success": false, "errors": [error], "messages": [], "result": null }),
    )
}

pub(super) fn not_found() -> MockResponse {
    failure(404, 7003, "The path names no object of this user.")
}
