//! Requests that are awaited, and the responses that they resolve to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    sync::{Arc, Barrier, Mutex},
    time::Duration,
};

use api_runtime::{
    CallOptions, ErrorKind, InterceptorError, Request, RequestBuilder, Response, Transport,
    decode::{self, Presence},
    http::Method,
};
use api_simulator::{Fault, MockResponse, Point, Simulator};
use serde::Deserialize;
use serde_json::json;
use support::{KEY, TestProblem, log, plain, settings, transport, transport_with};

#[derive(Debug, Deserialize)]
struct Thing {
    name: String,
    #[serde(default)]
    size: Option<i64>,
    #[serde(default, deserialize_with = "decode::list")]
    tags: Vec<String>,
    #[serde(default, deserialize_with = "decode::map")]
    parts: std::collections::BTreeMap<String, i64>,
}

/// As a facade writes it.
fn get(transport: &Transport) -> Request<Thing, TestProblem> {
    let transport = transport.clone();
    Request::new(|options: CallOptions| async move {
        let request = RequestBuilder::new("thing_get", Method::GET, "/things/1");
        Ok(transport.call(options).execute(request).await?)
    })
}

async fn simulator_with(body: &serde_json::Value) -> (Simulator, Transport) {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::json(200, body));
    let transport = transport(&simulator);
    (simulator, transport)
}

#[tokio::test]
async fn a_request_resolves_to_the_value_or_to_its_response() {
    let (_simulator, transport) = simulator_with(&json!({ "name": "a", "size": 7 })).await;
    let thing = get(&transport).await.unwrap();
    assert_eq!((thing.name.as_str(), thing.size), ("a", Some(7)));
    let response: Response<Thing> = get(&transport).with_response().await.unwrap();
    assert_eq!((response.value.name.as_str(), response.status().as_u16()), ("a", 200));
}

#[tokio::test]
async fn nothing_is_sent_before_a_request_is_awaited() {
    let (simulator, transport) = simulator_with(&json!({ "name": "a" })).await;
    let request = get(&transport).timeout(Duration::from_secs(1));
    assert_eq!(simulator.attempts(), 0);
    assert!(
        format!("{request:?}").starts_with("Request { options: CallOptions { timeout: Some(1s),"),
        "{request:?}"
    );
    drop(request);
    assert_eq!((simulator.attempts(), transport.stats().calls), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn the_options_of_a_request_take_precedence() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::json(200, &json!({})).fault(Fault::Stall(Point::BeforeHeaders)));
    let transport = transport(&simulator);
    let error = get(&transport).timeout(Duration::from_secs(1)).idempotent(false).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.to_string().contains("no response within 1.0 s"), "{error}");
    let error = get(&transport).deadline(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline);
}

#[cfg(feature = "blocking")]
#[test]
fn a_request_can_be_waited_for() {
    let simulator = Simulator::plain().start_blocking().unwrap();
    simulator.otherwise(MockResponse::json(200, &json!({ "name": "a" })));
    let transport = transport(&simulator);
    assert_eq!(get(&transport).wait().unwrap().name, "a");
    assert_eq!(get(&transport).wait_with_response().unwrap().attempts(), 1);
}

fn assert_send_and_sync<T: Send + Sync>(_: &T) {}

#[tokio::test]
async fn requests_responses_and_errors_can_cross_threads() {
    let (simulator, transport) = simulator_with(&json!({ "name": "a" })).await;
    assert_send_and_sync(&get(&transport));
    assert_send_and_sync(&get(&transport).with_response().await.unwrap());
    simulator.next(MockResponse::status(400));
    assert_send_and_sync(&get(&transport).await.unwrap_err());
}

#[tokio::test]
async fn malformed_fields_are_listed_and_logged() {
    let (lines, _guard) = log(tracing::Level::INFO);
    let body = json!({ "name": "a", "size": "s3cr3t", "tags": ["x", 7], "parts": { KEY: "s3cr3t" } });
    let (_simulator, transport) = simulator_with(&body).await;
    let response = get(&transport).with_response().await.unwrap();
    assert_eq!((response.value.size, response.value.tags.as_slice()), (None, &["x".to_owned()][..]));
    assert!(response.value.parts.is_empty());
    let paths = ["parts.[redacted]", "size", "tags[1]"];
    let mut skipped = response.skipped_fields().paths().to_vec();
    // A feature of serde_json, which any dependent may turn on, decides on the order of keys.
    skipped.sort();
    assert_eq!(skipped, paths);
    assert_eq!(response.skipped_fields().count(), 3);
    for (field, presence) in [
        ("name", Presence::Present),
        ("size", Presence::Malformed),
        // Only a part of it was skipped.
        ("tags", Presence::Present),
        ("color", Presence::Missing),
    ] {
        assert_eq!(response.presence(field), presence, "{field}");
    }
    for path in paths {
        let event = format!(
            "malformed value in the response; read as absent operation=\"thing_get\" path=\"{path}\""
        );
        assert_eq!(lines.text().matches(&event).count(), 1, "{}", lines.text());
    }
    assert!(!lines.text().contains("s3cr3t") && !lines.text().contains("more malformed"));
}

