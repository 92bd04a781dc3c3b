//! Any API at all: every answer is the documented example.

use serde_json::json;

use crate::contract::{Description, Refusal};
use crate::described::{Call, Vendor, documented};
use crate::script::Answer;

pub(crate) struct Stateless(pub(crate) Description);

impl Vendor for Stateless {
    fn answer(&self, call: &Call<'_>) -> Answer {
        documented(&self.0, call.operation, call.operation.success())
    }

    fn refuse(&self, refusal: Refusal, why: &str) -> Answer {
        let status = match refusal {
            Refusal::Malformed => 400,
            Refusal::NoCredential => 401,
            Refusal::UnknownPath => 404,
            Refusal::WrongMethod => 405,
            Refusal::WrongContentType => 415,
        };
        Answer::json(status, &json!({ "error": why }))
    }
}
