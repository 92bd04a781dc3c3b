//! The client's own secrets, echoed by a server in any notation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{
    BaseUrl, CallOptions, Credential, Error, ErrorKind, Product, RequestBuilder, Secret, Transport,
    http::{HeaderName, Method},
};
use api_simulator::{Encoding, Fault, MockResponse, Point};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
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

/// Secrets of the client, as other programs write them into messages.
fn encoded_forms() -> Vec<(&'static str, String)> {
    let percent = |text: &str, is_kept: fn(u8) -> bool| -> String {
        text.bytes()
            .map(|b| if is_kept(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    let base64 = |text: &[u8]| STANDARD.encode(text);
    let html = TOKEN.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    vec![
        ("percent-encoded", percent(TOKEN, |b| b.is_ascii_alphanumeric())),
        ("percent-encoded in lower case", percent(TOKEN, |b| b.is_ascii_alphanumeric()).to_lowercase()),
        ("percent-encoded whole", percent(TOKEN, |_| false)),
        (
            "percent-encoded within JSON",
            percent(TOKEN, |b| b != b'"').replace('\\', r"\\").replace('/', r"\/"),
        ),
        ("HTML", html.clone()),
        (
            "HTML with numbers",
            html.replace("&quot;", "&#34;").replace("&lt;", "&#x3c;").replace("&gt;", "&#X3E;"),
        ),
        ("JSON", Value::from(TOKEN).to_string()),
        ("JSON within JSON", Value::from(Value::from(TOKEN).to_string()).to_string()),
        ("Base64", base64(TOKEN.as_bytes())),
        ("Base64 of `Basic`", base64(format!("user:{TOKEN}").as_bytes())),
        ("Base64 at another offset", base64(format!("u:{TOKEN}:x").as_bytes())),
        ("Base64 for URLs", URL_SAFE.encode(format!("user1:{TOKEN}"))),
        ("its beginning", TOKEN[..8].to_owned()),
        ("all but its end", TOKEN[..TOKEN.len() - 4].to_owned()),
        ("its end", TOKEN[TOKEN.len() - 8..].to_owned()),
        ("all but its beginning", TOKEN[3..].to_owned()),
        ("masked in the middle", format!("{}…{}", &TOKEN[..9], &TOKEN[10..])),
        ("twice", format!("{TOKEN}{TOKEN}")),
    ]
}

#[tokio::test]
async fn are_redacted_in_every_encoding_and_in_part() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    // What remains of a form may be four characters: less than anyone can use.
    let parts = |form: &str| -> Vec<String> {
        let form: Vec<char> = form.chars().collect();
        form.windows(5).map(|part| part.iter().collect()).collect()
    };
    for (name, form) in encoded_forms() {
        for body in [format!("Invalid key: ({form})"), format!("<title>Invalid key: ({form})</title>")] {
            simulator.next(
                MockResponse::text(403, "text/plain", body)
                    .header("x-request-id", form.escape_default().to_string()),
            );
            let error = send(&transport, Method::GET).await.unwrap_err();
            let printed = format!("{error} {error:?} {error:#?}");
            assert!(printed.contains("Invalid key: ("), "{name}: {printed}");
            assert!(printed.contains("[redacted]"), "{name}: {printed}");
            // Of Base64, what precedes the token is the name of the user.
            let of_token = if name.starts_with("Base64") { &form[8..] } else { &form };
            for part in parts(of_token) {
                assert!(!printed.contains(&part), "{name}: {part} of {form} in {printed}");
            }
        }
    }
}

#[tokio::test]
async fn leave_valid_json_when_they_are_redacted() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for (name, form) in encoded_forms() {
        let body =
            json!({ "code": "bad", "message": format!("before {form} after \\ \" \u{e9}") }).to_string();
        simulator.next(MockResponse::text(400, "application/json", body.clone()));
        let error = send(&transport, Method::GET).await.unwrap_err();
        let problem = error.problem().unwrap_or_else(|| panic!("{name}: {body}"));
        let message = problem.message.as_deref().unwrap();
        assert!(
            message.starts_with("before ") && message.ends_with(" after \\ \" \u{e9}"),
            "{name}: {message}"
        );
        assert!(message.contains("[redacted]") && !message.contains("sentinel"), "{name}: {message}");
    }
}

#[tokio::test]
async fn are_not_mistaken_for_what_resembles_them() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for text in ["sentine", "senti nel", "%73entine", "a&b %zz \\u00", "nel-key", "100%"] {
        simulator.next(MockResponse::text(403, "text/plain", text));
        let error = send(&transport, Method::GET).await.unwrap_err();
        assert!(error.to_string().contains(&format!("({text})")), "{error}");
    }
}

