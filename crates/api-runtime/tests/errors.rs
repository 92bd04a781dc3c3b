//! Errors: the line that is printed, the accessors and predicates, and their conversions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    borrow::Cow,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    time::Duration,
};

use api_runtime::{
    BaseUrl, CallError, CallOptions, Error, ErrorKind, Problem, Product, RequestBuilder, Response, Sent,
    Transport, http::Method,
};
use api_simulator::{Fault, MockResponse, Point};
use serde_json::{Value, json};
use support::{TestProblem, in_time, plain, settings, transport_with};

/// A client that does not retry.
async fn single_attempts() -> (api_simulator::Simulator, Transport) {
    let simulator = plain().await;
    let mut settings = settings();
    settings.retry.max_retries = 0;
    settings.timeout = Some(Duration::from_secs(5));
    settings.max_response_size = 1000;
    settings.request_id_headers = &["x-trace", "x-request-id"];
    let transport = transport_with(simulator.base_url(), settings);
    (simulator, transport)
}

async fn get(transport: &Transport) -> Result<Response<Vec<i64>>, CallError> {
    let request = RequestBuilder::new("things_list", Method::GET, "/things").query("q", "s3cr3t");
    in_time(transport.call(CallOptions::default()).execute(request)).await
}

async fn error_of(response: MockResponse) -> Error<TestProblem> {
    let (simulator, transport) = single_attempts().await;
    simulator.next(response);
    get(&transport).await.unwrap_err().into()
}

fn ok() -> MockResponse {
    MockResponse::json(200, &json!([1, 2, 3]))
}

#[tokio::test(start_paused = true)]
async fn an_error_is_one_line() {
    let problem = json!({ "code": "no-token", "message": "The token\nis not known." });
    for (response, kind, expected) in [
        (
            MockResponse::json(401, &problem),
            ErrorKind::Status,
            "401 Unauthorized (no-token: The token is not known.); 1 attempt; check the token",
        ),
        (
            MockResponse::text(403, "text/html", "<html><title>Access denied</title>"),
            ErrorKind::Status,
            "403 Forbidden (Access denied); 1 attempt; it looks like the page of a proxy, a firewall or a login: \
             check the base URL and the network",
        ),
        (
            MockResponse::json(404, &json!({ "code": "none" })),
            ErrorKind::Status,
            "404 Not Found (none); 1 attempt",
        ),
        (
            MockResponse::json(429, &json!({ "message": "Slow down." })).header("retry-after", "7"),
            ErrorKind::Status,
            "429 Too Many Requests (Slow down.); 1 attempt; the server asks to wait 7 s",
        ),
        (
            MockResponse::text(503, "application/json", r#"{"detail":"Back soon."}"#),
            ErrorKind::Status,
            "503 Service Unavailable (Back soon.); 1 attempt",
        ),
        (
            MockResponse::json(200, &json!({ "s3cr3t": 1 })),
            ErrorKind::Decode,
            "200 OK, but the body cannot be decoded: $: expected a sequence, found object; 1 attempt; \
             the API may have changed: look for a newer version of this crate",
        ),
        (
            ok().fault(Fault::Stall(Point::BeforeHeaders)),
            ErrorKind::Timeout,
            "no response within 5.0 s; 1 attempt; the request may have taken effect; \
             raise `timeout`, or try later",
        ),
        (
            ok().fault(Fault::Stall(Point::AfterHeaders)),
            ErrorKind::Timeout,
            "200 OK, but the body did not arrive within 5.0 s; 1 attempt; \
             raise `timeout`, or try later",
        ),
        (
            MockResponse::json_of_size(200, 1001),
            ErrorKind::TooLarge,
            "200 OK, but the body is larger than 1000 bytes; 1 attempt; \
             raise `max_response_size` if such a response is expected",
        ),
        (
            MockResponse::redirect(302, "https://elsewhere.example/"),
            ErrorKind::Redirect,
            "redirected to another origin, to which nothing was sent; 1 attempt; check the base URL",
        ),
        (
            MockResponse::redirect(302, "http://["),
            ErrorKind::Redirect,
            "redirected to an invalid URL; 1 attempt; check the base URL",
        ),
    ] {
        let error = error_of(response).await;
        assert_eq!(error.to_string(), format!("things_list (GET /things): {expected}"));
        assert_eq!((error.kind(), format!("{error:?}")), (kind, error.to_string()));
        assert!(!format!("{error:#?}").contains("s3cr3t"), "{error:#?}");
    }
}

#[tokio::test]
async fn a_success_that_is_no_json_is_said_to_come_from_elsewhere() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for (body, event) in [
        (b"".to_vec(), "it is empty"),
        (b"<!doctype html><title>Log in</title>".to_vec(), "it is a page of HTML or XML and not JSON"),
        (utf16("[1]"), "it is UTF-16 and not JSON in UTF-8"),
        (utf16("\u{feff}[1]"), "it is UTF-16 and not JSON in UTF-8"),
        (b"Please log in.".to_vec(), "it is text and not JSON"),
    ] {
        let error = error_of(MockResponse::text(200, "text/html", body)).await;
        assert_eq!(
            error.to_string(),
            format!(
                "things_list (GET /things): 200 OK, but the body cannot be decoded: $: {event}; 1 attempt; \
                 this is no JSON from the API and looks like the page of a proxy or a login: \
                 check the base URL and the network"
            )
        );
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Decode, Sent::Yes));
    }
    for body in ["{\"a\": 1} x", "[1, 2, x]", "{\"a\": 1}", "null"] {
        let error = error_of(MockResponse::text(200, "application/json", body)).await;
        let line = error.to_string();
        assert!(
            line.ends_with("; the API may have changed: look for a newer version of this crate"),
            "{line}"
        );
    }
    let error = error_of(MockResponse::text(200, "application/json", "[1, 2,")).await;
    let line = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(line.ends_with("; a proxy may have cut the body: try again"), "{line}");
}

