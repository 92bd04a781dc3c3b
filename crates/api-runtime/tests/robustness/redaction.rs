//! Secrets that a server echoes with escapes of any kind.

use api_runtime::{CallOptions, Error, RequestBuilder, http::Method};
use api_simulator::{MockResponse, Simulator};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::Value;

use crate::{
    config,
    support::{self, KEY, TOKEN, TestProblem},
};

/// Writes each character of a secret in one of the ways that JSON has for it.
fn in_json(secret: &str, ways: &[u8]) -> String {
    let ways = ways.iter().cycle();
    secret
        .chars()
        .zip(ways)
        .map(|(c, way)| match (way % 3, c) {
            (0, _) => format!("\\u{:04x}", u32::from(c)),
            (1, '/') | (_, '"' | '\\') => format!("\\{c}"),
            _ => c.to_string(),
        })
        .collect()
}

/// Writes some characters of a secret as URLs do.
fn in_url(secret: &str, ways: &[u8]) -> String {
    let ways = ways.iter().cycle();
    secret
        .bytes()
        .zip(ways)
        .map(|(byte, way)| match way % 3 {
            0 => format!("%{byte:02x}"),
            1 => format!("%{byte:02X}"),
            _ if byte == b'%' => "%25".to_owned(),
            _ => char::from(byte).to_string(),
        })
        .collect()
}

#[test]
fn are_found_with_any_of_their_characters_escaped() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let simulator: Simulator = runtime.block_on(support::plain());
    let mut settings = support::settings();
    settings.retry.max_retries = 0;
    let transport = support::transport_with(simulator.base_url(), settings);
    let get = |body: String| -> Error<TestProblem> {
        simulator.next(MockResponse::text(400, "application/json", body));
        let request = RequestBuilder::new("things_get", Method::GET, "/things");
        let call = transport.call(CallOptions::default());
        runtime.block_on(call.execute::<Value>(request)).unwrap_err().into()
    };
    let secret = prop::sample::select(vec![TOKEN, KEY]);
    let ways = prop::collection::vec(any::<u8>(), 1..20);
    let around = "[ -!#-~é]{0,12}".prop_map(|text| text.replace(['\\', '%', '&'], ""));
    TestRunner::new(config(200))
        .run(&(secret, ways, around.clone(), around), |(secret, ways, before, after)| {
            let message = format!("{before}({}){after}", in_json(secret, &ways));
            let error = get(format!("{{\"message\":\"{message}\"}}"));
            let shown = error.problem().and_then(|problem| problem.message.as_deref());
            let expected = format!("{before}([redacted]){after}");
            prop_assert_eq!(shown, Some(expected.as_str()));
            let error = get(format!("x{before}({}){after}", in_url(secret, &ways)));
            prop_assert!(error.to_string().contains("([redacted])"), "{}", error);
            prop_assert!(!error.to_string().contains("sentinel"), "{}", error);
            Ok(())
        })
        .unwrap();
}