/// A password may be short. Of a long secret, the first or the last eight characters are a part.
#[tokio::test]
async fn are_redacted_whatever_their_length() {
    let simulator = plain().await;
    for (secret, text, shown) in [
        ("7", "a7b 8", "a[redacted]b 8"),
        ("k7-x", "a k7-x, k7-xk7-x b k7- 7-x", "a [redacted], [redacted] b k7- 7-x"),
        ("1234567", "a1234567", "a[redacted]"),
        ("12345678", "1234567 12345678 2345678", "1234567 [redacted] 2345678"),
        (
            "abcdefghij",
            "(abcdefgh) (bcdefghi) (cdefghij) (xbcdefghij) (abcdefghi)",
            "([redacted]) (bcdefghi) ([redacted]) (x[redacted]) ([redacted])",
        ),
        ("it's-a-key", "(it&apos;s-a-key)", "([redacted])"),
        ("a<b>&\"c\"", "(a&lt;b&gt;&amp;&quot;c&#x22;)", "([redacted])"),
        // A character of a secret may look like an escape of another kind.
        ("pass&amp;word", r"(pass&amp;w\u006frd)", "([redacted])"),
        ("pass%41word", r"(pass%41w\u006frd)", "([redacted])"),
        (r"pass\u0041word", r"(pass\u0041w%6frd)", "([redacted])"),
        (r"pass\u0041word", r"(pass\u0041w&#111;rd)", "([redacted])"),
        ("pass&amp;word", "(pass&amp;w%6frd)", "([redacted])"),
        ("pass%41word", "(pass%41w&#111;rd)", "([redacted])"),
    ] {
        let key = Credential::header(HeaderName::from_static("x-key"), Secret::from(secret));
        let base_url = BaseUrl::parse(simulator.base_url(), "").unwrap();
        let product = Product::new("test", "1.0.0");
        let transport =
            Transport::new::<TestProblem>(base_url, vec![key], product, support::settings()).unwrap();
        simulator.next(MockResponse::text(403, "text/plain", text));
        let line = send(&transport, Method::GET).await.unwrap_err().to_string();
        assert!(line.contains(&format!("403 Forbidden ({shown});")), "{secret}: {line}");
    }
}

#[tokio::test]
async fn are_not_shown_by_the_beginning_of_a_cut_body() {
    let simulator = plain().await;
    let mut settings = support::settings();
    settings.retry.max_retries = 0;
    let transport = support::transport_with(simulator.base_url(), settings);
    for start in ["Invalid token: ", "<title>Invalid token: ", r#"{"message":"Invalid token: "#] {
        let body = format!("{start}{TOKEN}");
        for length in start.len() + 1..body.len() {
            let response = MockResponse::text(401, "text/plain", body.clone());
            simulator.next(response.fault(Fault::Close(Point::AfterBodyBytes(length as u64))));
            let error = send(&transport, Method::GET).await.unwrap_err();
            let printed = format!("{error} {error:?} {error:#?} {:?}", error.problem());
            assert!(!printed.contains("Invalid") && !printed.contains("senti"), "{length}: {printed}");
            // What came is kept.
            assert_eq!(error.body(), Some(&body.as_bytes()[..length]));
            assert_eq!((error.kind(), error.is_unauthorized()), (ErrorKind::Body, true));
        }
    }
}

#[tokio::test]
async fn are_not_shown_by_a_cut_successful_body_which_is_not_kept() {
    let simulator = plain().await;
    let mut settings = support::settings();
    settings.retry.max_retries = 0;
    let transport = support::transport_with(simulator.base_url(), settings);
    let body = r#"{"name":"a","password":"pa55word"}"#;
    for encoding in [None, Some(Encoding::Gzip)] {
        let mut response = MockResponse::text(200, "application/json", body);
        response = encoding.map_or(response.clone(), |encoding| response.compressed(encoding));
        simulator.next(response.fault(Fault::Close(Point::AfterBodyBytes(30))));
        let request = support::request(Method::GET, "/things");
        let error = transport.call(CallOptions::default()).execute::<Value>(request).await.unwrap_err();
        let error = Error::<TestProblem>::from(error);
        assert_eq!((error.kind(), error.body()), (ErrorKind::Body, Some(&b""[..])));
        assert!(!format!("{error} {error:?} {error:#?}").contains("pa55"), "{error:#?}");
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
