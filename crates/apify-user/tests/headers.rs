//! Headers of requests, and encodings of responses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{
    http::{HeaderValue, header},
    reqwest,
};
use api_simulator::{Encoding, MockResponse};
use support::{Operation, TOKEN, builder, plain};

const ENCODINGS: [Encoding; 4] = [Encoding::Gzip, Encoding::Deflate, Encoding::Brotli, Encoding::Zstd];

#[tokio::test(start_paused = true)]
async fn the_user_agent_names_crate_platform_and_suffixes() {
    let simulator = plain().await;
    simulator.otherwise(Operation::Get.response());
    let client = builder(simulator.base_url())
        .user_agent_suffix("my-app/1.0")
        .user_agent_suffix("night shift")
        .build()
        .unwrap();
    client.me().get().await.unwrap();
    let request = &simulator.requests()[0];
    let agent = request.header("user-agent").unwrap();
    let (head, rest) = agent.split_once("; Rust/").unwrap();
    assert_eq!(head, format!("apify-user/{} ({}", env!("CARGO_PKG_VERSION"), std::env::consts::OS));
    let (compiler, rest) = rest.split_once(')').unwrap();
    assert!(compiler.starts_with("1.") && compiler.split('.').count() >= 3, "{compiler}");
    assert_eq!(rest, "; isAtHome/false; my-app/1.0; night shift");
}

#[test]
fn a_suffix_that_is_invalid_in_a_header_is_rejected() {
    let error = builder("http://127.0.0.1:1").user_agent_suffix("a\r\nx: y").build().unwrap_err();
    assert!(error.to_string().contains("user agent suffix"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn default_headers_take_no_ones_place() {
    let simulator = plain().await;
    simulator.otherwise(Operation::Get.response());
    let mine = || HeaderValue::from_static("mine");
    let client = builder(simulator.base_url())
        .workflow_key("key")
        .default_header(header::AUTHORIZATION, mine())
        .default_header(header::USER_AGENT, mine())
        .default_header("x-apify-workflow-key".parse().unwrap(), mine())
        .default_header("x-team".parse().unwrap(), mine())
        .build()
        .unwrap();
    client.me().get().await.unwrap();
    let request = &simulator.requests()[0];
    let all = |name: &str| {
        let headers = request.headers();
        headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)).count()
    };
    assert_eq!(request.expose_header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(request.expose_header("x-apify-workflow-key"), Some("key"));
    assert!(request.header("user-agent").unwrap().starts_with("apify-user/"));
    assert_eq!(request.header("x-team"), Some("mine"));
    for name in ["authorization", "user-agent", "x-apify-workflow-key", "x-team"] {
        assert_eq!(all(name), 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_coding_is_asked_for_and_undone() {
    let simulator = plain().await;
    let client = builder(simulator.base_url()).build().unwrap();
    for encoding in ENCODINGS {
        for operation in [Operation::Get, Operation::MonthlyUsage, Operation::Limits] {
            simulator.next(operation.response().compressed(encoding));
            let plain = operation.call(&client).await.printed;
            simulator.next(operation.response());
            assert_eq!(plain, operation.call(&client).await.printed, "{encoding}");
        }
    }
    let asked = simulator.requests()[0].header("accept-encoding").unwrap().to_owned();
    let asked: Vec<&str> = asked.split(',').map(str::trim).collect();
    for encoding in ENCODINGS {
        assert!(asked.contains(&encoding.to_string().as_str()), "{encoding} is not in {asked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_are_decompressed_too() {
    let simulator = plain().await;
    let client = builder(simulator.base_url()).build().unwrap();
    for encoding in ENCODINGS {
        let body = support::bodies::error("record-not-found");
        simulator.next(MockResponse::json(404, &body).compressed(encoding));
        assert!(client.me().get().await.unwrap().is_none(), "{encoding}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_of_the_callers_is_used() {
    let simulator = plain().await;
    simulator.otherwise(Operation::Get.response());
    let mine = reqwest::Client::builder()
        .default_headers([(header::FROM, HeaderValue::from_static("ada"))].into_iter().collect())
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let client = builder(simulator.base_url()).http_client(mine).build().unwrap();
    client.me().get().await.unwrap();
    let request = &simulator.requests()[0];
    assert_eq!(request.header("from"), Some("ada"));
    assert_eq!(request.expose_header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}
