//! Calls to a vendor's simulator, each response checked against its OpenAPI document.
#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::{MockResponse, Simulator, Spec};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

/// A simulator, its OpenAPI document and a client.
pub struct Vendor {
    pub simulator: Simulator,
    pub spec: Spec,
    client: Client,
}

impl Vendor {
    pub fn new(simulator: Simulator, spec: Spec) -> Self {
        Self { simulator, spec, client: Client::new() }
    }

    pub fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.simulator.base_url()))
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.simulator.token())
    }

    /// Returns status and text of the response, which must be as documented.
    pub async fn text(&self, request: RequestBuilder) -> (u16, String) {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let content_type =
            response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        let text = response.text().await.unwrap();
        if let Some(id) = self.simulator.requests().last().unwrap().operation() {
            let operation = self.spec.operation(id).unwrap();
            let violations = operation.response_violations(status, content_type.as_deref(), text.as_bytes());
            assert_eq!(violations, Vec::<String>::new(), "{text}");
        }
        (status, text)
    }

    /// Returns status and JSON of the response, which must be as documented.
    pub async fn json(&self, request: RequestBuilder) -> (u16, Value) {
        let (status, text) = self.text(request).await;
        (status, serde_json::from_str(&text).unwrap())
    }

    /// Returns the JSON of a successful response.
    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.json(self.request(Method::GET, path)).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Requests each documented status of each operation; a range by its first status.
    pub async fn every_documented_status(&self, arguments: &[(&str, &str)]) {
        for operation in self.spec.operations() {
            for status in
                operation.statuses().map(|status| status.replace(['x', 'X'], "0").parse::<u16>().unwrap())
            {
                let path = arguments.iter().fold(operation.path().to_owned(), |path, (name, value)| {
                    path.replace(&format!("{{{name}}}"), value)
                });
                let mut request = self.request(operation.method().parse().unwrap(), &path);
                if let Some((_, example)) = operation.request_examples().first() {
                    request = request.json(example);
                }
                self.simulator.on(operation.id(), MockResponse::documented(status));
                assert_eq!(self.text(request).await.0, status, "{}", operation.id());
            }
        }
        self.simulator.assert_no_violations();
    }
}

/// Checks each example, and each value made from a schema, against its schema.
pub fn examples_and_instances_conform(spec: &Spec) {
    for operation in spec.operations() {
        for status in [200, 201, 204, 400, 401, 403, 404, 405, 413, 415, 429] {
            let examples = operation.response_examples(status).into_iter().map(|(_, value)| value.clone());
            let instances = operation.response_schema_pointer(status).map(|pointer| spec.instances(pointer));
            for value in examples.chain(instances.into_iter().flatten()) {
                let (content_type, body) = match value {
                    Value::String(text) => ("text/csv", text),
                    value => ("application/json", value.to_string()),
                };
                let violations = operation.response_violations(status, Some(content_type), body.as_bytes());
                assert_eq!(violations, Vec::<String>::new(), "{body}");
            }
        }
    }
}

/// Returns the `type` or code of the first error.
pub fn error(body: &Value) -> Value {
    if body["error"].is_null() { body["errors"][0]["code"].clone() } else { json!(body["error"]["type"]) }
}
