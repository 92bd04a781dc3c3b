//! A server that obeys a description; what it answers is a vendor's business.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::contract::{DocumentedBody, Inspection, Operation, Refusal, Spec};
use crate::script::MockResponse;
use crate::service::{Service, is_request_line};
use crate::wire::Request;

/// An API's behaviour behind its description.
pub(crate) trait Vendor: Send + Sync + 'static {
    /// The answer to a request that conforms to the description.
    fn answer(&self, call: &Call<'_>) -> MockResponse;

    /// The answer to one that does not; `why` is a sentence.
    fn refuse(&self, refusal: Refusal, why: &str) -> MockResponse;
}

/// A request that conforms to the description.
#[cfg_attr(
    not(any(feature = "apify", feature = "cloudflare")),
    expect(dead_code, reason = "only a vendor with state looks into a request")
)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) request: &'a Request,
    /// The decoded arguments of the path's template.
    pub(crate) arguments: &'a BTreeMap<String, String>,
}

impl Call<'_> {
    /// An argument of the path.
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub(crate) fn argument(&self, name: &str) -> &str {
        self.arguments.get(name).map_or("", String::as_str)
    }

    /// A parameter of the query.
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        self.request.query().into_iter().find(|(sent, _)| sent == name).map(|(_, value)| value)
    }

    /// The body; null if there is none.
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(&self.request.body).unwrap_or_default()
    }
}

pub(crate) struct Described<V> {
    description: Spec,
    vendor: V,
}

impl<V: Vendor> Described<V> {
    pub(crate) fn new(description: Spec, vendor: V) -> Self {
        Self { description, vendor }
    }

    fn operation(&self, inspection: &Inspection) -> Option<&Operation> {
        inspection.operation.as_ref().and_then(|id| self.description.operation(id))
    }
}

impl<V: Vendor> Service for Described<V> {
    fn inspect(&self, request: &Request) -> Inspection {
        self.description.inspect(request)
    }

    fn usual(&self, request: &Request, inspection: &Inspection) -> MockResponse {
        if let Some(refusal) = inspection.refusal {
            return self.vendor.refuse(refusal, &inspection.violations.join("; "));
        }
        match self.operation(inspection) {
            Some(operation) => {
                self.vendor.answer(&Call { operation, request, arguments: &inspection.arguments })
            }
            None => self.vendor.refuse(Refusal::UnknownPath, "no operation fits"),
        }
    }

    fn documented(&self, inspection: &Inspection, status: u16) -> MockResponse {
        let operation = self.operation(inspection);
        operation.map_or_else(
            || MockResponse::status(status),
            |operation| documented(&self.description, operation, status),
        )
    }

    fn example(&self, inspection: &Inspection, status: u16, name: &str) -> Option<MockResponse> {
        self.operation(inspection)?.example(status, name).map(|body| with_body(status, body))
    }

    fn knows(&self, operation: &str) -> bool {
        is_request_line(operation) || self.description.operation(operation).is_some()
    }
}

/// The example of an operation's answer, or one made from its schema.
pub(crate) fn documented(description: &Spec, operation: &Operation, status: u16) -> MockResponse {
    let body = operation.documented_body(description.document(), status);
    body.map_or_else(|| MockResponse::status(status), |body| with_body(status, body))
}

fn with_body(status: u16, body: DocumentedBody) -> MockResponse {
    let text = match body.value {
        Value::String(text) if !body.content_type.contains("json") => text,
        value => value.to_string(),
    };
    MockResponse::text(status, &body.content_type, text)
}
