//! A vendor for tests, and calls as a generated client makes them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test binary uses a part, and a test says what it expects"
)]

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
    time::Duration,
};

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

pub const MAX_RESPONSE_SIZE: usize = 256 * 1024;

/// Settings with two retries, after one to two seconds and two to four more.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.retry.max_retries = 2;
    settings.retry.min_delay = Duration::from_secs(1);
    settings.max_response_size = MAX_RESPONSE_SIZE;
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

/// Sends `{"make":1}` to `/things` and reads a value.
pub async fn fetch_with(
    transport: &Transport,
    method: Method,
    options: CallOptions,
) -> Result<Response<Value>, Error<TestProblem>> {
    let request = request(method, "/things").json(&json!({ "make": 1 }));
    Ok(in_time(transport.call(options).execute(request)).await?)
}

pub async fn fetch(transport: &Transport, method: Method) -> Result<Response<Value>, Error<TestProblem>> {
    fetch_with(transport, method, CallOptions::default()).await
}

/// Options of a call that the caller permits or forbids to send twice.
pub fn idempotent(idempotent: bool) -> CallOptions {
    let mut options = CallOptions::default();
    options.idempotent = Some(idempotent);
    options
}

/// Starts a server that responds to each request with what the function returns: status, headers
/// (each ending in a line break) and body. Returns its base URL.
pub async fn serve(respond: impl FnMut() -> (u16, String, &'static str) + Send + 'static) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let respond = std::sync::Arc::new(std::sync::Mutex::new(respond));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let respond = respond.clone();
            tokio::spawn(serve_connection(stream, move || (respond.lock().unwrap())()));
        }
    });
    base_url
}

async fn serve_connection(
    mut stream: tokio::net::TcpStream,
    mut respond: impl FnMut() -> (u16, String, &'static str),
) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut received = Vec::new();
    loop {
        // All requests have the same body, or none.
        while !received.ends_with(b"\r\n\r\n") && !received.ends_with(br#"{"make":1}"#) {
            if stream.read_buf(&mut received).await.unwrap_or(0) == 0 {
                return;
            }
        }
        received.clear();
        let (status, headers, body) = respond();
        let head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
        if stream.write_all((head + body).as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Lines of a log.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Collects the log of this thread from a level on, until the guard is dropped.
pub fn log(level: tracing::Level) -> (Lines, tracing::subscriber::DefaultGuard) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(lines.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    (lines, tracing::subscriber::set_default(subscriber))
}

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl tracing_subscriber::fmt::MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
