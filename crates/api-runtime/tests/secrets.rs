//! The client's own secrets, echoed by a server in any notation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{CallOptions, Error, RequestBuilder, http::Method};
use api_simulator::MockResponse;
use serde_json::{Value, json};
use support::{KEY, TOKEN, TestProblem, plain, send, transport};

/// Returns the token in each notation that JSON allows.
fn notations() -> [String; 3] {
    let usual = Value::from(TOKEN).to_string();
    let slashes = usual.replace('/', r"\/").replace('<', r"\u003c").replace('&', r"\u0026");
    let all = TOKEN.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<String>();
    [usual, slashes, format!("\"{all}\"")]
}

#[tokio::test]
async fn are_redacted_in_error_bodies() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for text in notations() {
        for body in [
            format!(r#"{{"code":{text},"message":"no"}}"#),
            format!(r#"{{"code":"bad","message":{text}}}"#),
            format!(r#"{{"error":{{"message":{text}}}}}"#),
            format!("\u{feff}{{\"message\":{text}}}"),
        ] {
            simulator.next(MockResponse::text(400, "application/json", body.clone()));
            let error = send(&transport, Method::GET).await.unwrap_err();
            let printed = format!("{error} {error:?} {error:#?} {:?}", error.problem());
            assert!(printed.contains("[redacted]"), "{body}: {printed}");
            assert!(!printed.contains("sentinel"), "{body}: {printed}");
            assert!(!printed.contains("ken"), "{body}: {printed}");
        }
    }
}

#[tokio::test]
async fn are_redacted_in_text_pages_and_request_ids() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for body in [
        format!("no such key: {KEY}"),
        format!("<title>Bad key {KEY}</title>"),
        format!("{{\"message\":\"{KEY}\"}} trailing"),
    ] {
        let response = MockResponse::text(403, "text/plain", body).header("x-request-id", KEY);
        simulator.next(response);
        let error = send(&transport, Method::GET).await.unwrap_err();
        let printed = format!("{error} {error:?} {error:#?} {:?}", error.request_id());
        assert!(!printed.contains(KEY), "{printed}");
    }
}

#[tokio::test]
async fn are_redacted_in_the_path() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    let request = RequestBuilder::new("things_get", Method::GET, format!("/things/{KEY}"));
    let error: Error<TestProblem> =
        transport.call(CallOptions::default()).execute_empty(request).await.unwrap_err().into();
    assert_eq!(error.path(), Some("/things/[redacted]"));
}

#[tokio::test]
async fn are_redacted_in_json_paths() {
    #[derive(Debug, serde::Deserialize)]
    struct Bills {
        #[allow(dead_code, reason = "read by Debug")]
        bills: std::collections::BTreeMap<String, Bill>,
    }
    #[derive(Debug, serde::Deserialize)]
    struct Bill {
        #[allow(dead_code, reason = "read by Debug")]
        usd: f64,
    }
    let simulator = plain().await;
    let transport = transport(&simulator);
    simulator.next(MockResponse::json(200, &json!({ "bills": { KEY: { "usd": "none" } } })));
    let request = RequestBuilder::new("bills_get", Method::GET, "/bills");
    let call_error = transport.call(CallOptions::default()).execute::<Bills>(request).await.unwrap_err();
    let own = format!("{call_error} {call_error:?}");
    assert!(own.contains("bills.") && !own.contains(KEY), "{own}");
    let error: Error<TestProblem> = call_error.into();
    let source = std::error::Error::source(&error).unwrap();
    let printed = format!("{error} {error:?} {error:#?} {source} {source:?}");
    assert!(printed.contains("bills.") && !printed.contains(KEY), "{printed}");
}
