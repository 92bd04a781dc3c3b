//! A server without a description: it answers what it is told to.

use serde_json::json;

use crate::contract::Inspection;
use crate::script::MockResponse;
use crate::service::{Service, is_request_line};
use crate::wire::Request;

#[derive(Debug)]
pub(crate) struct Plain;

impl Service for Plain {
    fn inspect(&self, request: &Request) -> Inspection {
        Inspection { path: request.path().to_owned(), ..Inspection::default() }
    }

    fn usual(&self, _: &Request, _: &Inspection) -> MockResponse {
        MockResponse::json(
            404,
            &json!({ "error": { "type": "not-scripted", "message": "No answer was scripted." } }),
        )
    }

    fn documented(&self, _: &Inspection, status: u16) -> MockResponse {
        MockResponse::status(status)
    }

    fn example(&self, _: &Inspection, _: u16, _: &str) -> Option<MockResponse> {
        None
    }

    fn knows(&self, operation: &str) -> bool {
        is_request_line(operation)
    }
}
