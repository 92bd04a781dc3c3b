//! Apify's error bodies.

use serde_json::json;

use crate::contract::Refusal;
use crate::script::MockResponse;

fn error(status: u16, kind: &str, message: &str) -> MockResponse {
    MockResponse::json(status, &json!({ "error": { "type": kind, "message": message } }))
}

pub(super) fn unknown_user() -> MockResponse {
    error(404, "record-not-found", "There is no user of this id or name.")
}

pub(super) fn unknown_user_or_token() -> MockResponse {
    error(404, "record-or-token-not-found", "There is no such user, or the token does not belong to one.")
}

pub(super) fn unknown_token() -> MockResponse {
    error(401, "user-or-token-not-found", "No account has this API token.")
}

pub(super) fn not_yours() -> MockResponse {
    error(403, "insufficient-permissions", "Only an account's own token reads its usage and limits.")
}

/// The answer to a request that departs from the description.
pub(super) fn refusal(refusal: Refusal, why: &str) -> MockResponse {
    match refusal {
        Refusal::UnknownPath => error(404, "page-not-found", why),
        Refusal::WrongMethod => error(405, "method-not-allowed", why),
        Refusal::NoCredential => error(401, "token-not-provided", "This operation needs an API token."),
        Refusal::WrongContentType => error(415, "invalid-content-type-header", why),
        Refusal::Malformed => error(400, "invalid-parameter", why),
    }
}
