//! A server that says the client's own secrets back, in whatever notation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{CallOptions, Error, http::Method};
use api_simulator::Answer;
use serde_json::{Value, json};
use support::{KEY, TOKEN, plain, send, transport};

/// The token as JSON writes it, in each way that JSON allows.
fn notations() -> [String; 3] {
    let usual = Value::from(TOKEN).to_string();
    let slashes = usual.replace('/', r"\/").replace('<', r"\u003c").replace('&', r"\u0026");
    let all = TOKEN.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<String>();
    [usual, slashes, format!("\"{all}\"")]
}

#[tokio::test]
async fn are_struck_out_of_error_bodies() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for text in notations() {
        for body in [
            format!(r#"{{"code":{text},"message":"no"}}"#),
            format!(r#"{{"code":"bad","message":{text}}}"#),
            format!(r#"{{"error":{{"message":{text}}}}}"#),
            format!("\u{feff}{{\"message\":{text}}}"),
        ] {
            simulator.next(Answer::text(400, "application/json", body.clone()));
            let error = send(&transport, Method::GET).await.unwrap_err();
            let printed = format!("{error} {error:?} {error:#?} {:?}", error.problem());
            assert!(printed.contains("[redacted]"), "{body}: {printed}");
            assert!(!printed.contains("sentinel"), "{body}: {printed}");
            assert!(!printed.contains("ken"), "{body}: {printed}");
        }
    }
}

#[tokio::test]
async fn are_struck_out_of_text_pages_and_request_ids() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for body in [
        format!("no such key: {KEY}"),
        format!("<title>Bad key {KEY}</title>"),
        format!("{{\"message\":\"{KEY}\"}} trailing"),
    ] {
        let answer = Answer::text(403, "text/plain", body).header("x-request-id", KEY);
        simulator.next(answer);
        let error = send(&transport, Method::GET).await.unwrap_err();
        let printed = format!("{error} {error:?} {error:#?} {:?}", error.request_id());
        assert!(!printed.contains(KEY), "{printed}");
    }
}

#[tokio::test]
async fn are_struck_out_of_the_path() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    let call = transport.begin(CallOptions::default());
    let url = format!("{}/things/{KEY}", call.base_url());
    let request = call.http_client().get(url).build().unwrap();
    let error: Error<support::Words> = call.ignore(request, "things_get").await.unwrap_err().into();
    assert_eq!(error.path(), Some("/things/[redacted]"));
}

#[tokio::test]
async fn are_struck_out_of_the_names_of_fields() {
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
    simulator.next(Answer::json(200, &json!({ "bills": { KEY: { "usd": "none" } } })));
    let call = transport.begin(CallOptions::default());
    let request = call.http_client().get(call.base_url()).build().unwrap();
    let failed = call.read::<Bills>(request, "bills_get").await.unwrap_err();
    let own = format!("{failed} {failed:?}");
    assert!(own.contains("bills.") && !own.contains(KEY), "{own}");
    let error: Error<support::Words> = failed.into();
    let source = std::error::Error::source(&error).unwrap();
    let printed = format!("{error} {error:?} {error:#?} {source} {source:?}");
    assert!(printed.contains("bills.") && !printed.contains(KEY), "{printed}");
}