#[tokio::test]
async fn many_malformed_fields_are_counted_and_few_are_named() {
    let (lines, _guard) = log(tracing::Level::INFO);
    let (_simulator, transport) = simulator_with(&json!({ "name": "a", "tags": vec![7; 1000] })).await;
    let response = get(&transport).with_response().await.unwrap();
    assert_eq!((response.skipped_fields().paths().len(), response.skipped_fields().count()), (1000, 1000));
    assert_eq!(lines.text().matches("malformed value in the response").count(), 20);
    assert!(lines.text().contains(
        "more malformed values in the response; read as absent operation=\"thing_get\" unnamed=980"
    ));
}

/// The thread on which a body was deserialized.
#[derive(Debug)]
struct DecodedOn(std::thread::ThreadId);

impl<'de> Deserialize<'de> for DecodedOn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer)?;
        Ok(Self(std::thread::current().id()))
    }
}

/// A large body does not block other calls while it is deserialized.
#[tokio::test]
async fn a_body_is_read_up_to_the_limit_and_on_a_thread_of_its_own_if_it_is_large() {
    const MIB: usize = 1024 * 1024;
    let simulator = plain().await;
    let mut settings = settings();
    settings.max_response_size = MIB + 1;
    let transport = transport_with(simulator.base_url(), settings);
    for (size, is_here) in [(1000, true), (MIB, true), (MIB + 1, false)] {
        simulator.next(MockResponse::json_of_size(200, size as u64));
        let request = RequestBuilder::new("thing_get", Method::GET, "/things/1");
        let call = transport.call(CallOptions::default());
        let response = call.execute::<DecodedOn>(request).await.unwrap();
        assert_eq!(response.body().len(), size);
        assert_eq!(response.value.0 == std::thread::current().id(), is_here, "{size}");
    }
}

#[tokio::test]
async fn events_are_read_as_they_arrive() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    let events = || {
        let call = transport.call(CallOptions::default());
        let request = RequestBuilder::new("things_watch", Method::GET, "/things");
        async move { call.execute_events(request).await }
    };
    let body = "data: one\n\nevent: done\ndata: 2\nid: 7\n\n";
    let response = || MockResponse::text(200, "text/event-stream", body);
    simulator.next(response());
    let mut stream = events().await.unwrap();
    assert_eq!(
        (stream.headers()["content-type"].as_bytes(), stream.call().attempts),
        (&b"text/event-stream"[..], 1)
    );
    assert_eq!(simulator.requests()[0].header("accept-encoding"), Some("identity"));
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!((first.event.as_str(), first.data.as_str(), first.id), ("message", "one", None));
    let second = stream.next().await.unwrap().unwrap();
    assert_eq!(
        (second.event.as_str(), second.json::<i64>().unwrap(), second.id.as_deref()),
        ("done", 2, Some("7"))
    );
    assert_eq!(stream.next().await.unwrap(), None);

    simulator.next(response().fault(Fault::Close(Point::AfterBodyBytes(20))));
    let mut stream = events().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, "one");
    let error = stream.next().await.unwrap_err();
    assert_eq!((error.kind(), error.call().unwrap().operation), (ErrorKind::Body, "things_watch"));

    simulator.next(MockResponse::json(404, &json!({ "message": "No." })));
    let line = events().await.unwrap_err().to_string();
    assert_eq!(line, "things_watch (GET /things): 404 Not Found (No.); 1 attempt");
}

#[tokio::test]
async fn an_optional_value_may_be_missing_in_any_way() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for (response, expected) in [
        (MockResponse::status(204), None),
        (MockResponse::status(205), None),
        (MockResponse::status(200), None),
        (MockResponse::text(200, "application/json", "null"), None),
        (MockResponse::json(200, &json!(7)), Some(7)),
    ] {
        simulator.next(response.clone());
        let request = RequestBuilder::new("thing_find", Method::GET, "/things/1");
        let found = transport.call(CallOptions::default()).execute_optional::<i64>(request).await.unwrap();
        assert_eq!(found.value, expected, "{response:?}");
    }
}

