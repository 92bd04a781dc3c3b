//! Requests that no generated method sends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::time::Duration;

use api_runtime::{CustomRequest, Error, ErrorKind, Problem, Sent, Transport, encode_path, http::Method};
use api_simulator::{Fault, MockResponse, Point, Simulator};
use serde::Deserialize;
use serde_json::{Value, json};
use support::{KEY, TOKEN, TestProblem, plain, settings, transport, transport_with};

type Custom = CustomRequest<Value, TestProblem>;

fn custom(transport: &Transport, method: Method, path: &str) -> Custom {
    CustomRequest::new(transport, method, path)
}

async fn simulator(responses: impl IntoIterator<Item = MockResponse>) -> Simulator {
    let simulator = plain().await;
    responses.into_iter().for_each(|response| simulator.next(response));
    simulator
}

#[tokio::test]
async fn path_query_body_and_credentials_arrive_and_the_body_comes_back_as_a_value() {
    let body = r#"{"data":{"id":"é","n":1.5,"nested":[null,{"a":true}]}}"#;
    let simulator =
        simulator([MockResponse::text(201, "application/json", body).header("x-next", "7")]).await;
    let path = format!("/v2/acts/{}/runs", encode_path("a b/c?d"));
    let request = custom(&transport(&simulator), Method::PUT, &path)
        .query("limit", 10)
        .query("desc", true)
        .query("tag", vec!["a&b", "c"])
        .query("none", None::<&str>)
        .json(&json!({ "timeout": 60 }));
    let response = request.with_response().await.unwrap();
    assert_eq!(response.value, json!({ "data": { "id": "é", "n": 1.5, "nested": [null, { "a": true }] } }));
    assert_eq!((response.status().as_u16(), response.attempts()), (201, 1));
    assert_eq!(response.headers().get("x-next").unwrap(), "7");
    assert_eq!(response.call().operation, "request");
    let received = simulator.requests().remove(0);
    assert_eq!(received.method(), "PUT");
    assert_eq!(received.path(), "/v2/acts/a%20b%2Fc%3Fd/runs");
    assert_eq!(received.expose_query(), Some("limit=10&desc=true&tag=a%26b&tag=c"));
    assert_eq!(&received.expose_body()[..], br#"{"timeout":60}"#);
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.expose_header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(received.expose_header("x-key"), Some(KEY));
}

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    id: String,
    size: Option<u32>,
}

#[tokio::test]
async fn a_type_of_the_callers_is_read_as_tolerantly_as_every_other() {
    let bodies = [r#"{"id":"a","size":3}"#, r#"{"id":"b","size":"large"}"#, r#"{"size":3}"#];
    let simulator = simulator(bodies.map(|body| MockResponse::text(200, "application/json", body))).await;
    let transport = transport(&simulator);
    let get = || custom(&transport, Method::GET, "/things/1").typed::<Thing>();
    assert_eq!(get().await.unwrap(), Thing { id: "a".to_owned(), size: Some(3) });
    let response = get().with_response().await.unwrap();
    assert_eq!(response.skipped_fields().paths(), ["size"]);
    assert_eq!(response.into_value(), Thing { id: "b".to_owned(), size: None });
    let error = get().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
}

#[tokio::test]
async fn an_empty_body_is_null() {
    let empty = [MockResponse::status(204), MockResponse::text(200, "text/plain", " \r\n")];
    let simulator = simulator(empty.into_iter().cycle().take(8)).await;
    let transport = transport(&simulator);
    for _ in 0..2 {
        let delete = || custom(&transport, Method::DELETE, "/things/1");
        assert_eq!(delete().await.unwrap(), Value::Null);
        assert_eq!(delete().typed::<Option<Thing>>().await.unwrap(), None);
        delete().typed::<()>().await.unwrap();
        let error = delete().typed::<Thing>().await.unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Decode, Sent::Yes));
    }
}

/// Every path that could lead elsewhere, or says less than the caller means.
#[tokio::test]
async fn a_path_that_could_lead_elsewhere_is_rejected_before_anything_is_sent() {
    let simulator = plain().await;
    let transport = transport(&simulator);
    for (path, reason) in [
        ("", "does not begin with `/`"),
        ("things/s3cr3t", "does not begin with `/`"),
        ("https://s3cr3t.example/things", "does not begin with `/`"),
        ("@s3cr3t.example/things", "does not begin with `/`"),
        (".s3cr3t.example/things", "does not begin with `/`"),
        (":8080/s3cr3t", "does not begin with `/`"),
        ("\\\\s3cr3t.example", "does not begin with `/`"),
        ("//s3cr3t.example/things", "`//`"),
        ("/things//s3cr3t", "`//`"),
        ("/", "is empty"),
        ("/things/", "is empty"),
        ("/things/../s3cr3t", "`.` or `..`"),
        ("/things/..", "`.` or `..`"),
        ("/./s3cr3t", "`.` or `..`"),
        ("/things/%2e%2E/s3cr3t", "`.` or `..`"),
        ("/things/.%2e/s3cr3t", "`.` or `..`"),
        ("/things/..%2fs3cr3t", "`.` or `..`"),
        ("/things/a%5C..%5cs3cr3t", "`.` or `..`"),
        ("/things/.\t./s3cr3t", "not percent-encoded"),
        ("/things/.\n./s3cr3t", "not percent-encoded"),
        ("/things\\..\\s3cr3t", "not percent-encoded"),
        ("/things/s3cr3t é", "not percent-encoded"),
        ("/things/s3cr3t\0", "not percent-encoded"),
        ("/things/100%s3cr3t", "not percent-encoded"),
        ("/things/s3cr3t%2", "not percent-encoded"),
        ("/things?token=s3cr3t", "set it with `query`"),
        ("/things#s3cr3t", "fragment"),
    ] {
        let error = custom(&transport, Method::GET, path).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.sent(), error.attempts()),
            (ErrorKind::Input, Sent::No, 0),
            "{path:?}"
        );
        assert!(error.to_string().contains(reason), "{path:?}: {error}");
        assert!(!format!("{error} {error:?} {error:#?}").contains("s3cr3t"), "{error}");
    }
    let error = custom(&transport, Method::CONNECT, "/things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    let error = custom(&transport, Method::GET, "/things").query("n", f64::NAN).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(simulator.attempts(), 0);
}

