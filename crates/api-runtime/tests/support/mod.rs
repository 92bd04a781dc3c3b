//! A vendor for tests, and calls that no generated client stands behind.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test binary uses a part, and a test says what it expects"
)]

use std::time::Duration;

use api_runtime::{
    BaseUrl, CallOptions, Credential, Error, Problem, Product, Response, Secret, Settings, Transport,
    http::{HeaderName, Method},
};
use api_simulator::Simulator;
use serde_json::Value;

/// Error bodies such as `{"code": "busy", "message": "Later.", "processed": false}`.
#[derive(Debug)]
pub struct Words {
    pub code: Option<String>,
    pub message: Option<String>,
    pub processed: Option<bool>,
}

impl Problem for Words {
    fn parse(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
        let processed = body.get("processed").and_then(Value::as_bool);
        let words = Self { code: text("code"), message: text("message"), processed };
        (words.code.is_some() || words.message.is_some()).then_some(words)
    }

    fn code(&self) -> Option<String> {
        self.code.clone()
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    fn not_processed(&self) -> bool {
        self.processed == Some(false)
    }
}

/// Looked for in everything that is printed; it has characters that JSON and HTML escape.
pub const TOKEN: &str = r#"sentinel"to/ken\<&>"#;
pub const KEY: &str = "sentinel-key";

/// Two retries, after one to two seconds and two to four more.
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
    Transport::new::<Words>(base_url, credentials, product, settings).unwrap()
}

pub fn transport(simulator: &Simulator) -> Transport {
    transport_with(simulator.base_url(), settings())
}

pub async fn plain() -> Simulator {
    Simulator::plain().start().await.unwrap()
}

/// Sends `{"make":1}` to `/things` and reads nothing of the answer.
pub async fn send_with(
    transport: &Transport,
    method: Method,
    options: CallOptions,
) -> Result<Response<()>, Error<Words>> {
    let call = transport.begin(options);
    let url = format!("{}/things", call.base_url());
    let request = call.http_client().request(method, url).body(r#"{"make":1}"#).build().unwrap();
    let guard = Duration::from_secs(3600);
    let sent = call.ignore(request, "things_make");
    Ok(tokio::time::timeout(guard, sent).await.expect("the call hangs")?)
}

pub async fn send(transport: &Transport, method: Method) -> Result<Response<()>, Error<Words>> {
    send_with(transport, method, CallOptions::default()).await
}