static HOLD: Barrier = Barrier::new(2);
static BEGUN: tokio::sync::Notify = tokio::sync::Notify::const_new();

/// A value whose deserialization begins and does not end before it is let go.
#[derive(Debug)]
struct Endless;

impl<'de> Deserialize<'de> for Endless {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BEGUN.notify_one();
        HOLD.wait();
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_wait_for_a_value_too() {
    let simulator = plain().await;
    simulator.next(MockResponse::json_of_size(200, 2 * 1024 * 1024));
    let mut settings = settings();
    settings.max_response_size = 2 * 1024 * 1024;
    let call = transport_with(simulator.base_url(), settings).call(CallOptions::default());
    let request = RequestBuilder::new("thing_get", Method::GET, "/things/1");
    let call = tokio::spawn(async move { call.execute::<Endless>(request).await });
    BEGUN.notified().await;
    tokio::time::advance(Duration::from_secs(3600)).await;
    let error = call.await.unwrap().unwrap_err();
    HOLD.wait();
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert_eq!(
        error.to_string(),
        "thing_get (GET /things/1): 200 OK, but the body cannot be decoded: $: the deadline passed before it was \
         decoded; 1 attempt; raise `deadline`, or try later"
    );
}

#[derive(Debug, Deserialize)]
struct Rest<V: serde::de::DeserializeOwned> {
    #[allow(dead_code, reason = "no entry of the rest")]
    name: String,
    #[serde(flatten, deserialize_with = "decode::entries")]
    rest: std::collections::BTreeMap<String, V>,
}

#[tokio::test]
async fn malformed_entries_are_logged_unless_their_type_requires_fields() {
    let (lines, _guard) = log(tracing::Level::INFO);
    let (value, _) = decode::tolerant::<Rest<i64>>(br#"{"name":"a","x":1,"y":"s3cr3t","z":3.0}"#).unwrap();
    assert_eq!(value.rest.into_iter().collect::<Vec<_>>(), [("x".to_owned(), 1), ("z".to_owned(), 3)]);
    let event = "malformed value in the response; read as absent path=\"y\"";
    assert_eq!(lines.text().matches(event).count(), 1, "{}", lines.text());
    assert!(!lines.text().contains("s3cr3t"));
    let required = br#"{"name":"a","x":{"name":"b"},"y":{"name":7}}"#;
    assert!(decode::tolerant::<Rest<Thing>>(required).is_err());
    assert_eq!(
        decode::tolerant::<Rest<Thing>>(br#"{"name":"a","x":{"name":"b"}}"#).unwrap().0.rest["x"].name,
        "b"
    );
}

#[tokio::test]
async fn interceptors_see_each_attempt_but_no_credentials() {
    let simulator = plain().await;
    simulator.next(MockResponse::status(429).header("retry-after", "0"));
    simulator.next(MockResponse::json(200, &json!({ "name": "a" })));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut settings = settings();
    settings.retry.min_delay = Duration::ZERO;
    let log = seen.clone();
    settings.interceptors.push(Arc::new(move |request| {
        let names: Vec<_> = request.headers().keys().map(|name| name.as_str().to_owned()).collect();
        log.lock().unwrap().push(names);
        request.headers_mut().insert("x-team", "billing".parse()?);
        request.headers_mut().insert("x-key", "forged".parse()?);
        Ok(())
    }));
    let transport = transport_with(simulator.base_url(), settings);
    get(&transport).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [Vec::<String>::new(), Vec::new()]);
    for request in simulator.requests() {
        assert_eq!(request.header("x-team"), Some("billing"));
        assert_eq!(request.expose_header("x-key"), Some(KEY));
    }
}

#[tokio::test]
async fn an_interceptor_can_reject_a_request_but_not_divert_it() {
    let simulator = plain().await;
    let client = |interceptor: fn(&mut api_runtime::reqwest::Request) -> Result<(), InterceptorError>| {
        let mut settings = settings();
        settings.interceptors.push(Arc::new(interceptor));
        transport_with(simulator.base_url(), settings)
    };
    let error = get(&client(|_| Err("not today".into()))).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!((error.kind(), source.as_str()), (ErrorKind::Interceptor, "not today"));
    assert_eq!(
        error.to_string(),
        "thing_get (GET /things/1): a request interceptor rejected the request; 1 attempt"
    );
    let error = get(&client(|request| {
        *request.url_mut() = "http://elsewhere.example/".parse()?;
        Ok(())
    }))
    .await
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "thing_get (GET /things/1): a request interceptor changed the origin of the request; 1 attempt"
    );
    assert_eq!(simulator.attempts(), 0);
}