#[tokio::test]
async fn every_character_that_a_path_may_contain_is_sent_as_it_is() {
    let simulator = simulator([MockResponse::status(204)]).await;
    let path = "/aZ09-._~!$&'()*+,;=:@/.../%2F%7e%C3%A9";
    custom(&transport(&simulator), Method::GET, path).await.unwrap();
    assert_eq!(simulator.requests()[0].line(), format!("GET {path}"));
}

/// Each method with a response lost after the request was received.
#[tokio::test(start_paused = true)]
async fn what_may_have_taken_effect_is_sent_once_unless_it_is_idempotent() {
    let run = async |method: &str, idempotent: Option<bool>| {
        let simulator = simulator([
            MockResponse::json(200, &json!({ "id": "first" })).fault(Fault::Reset(Point::BeforeHeaders)),
            MockResponse::json(200, &json!({ "id": "second" })),
        ])
        .await;
        let transport = transport(&simulator);
        let mut request = custom(&transport, Method::from_bytes(method.as_bytes()).unwrap(), "/things");
        if let Some(idempotent) = idempotent {
            request = request.idempotent(idempotent);
        }
        let result = request.json(&json!({ "make": 1 })).await;
        (result.map_err(|error| error.sent()), simulator.attempts())
    };
    let second = Ok(json!({ "id": "second" }));
    for method in ["GET", "PUT", "DELETE", "HEAD"] {
        let (result, attempts) = run(method, None).await;
        assert_eq!(attempts, 2, "{method}");
        assert!(method == "HEAD" && result == Ok(Value::Null) || result == second, "{method}: {result:?}");
        assert_eq!(run(method, Some(false)).await, (Err(Sent::Maybe), 1), "{method}");
    }
    for method in ["POST", "PATCH", "PURGE"] {
        assert_eq!(run(method, None).await, (Err(Sent::Maybe), 1), "{method}");
        assert_eq!(run(method, Some(true)).await, (second.clone(), 2), "{method}");
    }
}

#[tokio::test(start_paused = true)]
async fn statuses_time_limits_and_redaction_are_those_of_every_call() {
    let problem = json!({ "code": "busy", "message": format!("Later, {TOKEN}.") });
    let simulator = simulator([MockResponse::json(503, &problem), MockResponse::status(204)]).await;
    let transport = transport(&simulator);
    let get = || custom(&transport, Method::GET, "/things");
    get().await.unwrap();
    assert_eq!(simulator.attempts(), 2);

    simulator.next(MockResponse::json(404, &problem));
    let error: Error<TestProblem> = get().query("secret", "s3cr3t").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "request (GET /things): 404 Not Found (busy: Later, [redacted].); 1 attempt"
    );
    assert_eq!(error.problem().unwrap().code().as_deref(), Some("busy"));

    simulator.next(MockResponse::redirect(307, "https://elsewhere.example/"));
    assert_eq!(get().await.unwrap_err().kind(), ErrorKind::Redirect);

    simulator.otherwise(MockResponse::status(204).delay(Duration::from_secs(600)));
    let error = get().deadline(Duration::from_secs(3)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline);
}

#[tokio::test]
async fn a_response_that_is_too_large_is_rejected() {
    let simulator = simulator([MockResponse::json(200, &json!("x".repeat(99)))]).await;
    let mut settings = settings();
    settings.max_response_size = 100;
    let transport = transport_with(simulator.base_url(), settings);
    let error = custom(&transport, Method::GET, "/things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

/// A vendor whose successes can report a failure.
#[derive(Debug)]
struct Envelope(String);

impl Problem for Envelope {
    fn parse(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        Some(Self(body.get("error")?.as_str()?.to_owned()))
    }

    fn code(&self) -> Option<String> {
        Some(self.0.clone())
    }

    fn message(&self) -> Option<std::borrow::Cow<'_, str>> {
        None
    }

    fn reports_failure(body: &[u8]) -> bool {
        Self::parse(body).is_some()
    }
}

#[tokio::test]
async fn a_failure_in_a_success_is_an_error() {
    let bodies = [json!({ "error": "nope" }), json!({ "error": "nope" }), json!({ "result": 1 })];
    let simulator = simulator(bodies.map(|body| MockResponse::json(200, &body))).await;
    let transport = transport(&simulator);
    let post = || CustomRequest::<Value, Envelope>::new(&transport, Method::POST, "/things");
    let whole = post().await.unwrap_err();
    let of_a_type_that_it_has_not = post().typed::<Thing>().await.unwrap_err();
    for error in [whole, of_a_type_that_it_has_not] {
        assert_eq!((error.kind(), error.problem().unwrap().0.as_str()), (ErrorKind::Rejected, "nope"));
    }
    assert_eq!(post().await.unwrap(), json!({ "result": 1 }));
}

#[test]
fn debug_shows_neither_query_nor_body() {
    let transport = transport_with("http://127.0.0.1:1", settings());
    let request = custom(&transport, Method::POST, "/s3cr3t").query("a", "s3cr3t").json(&json!("s3cr3t"));
    let printed = format!("{request:?}");
    assert!(printed.contains("POST") && !printed.contains("s3cr3t"), "{printed}");
}
