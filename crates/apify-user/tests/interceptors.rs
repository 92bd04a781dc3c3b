//! Functions of the caller's that see every request.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::sync::{Arc, Mutex};

use api_runtime::http::{HeaderName, HeaderValue, header::AUTHORIZATION};
use api_simulator::MockResponse;
use apify_user::{ErrorKind, Sent};
use support::{Operation, TOKEN, builder, plain};

#[tokio::test(start_paused = true)]
async fn change_requests_in_their_order_and_each_attempt_anew() {
    let simulator = plain().await;
    simulator.next(MockResponse::status(503));
    simulator.next(Operation::Get.response());
    let trace = HeaderName::from_static("x-trace");
    let (first, second) = (trace.clone(), trace);
    let client = builder(simulator.base_url())
        .request_interceptor(move |request| {
            request.headers_mut().insert(first.clone(), HeaderValue::from_static("a"));
            Ok(())
        })
        .request_interceptor(move |request| {
            let before = request.headers()[&second].to_str()?.to_owned();
            request.headers_mut().insert(second.clone(), format!("{before}b").parse()?);
            request.url_mut().set_query(Some("debug=1"));
            Ok(())
        })
        .build()
        .unwrap();
    client.me().get().await.unwrap();
    simulator.assert_requests(["GET /v2/users/me?debug=1", "GET /v2/users/me?debug=1"]);
    assert!(simulator.requests().iter().all(|request| request.header("x-trace") == Some("ab")));
}

#[tokio::test(start_paused = true)]
async fn see_no_credentials_and_cannot_change_them() {
    let simulator = plain().await;
    simulator.next(MockResponse::redirect(307, "/v2/elsewhere"));
    simulator.next(MockResponse::status(503));
    simulator.next(Operation::Get.response());
    let seen = Arc::new(Mutex::new(String::new()));
    let log = seen.clone();
    let client = builder(simulator.base_url())
        .workflow_key("sentinel-key")
        .request_interceptor(move |request| {
            // Byte by byte: `Debug` would not show a value that is marked sensitive.
            let values = request.headers().values().map(|value| String::from_utf8_lossy(value.as_bytes()));
            let line = format!("{} {}\n", request.url(), values.collect::<Vec<_>>().join(" "));
            log.lock().unwrap().push_str(&line);
            request.headers_mut().insert(AUTHORIZATION, HeaderValue::from_static("Bearer mine"));
            Ok(())
        })
        .build()
        .unwrap();
    client.me().get().await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.lines().count(), 3, "{seen}");
    assert!(!seen.contains(TOKEN) && !seen.contains("sentinel-key"), "{seen}");
    for request in simulator.requests() {
        assert_eq!(request.expose_header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    }
}

#[tokio::test(start_paused = true)]
async fn reject_a_request_before_anything_is_sent() {
    let simulator = plain().await;
    let client =
        builder(simulator.base_url()).request_interceptor(|_| Err("not on a Sunday".into())).build().unwrap();
    let error = client.me().get().await.unwrap_err();
    let facts = (error.kind(), error.sent(), error.attempts());
    assert_eq!(facts, (ErrorKind::Interceptor, Sent::No, 1));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "not on a Sunday");
    assert_eq!((simulator.attempts(), client.stats().requests), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn cannot_turn_a_request_to_another_origin() {
    let (simulator, other) = (plain().await, plain().await);
    let address = other.base_url().to_owned();
    let client = builder(simulator.base_url())
        .request_interceptor(move |request| {
            *request.url_mut() = address.parse()?;
            Ok(())
        })
        .build()
        .unwrap();
    let error = client.me().get().await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Interceptor, Sent::No));
    assert_eq!((simulator.attempts(), other.attempts()), (0, 0));
}
