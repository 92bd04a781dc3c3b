//! Whole bodies that are malformed. Such a request is not sent again, and an update has succeeded whatever
//! its response holds.

use api_simulator::MockResponse;
use apify_user::{ErrorKind, Sent};

use crate::{
    matrix::{Case, failed, once, run},
    support::{Operation, Outcome, bodies},
};

fn body(name: &str, bytes: impl Into<Vec<u8>>) -> Case {
    let bytes = bytes.into();
    let unreadable = once(failed(ErrorKind::Decode, 200, Sent::Yes));
    let response = move |_| MockResponse::text(200, "application/json", bytes.clone());
    Case::new(name, response, unreadable).update(once(Outcome::Value))
}

#[tokio::test(start_paused = true)]
async fn not_json() {
    let utf16: Vec<u8> = "{\"data\":{}}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut truncated = bodies::user().to_string();
    truncated.truncate(40);
    run(vec![
        body("empty", ""),
        body("blanks", " \r\n\t "),
        body("truncated", truncated),
        body("an HTML page", "<!doctype html><title>Sign in</title>"),
        body("trailing garbage", format!("{}x", bodies::user())),
        body("two documents", "{}{}"),
        body("a trailing comma", r#"{"data":{"username":"ada",}}"#),
        body("single quotes", "{'data':{}}"),
        body("a comment", r#"{/* none */"data":{"username":"ada"}}"#),
        body("NaN", r#"{"data":NaN}"#),
        body("NUL bytes", "\0\0\0\0"),
        body("a NUL byte behind", "{\"data\":{\"username\":\"ada\"}}\0"),
        body("a raw NUL in a string", "{\"data\":{\"username\":\"a\0a\"}}"),
        body("not UTF-8", &b"{\"data\":{\"username\":\"\xff\"}}"[..]),
        body("UTF-16", utf16),
        body("a lone surrogate", r#"{"data":{"username":"\ud800"}}"#),
        body("a number beyond all", r#"{"data":1e999}"#),
        body("deep lists", "[".repeat(60_000)),
        body("deep objects", r#"{"data":"#.repeat(8_000)),
        body("deep and closed", format!("{}{}", "[".repeat(30_000), "]".repeat(30_000))),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn json_of_another_form() {
    run(vec![
        body("null", "null"),
        body("a string", "\"data\""),
        body("a number", "7"),
        body("a list", "[]"),
        body("an empty object", "{}"),
        body("null for data", r#"{"data":null}"#),
        body("a list for data", r#"{"data":[]}"#),
        body("nothing in data", r#"{"data":{}}"#),
        body("an error with status 200", bodies::error("any").to_string()),
        body(
            "a number for the name and the figures",
            r#"{"data":{"username":7,"limits":7,"current":7,"monthlyServiceUsage":7}}"#,
        ),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn unusual_responses_that_are_read() {
    let borne = |name, headers: &'static [(&str, &str)], change: fn(String) -> String| {
        let response = move |operation: Operation| {
            let body = change(operation.body().to_string());
            vec![MockResponse::raw(200, headers.iter().copied(), body)]
        };
        Case::steps(name, response, once(Outcome::Value))
    };
    let json = &[("content-type", "application/json")];
    let same = |body| body;
    run(vec![
        borne("another content type", &[("content-type", "text/html")], same),
        borne("no content type", &[], same),
        borne("an empty content type", &[("content-type", "")], same),
        borne("a content type that is none", &[("content-type", ";;=")], same),
        borne("a byte order mark", json, |body| format!("\u{feff}{body}")),
        borne("blanks around", json, |body| format!("\r\n {body}\n\n")),
        borne("duplicate keys", json, |body| body.replacen('{', r#"{"data":7,"#, 1)),
        borne("an unknown field", json, |body| body.replacen('{', r#"{"new":{"a":[1]},"#, 1)),
        borne("an escaped NUL", json, |body| body.replace("Ada", r"A\u0000a")),
        borne("an unknown field, deep", json, |body| {
            let deep = format!("{{\"new\":{}{},", "[".repeat(30_000), "]".repeat(30_000));
            body.replacen('{', &deep, 1)
        }),
    ])
    .await;
}
