//! The simulated API: its OpenAPI document, if there is one, and its behaviour.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::script::MockResponse;
use crate::spec::{Inspection, Operation, Rejection, Spec};
use crate::wire::Request;

/// Settings of a simulated API.
pub(crate) struct Config {
    pub(crate) token: String,
    pub(crate) seed: u64,
    pub(crate) today: NaiveDate,
}

/// The behaviour of an API.
pub(crate) trait Vendor: Send + Sync + 'static {
    /// Returns the response to a request that conforms to the document; `None` where the API has no
    /// state, for the documented example.
    fn respond(&self, call: &Call<'_>) -> Option<MockResponse>;

    /// Returns the response to a request that does not conform; `reason` is a sentence.
    fn reject(&self, rejection: Rejection, reason: &str) -> MockResponse;

    /// Returns the keys of JSON objects whose values are secret in this API.
    fn secret_keys(&self) -> &'static [&'static str] {
        &[]
    }
}

/// A request that conforms to the document.
#[allow(dead_code, reason = "only a vendor with state looks into a request, and each is a feature")]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) request: &'a Request,
    /// Decoded arguments of the path.
    arguments: &'a BTreeMap<String, String>,
}

#[allow(dead_code, reason = "only a vendor with state looks into a request, and each is a feature")]
impl Call<'_> {
    /// Returns an argument of the path.
    pub(crate) fn argument(&self, name: &str) -> &str {
        self.arguments.get(name).map_or("", String::as_str)
    }

    /// Returns a parameter of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        self.request.query().into_iter().find(|(sent, _)| sent == name).map(|(_, value)| value)
    }

    /// Returns `true` if a parameter of the query has this value.
    pub(crate) fn parameter_is(&self, name: &str, value: &str) -> bool {
        self.parameter(name).as_deref() == Some(value)
    }

    /// Returns the body; null if there is none.
    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(&self.request.body).unwrap_or_default()
    }
}

/// A simulated API.
pub(crate) struct Service {
    spec: Option<Spec>,
    vendor: Box<dyn Vendor>,
}

impl Service {
    pub(crate) fn new(spec: Spec, vendor: impl Vendor) -> Self {
        Self { spec: Some(spec), vendor: Box::new(vendor) }
    }

    /// Creates a service without a document.
    pub(crate) fn plain() -> Self {
        Self { spec: None, vendor: Box::new(Plain) }
    }

    /// Creates a service without state.
    pub(crate) fn stateless(spec: Spec) -> Self {
        Self::new(spec, Stateless)
    }

    /// Returns the path below which the API is served.
    pub(crate) fn base_path(&self) -> &str {
        self.spec.as_ref().map_or("", Spec::base_path)
    }

    /// Returns the keys of JSON objects whose values are secret in this API.
    pub(crate) fn secret_keys(&self) -> &'static [&'static str] {
        self.vendor.secret_keys()
    }

    /// Returns `true` if a script may name this operation.
    pub(crate) fn has_operation(&self, name: &str) -> bool {
        let is_request_line = name.split_once(' ').is_some_and(|(_, path)| path.starts_with('/'));
        is_request_line || self.spec.as_ref().is_some_and(|spec| spec.operation(name).is_some())
    }

    /// Finds the operation that a request is for, and its violations.
    pub(crate) fn inspect(&self, request: &Request) -> Inspection {
        match &self.spec {
            Some(spec) => spec.inspect(request),
            None => Inspection { path: request.path().to_owned(), ..Inspection::default() },
        }
    }

    /// Returns the response to a request for which none is scripted.
    pub(crate) fn simulated(&self, request: &Request, inspection: &Inspection) -> MockResponse {
        if let Some(rejection) = inspection.rejection {
            return self.vendor.reject(rejection, &inspection.violations.join("; "));
        }
        let Some(operation) = self.operation(inspection) else {
            return self.vendor.reject(Rejection::UnknownPath, "there is no such operation");
        };
        let call = Call { operation, request, arguments: &inspection.arguments };
        let response = self.vendor.respond(&call);
        response.unwrap_or_else(|| self.documented(inspection, operation.success()))
    }

    /// Returns the documented response of this status.
    pub(crate) fn documented(&self, inspection: &Inspection, status: u16) -> MockResponse {
        let response = self.operation(inspection).and_then(|operation| operation.documented(status));
        response.unwrap_or_else(|| MockResponse::status(status))
    }

    /// Returns the documented example of this status and name.
    pub(crate) fn example(&self, inspection: &Inspection, status: u16, name: &str) -> MockResponse {
        let response = self.operation(inspection).and_then(|operation| operation.example(status, name));
        response.unwrap_or_else(|| {
            MockResponse::text(501, "text/plain", format!("there is no example {name:?} here"))
        })
    }

    fn operation(&self, inspection: &Inspection) -> Option<&Operation> {
        self.spec.as_ref()?.operation(inspection.operation.as_deref()?)
    }
}

/// An API without a document, which responds as it is scripted and with 404 otherwise.
struct Plain;

impl Vendor for Plain {
    fn respond(&self, _: &Call<'_>) -> Option<MockResponse> {
        None
    }

    fn reject(&self, _: Rejection, _: &str) -> MockResponse {
        let error = json!({ "type": "not-scripted", "message": "No response was scripted." });
        MockResponse::json(404, &json!({ "error": error }))
    }
}

/// An API without state, which responds with documented examples.
struct Stateless;

impl Vendor for Stateless {
    fn respond(&self, _: &Call<'_>) -> Option<MockResponse> {
        None
    }

    fn reject(&self, rejection: Rejection, reason: &str) -> MockResponse {
        let status = match rejection {
            Rejection::Malformed => 400,
            Rejection::NoCredential => 401,
            Rejection::UnknownPath => 404,
            Rejection::WrongMethod => 405,
            Rejection::WrongContentType => 415,
        };
        MockResponse::json(status, &json!({ "error": reason }))
    }
}