#[tokio::test]
async fn long_and_misleading_texts_are_cut_and_escaped() {
    let (simulator, transport) = single_attempts().await;
    for (path, event) in [
        (format!("/things/{}", "a".repeat(30_000)), "404 Not Found (none)"),
        (format!("/{}b", "b/".repeat(10_000)), "404 Not Found (none)"),
        (
            format!("/things/{}", "a".repeat(70_000)),
            "the request cannot be sent: Parsed Url is not a valid Uri",
        ),
    ] {
        simulator.otherwise(MockResponse::json(404, &json!({ "code": "none" })));
        let request = RequestBuilder::new("things_get", Method::GET, path.clone());
        let call_error = transport.call(CallOptions::default()).execute_empty(request).await.unwrap_err();
        let error: Error<TestProblem> = call_error.into();
        let short = &path[..200];
        assert_eq!(error.to_string(), format!("things_get (GET {short}…): {event}; 1 attempt"));
        assert_eq!(error.path(), Some(path.as_str()));
    }
    for (code, message, shown) in [
        ("a\u{202e}b", "c\u{2066}d", r"a\u{202e}b: c\u{2066}d".to_owned()),
        (&*"c".repeat(60_000), "", format!("{}…: ", "c".repeat(200))),
        ("", &*"m".repeat(900), format!(": {}…", "m".repeat(200))),
        ("\u{200f}\u{61c}", "line\u{2028}feed\u{85}", r"\u{200f}\u{61c}: line feed".to_owned()),
    ] {
        let mut settings = settings();
        settings.retry.max_retries = 0;
        let transport = transport_with(simulator.base_url(), settings);
        simulator.next(MockResponse::json(400, &json!({ "code": code, "message": message })));
        let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
        assert_eq!(
            error.to_string(),
            format!("things_list (GET /things): 400 Bad Request ({shown}); 1 attempt")
        );
    }
    simulator.next(MockResponse::text(400, "text/plain", "a\u{202e}b\u{200b}"));
    let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
    assert!(error.to_string().contains(r"(a\u{202e}b\u{200b})"), "{error}");
}

