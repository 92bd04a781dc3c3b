//! A vendor for tests, and calls as a generated client makes them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test binary uses a part, and a test says what it expects"
)]

use std::{borrow::Cow, time::Duration};

use api_runtime::{
    BaseUrl, CallError, CallOptions, Credential, Error, Problem, Product, RequestBuilder, Response, Secret,
    Settings, Transport,
    http::{HeaderName, Method},
};
use api_simulator::Simulator;
use serde_json::{Value, json};

/// Error bodies such as `{"code": "busy", "message": "Later.", "processed": false}`.
#[derive(Debug)]
pub struct TestProblem {
    pub code: Option<String>,
    pub message: Option<String>,
    pub processed: Option<bool>,
}

impl Problem for TestProblem {
    fn parse(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
        let processed = body.get("processed").and_then(Value::as_bool);
        let problem = Self { code: text("code"), message: text("message"), processed };
        (problem.code.is_some() || problem.message.is_some()).then_some(problem)
    }

    fn code(&self) -> Option<String> {
        self.code.clone()
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        self.message.as_deref().map(Cow::Borrowed)
    }

    fn not_processed(&self) -> bool {
        self.processed == Some(false)
    }
}

/// Token with characters that JSON and HTML escape. Tests search for it in what is printed.
pub const TOKEN: &str = r#"sentinel"to/ken\<&>"#;
pub const KEY: &str = "sentinel-key";

/// Settings with two retries, after one to two seconds and two to four more.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.retry.max_retries = 2;
    settings.retry.min_delay = Duration::from_secs(1);
    settings.jitter_seed = Some(7);
    settings
}

pub fn transport_with(base_url: &str, settings: Settings) -> Transport {
    let key = HeaderName::from_static("x-key");
    let credentials =
        vec![Credential::bearer(Secret::from(TOKEN)), Credential::header(key, Secret::from(KEY))];
    let product = Product::new("test", "1.0.0");
    let base_url = BaseUrl::parse(base_url, "").unwrap();
    Transport::new::<TestProblem>(base_url, credentials, product, settings).unwrap()
}

pub fn transport(simulator: &Simulator) -> Transport {
    transport_with(simulator.base_url(), settings())
}

pub async fn plain() -> Simulator {
    Simulator::plain().start().await.unwrap()
}

pub fn request(method: Method, path: &str) -> RequestBuilder {
    RequestBuilder::new("things_make", method, path)
}

/// Fails the test if the call hangs.
pub async fn in_time<T>(
    call: impl Future<Output = Result<Response<T>, CallError>>,
) -> Result<Response<T>, CallError> {
    tokio::time::timeout(Duration::from_secs(3600), call).await.expect("the call hangs")
}

/// Sends `{"make":1}` to `/things`.
pub async fn send_with(
    transport: &Transport,
    method: Method,
    options: CallOptions,
) -> Result<Response<()>, Error<TestProblem>> {
    let request = request(method, "/things").json(&json!({ "make": 1 }));
    Ok(in_time(transport.call(options).execute_empty(request)).await?)
}

pub async fn send(transport: &Transport, method: Method) -> Result<Response<()>, Error<TestProblem>> {
    send_with(transport, method, CallOptions::default()).await
}
