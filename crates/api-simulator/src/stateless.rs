//! Any API at all: every answer is the documented example.

use serde_json::json;

use crate::contract::{Refusal, Spec};
use crate::described::{Call, Vendor, documented};
use crate::script::MockResponse;

pub(crate) struct Stateless(pub(crate) Spec);

impl Vendor for Stateless {
    fn answer(&self, call: &Call<'_>) -> MockResponse {
        documented(&self.0, call.operation, call.operation.success())
    }

    fn refuse(&self, refusal: Refusal, why: &str) -> MockResponse {
        let status = match refusal {
            Refusal::Malformed => 400,
            Refusal::NoCredential => 401,
            Refusal::UnknownPath => 404,
            Refusal::WrongMethod => 405,
            Refusal::WrongContentType => 415,
        };
        MockResponse::json(status, &json!({ "error": why }))
    }
}