#[tokio::test]
async fn an_error_body_is_read_up_to_64_kib() {
    let simulator = plain().await;
    let mut settings = settings();
    settings.retry.max_retries = 0;
    let transport = transport_with(simulator.base_url(), settings);
    let filled = |size: usize, head: &str, tail: &str| {
        format!("{head}{}{tail}", "x".repeat(size - head.len() - tail.len()))
    };
    for (size, is_whole) in [(2_000, true), (60_000, true), (64 * 1024, true), (64 * 1024 + 1, false)] {
        let body = filled(size, r#"{"code":"full","message":"No.","trace":""#, r#""}"#);
        simulator.next(MockResponse::text(500, "application/json", body.clone()));
        let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
        assert_eq!(error.problem().is_some(), is_whole, "{size}");
        assert_eq!(error.to_string().contains("(full: No.)"), is_whole, "{size}: {error}");
        assert_eq!(error.body().unwrap(), &body.as_bytes()[..size.min(64 * 1024)]);
        // A line that is cut may end within a secret.
        simulator.next(MockResponse::text(500, "text/plain", "x".repeat(size)));
        let line = get(&transport).await.unwrap_err().to_string();
        assert_eq!(line.contains("Error (xxx"), is_whole, "{size}: {line}");
    }
    // The length is declared, or not.
    for chunked in [false, true] {
        let body = filled(1_000_000, "<html><title>Bad gateway</title>", "</html>");
        let response = MockResponse::text(502, "text/html", body);
        simulator.next(if chunked { response.chunked() } else { response });
        let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
        assert_eq!((error.kind(), error.body().unwrap().len()), (ErrorKind::Status, 64 * 1024));
        assert!(error.to_string().contains("502 Bad Gateway (Bad gateway)"), "{error}");
    }
}

#[tokio::test]
async fn what_is_shallow_in_an_error_body_is_read_whatever_is_deep() {
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    for body in [
        format!(r#"{{"trace":{deep},"error":{{"message":"No."}}}}"#),
        format!(r#"{{"message":"No.","x":{deep}}}"#),
    ] {
        let mut settings = settings();
        settings.retry.max_retries = 0;
        let simulator = plain().await;
        let transport = transport_with(simulator.base_url(), settings);
        simulator.next(MockResponse::text(404, "application/json", body));
        let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
        assert_eq!(error.to_string(), "things_list (GET /things): 404 Not Found (No.); 1 attempt");
    }
}

/// A vendor's error body of which the runtime knows nothing but the message.
#[derive(Debug)]
struct OnlyMessage;

impl Problem for OnlyMessage {
    fn parse(body: &[u8]) -> Option<Self> {
        body.starts_with(b"{").then_some(Self)
    }

    fn code(&self) -> Option<String> {
        None
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        Some("Later.".into())
    }
}

#[tokio::test]
async fn what_a_vendor_does_not_say_is_left_to_the_status() {
    let simulator = plain().await;
    let base_url = || BaseUrl::parse(simulator.base_url(), "").unwrap();
    let product = || Product::new("test", "1.0.0");
    let of_vendor = Transport::new::<OnlyMessage>(base_url(), Vec::new(), product(), settings()).unwrap();
    let without = Transport::new::<()>(base_url(), Vec::new(), product(), settings()).unwrap();
    for (status, line, sent) in [
        (401, "401 Unauthorized ({}); 1 attempt; check the token", Sent::Yes),
        (503, "503 Service Unavailable ({}); 1 attempt; the request may have taken effect", Sent::Maybe),
    ] {
        simulator.otherwise(MockResponse::json(status, &json!({ "code": "busy", "message": "In part." })));
        let post = |transport: &Transport| {
            let call = transport.call(CallOptions::default());
            let request = RequestBuilder::new("things_make", Method::POST, "/things");
            in_time(async move { call.execute_empty(request).await })
        };
        let error = Error::<OnlyMessage>::from(post(&of_vendor).await.unwrap_err());
        let line = format!("things_make (POST /things): {line}");
        assert_eq!((error.to_string(), error.sent()), (line.replace("{}", "Later."), sent));
        assert_eq!(error.is_unauthorized(), status == 401);
        let error = Error::<()>::from(post(&without).await.unwrap_err());
        assert_eq!((error.to_string(), error.sent()), (line.replace("{}", "In part."), sent));
        assert!(error.problem().is_none());
    }
    simulator.otherwise(MockResponse::json(200, &json!({ "message": "In part." })));
    let request = RequestBuilder::new("things_get", Method::GET, "/things");
    without.call(CallOptions::default()).execute::<Value>(request).await.unwrap();
    assert_eq!((().code(), ().message()), (None, None));
}

#[tokio::test]
async fn an_error_body_is_parsed_once() {
    static PARSED: AtomicUsize = AtomicUsize::new(0);

    #[derive(Debug)]
    struct Counted(TestProblem);

    impl Problem for Counted {
        fn parse(body: &[u8]) -> Option<Self> {
            PARSED.fetch_add(1, SeqCst);
            TestProblem::parse(body).map(Self)
        }

        fn code(&self) -> Option<String> {
            self.0.code()
        }

        fn message(&self) -> Option<Cow<'_, str>> {
            Some(Cow::Borrowed("counted"))
        }

        fn not_processed(&self) -> bool {
            self.0.not_processed()
        }
    }

    let simulator = plain().await;
    let mut settings = settings();
    settings.retry.min_delay = Duration::ZERO;
    settings.retry.max_delay = Duration::ZERO;
    let base_url = BaseUrl::parse(simulator.base_url(), "").unwrap();
    let transport =
        Transport::new::<Counted>(base_url, Vec::new(), Product::new("test", "1.0.0"), settings).unwrap();
    simulator.otherwise(MockResponse::json(503, &json!({ "code": "busy", "processed": false })));
    let request = RequestBuilder::new("things_make", Method::POST, "/things");
    let call_error =
        in_time(transport.call(CallOptions::default()).execute_empty(request)).await.unwrap_err();
    let error = Error::<Counted>::from(call_error);
    // Once for each of three responses: the request was not processed, so that it was sent again.
    assert_eq!((error.attempts(), PARSED.load(SeqCst)), (3, 3));
    assert_eq!(error.problem().unwrap().0.code.as_deref(), Some("busy"));
    assert!(error.to_string().contains("(busy: counted)"), "{error}");
}

#[tokio::test]
async fn a_rejected_body_is_shown_up_to_64_kib() {
    let (simulator, transport) = {
        let simulator = plain().await;
        let transport = transport_with(simulator.base_url(), settings());
        (simulator, transport)
    };
    for (size, is_shown) in [(60_000, true), (70_000, false)] {
        let body = json!({ "code": "7", "message": "No.", "data": "x".repeat(size) });
        simulator.next(MockResponse::json(200, &body));
        let call = transport.call(CallOptions::default());
        let request = RequestBuilder::new("things_delete", Method::DELETE, "/things/1");
        let error: Error<TestProblem> = call.reject(call.execute::<Value>(request).await.unwrap()).into();
        assert_eq!(error.problem().is_some(), is_shown);
        assert!(error.body().unwrap().len() > size);
        simulator.next(MockResponse::json(200, &json!("x".repeat(size))));
        let request = RequestBuilder::new("things_delete", Method::DELETE, "/things/1");
        let line = call.reject(call.execute::<Value>(request).await.unwrap()).to_string();
        assert_eq!(line.contains("(\"xxx"), is_shown, "{size}: {line}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cause_is_part_of_the_line() {
    let error = error_of(ok().fault(Fault::Close(Point::AfterBodyBytes(3)))).await;
    let (line, cause) = (error.to_string(), std::error::Error::source(&error).unwrap());
    assert!(line.starts_with("things_list (GET /things): 200 OK, but the body cannot be read: "), "{line}");
    assert!(line.ends_with("; 1 attempt") && cause.is::<api_runtime::reqwest::Error>(), "{line}");
    let call_error = error.into_call_error();
    assert!(std::error::Error::source(&call_error).unwrap().is::<api_runtime::reqwest::Error>());
    let error = error_of(ok().fault(Fault::Close(Point::BeforeHeaders))).await;
    let line = error.to_string();
    assert!(line.contains(": the connection was lost before a response: "), "{line}");
    assert!(line.ends_with("; 1 attempt; the request may have taken effect"), "{line}");
}

#[tokio::test(start_paused = true)]
async fn the_reason_against_a_retry_is_part_of_the_line() {
    let simulator = plain().await;
    simulator.otherwise(MockResponse::status(503).header("retry-after", "3600"));
    let transport = transport_with(simulator.base_url(), settings());
    let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
    assert_eq!(
        error.to_string(),
        "things_list (GET /things): 503 Service Unavailable; not retried: the deadline leaves no time for \
         the wait; 1 attempt; the server asks to wait 3600 s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_is_told_from_the_limit_of_an_attempt() {
    let simulator = plain().await;
    simulator.otherwise(ok().fault(Fault::Stall(Point::BeforeHeaders)));
    let transport = transport_with(simulator.base_url(), settings());
    let mut options = CallOptions::default();
    options.deadline = Some(Duration::from_secs(2));
    let request = RequestBuilder::new("things_list", Method::GET, "/things");
    let error: Error<TestProblem> =
        in_time(transport.call(options).execute_empty(request)).await.unwrap_err().into();
    assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::Deadline, true));
    assert_eq!(
        error.to_string(),
        "things_list (GET /things): the deadline passed before a complete response arrived; 1 attempt; \
         the request may have taken effect; raise `deadline`, or try later"
    );
}

#[tokio::test]
async fn accessors() {
    let error = error_of(
        MockResponse::json(429, &json!({ "code": "slow", "message": "Slow down." }))
            .header("retry-after", "7")
            .header("x-request-id", "r-1")
            .header("x-trace", "t-1")
            .header("x-ratelimit-limit", "100")
            .header("ratelimit-remaining", "0"),
    )
    .await;
    assert_eq!(error.operation(), Some("things_list"));
    assert_eq!(error.method(), Some(&Method::GET));
    assert_eq!(error.path(), Some("/things"));
    assert_eq!(error.call().map(|call| call.attempts), Some(1));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!(error.headers().unwrap()["x-request-id"], "r-1");
    assert_eq!(error.body(), Some(br#"{"code":"slow","message":"Slow down."}"#.as_slice()));
    assert_eq!(error.problem().unwrap().code.as_deref(), Some("slow"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.request_id(), Some("t-1"));
    let rate_limit = error.rate_limit().unwrap();
    assert_eq!((rate_limit.limit, rate_limit.remaining, rate_limit.reset), (Some(100), Some(0), None));
    assert_eq!(error.into_call_error().json::<Value>().unwrap()["code"], "slow");

    let error = Error::<TestProblem>::from(CallError::config("the token is missing"));
    assert_eq!((error.to_string().as_str(), error.kind()), ("the token is missing", ErrorKind::Config));
    assert!(error.call().is_none() && error.headers().is_none() && error.request_id().is_none());
    assert_eq!(error.into_call_error().json::<Value>(), None);
}

#[tokio::test]
async fn a_response_has_the_same_accessors() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(ok().header("x-request-id", "r-1").header("ratelimit-reset", "60"));
    let response = get(&transport).await.unwrap();
    assert_eq!(response.value, [1, 2, 3]);
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    assert_eq!((response.call().operation, response.call().path.as_str()), ("things_list", "/things"));
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.body(), b"[1,2,3]");
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.rate_limit().unwrap().reset, Some(60));
    assert!(response.skipped_fields().is_empty());
    let response = response.map(|numbers| numbers.len());
    assert_eq!((response.body(), response.value), (b"[1,2,3]".as_slice(), 3));
}

#[tokio::test]
async fn an_error_response_can_be_read_as_none() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(MockResponse::json(404, &json!({ "code": "none" })));
    let error: Error<TestProblem> = get(&transport).await.unwrap_err().into();
    let response = error.into_call_error().into_none::<Vec<i64>>().unwrap();
    assert_eq!((response.status().as_u16(), response.attempts(), response.value), (404, 1, None));

    let without_response = CallError::input("the id is empty").into_none::<()>().unwrap_err();
    assert_eq!(without_response.to_string(), "the id is empty");
}

#[tokio::test]
async fn the_problem_survives_a_failed_conversion() {
    let error = error_of(MockResponse::json(404, &json!({ "code": "none" }))).await;
    let error: Error<TestProblem> = error.into_call_error().into_undecoded().unwrap_err().into();
    assert_eq!(error.problem().unwrap().code.as_deref(), Some("none"));
}

#[tokio::test]
async fn a_response_with_another_body_can_be_had_undecoded() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(MockResponse::text(200, "text/csv", "a,b\n1,2\n"));
    let response = get(&transport).await.unwrap_err().into_undecoded().unwrap();
    assert_eq!((response.body(), response.attempts()), (b"a,b\n1,2\n".as_slice(), 1));
}

#[tokio::test]
async fn a_successful_response_can_be_rejected_by_its_body() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(MockResponse::json(200, &json!({ "code": "7003", "message": "No." })));
    let call = transport.call(CallOptions::default());
    let request = RequestBuilder::new("things_delete", Method::DELETE, "/things/1");
    let response = call.execute::<Value>(request).await.unwrap();
    let error: Error<TestProblem> = call.reject(response).into();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Rejected, Sent::Yes));
    assert_eq!(
        error.to_string(),
        "things_delete (DELETE /things/1): 200 OK, but the body reports an error (7003: No.); 1 attempt"
    );
}

#[tokio::test]
async fn an_invalid_response_is_an_error_without_its_body() {
    let (simulator, transport) = single_attempts().await;
    simulator.next(ok());
    let response = get(&transport).await.unwrap();
    let call_error =
        CallError::invalid_response(response, ErrorKind::Paging, "but the page repeats an earlier one");
    let error: Error<TestProblem> = call_error.into();
    assert_eq!(
        error.to_string(),
        "things_list (GET /things): 200 OK, but the page repeats an earlier one; 1 attempt"
    );
    assert_eq!((error.kind(), error.body()), (ErrorKind::Paging, Some(b"[1,2,3]".as_slice())));
}
