//! Requests as they reach the server, and requests that are rejected before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::{
    CallOptions, ErrorKind, Multipart, QueryValue, RequestBuilder, Sent, Style, http::Method, open_enum,
};
use api_simulator::{MockResponse, RecordedRequest};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use support::{TestProblem, in_time, plain, transport};

open_enum! {
    /// Order of a list.
    enum Order {
        /// Ascending order.
        Ascending = "asc",
        /// Descending order.
        Descending = "desc",
    }
}

/// Sends the request and returns it as the server received it.
async fn receive(request: RequestBuilder, options: CallOptions) -> RecordedRequest {
    let simulator = plain().await;
    simulator.next(MockResponse::status(204));
    in_time(transport(&simulator).call(options).execute_empty(request)).await.unwrap();
    simulator.requests().remove(0)
}

async fn query(name: &str, value: &(impl QueryValue + ?Sized)) -> Option<String> {
    let request = RequestBuilder::new("things_list", Method::GET, "/things").query(name, value);
    let request = receive(request, CallOptions::default()).await;
    assert_eq!(request.path(), "/things");
    request.expose_query().map(str::to_owned)
}

#[tokio::test]
async fn query_values_are_form_urlencoded() {
    let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(query("q", "a b&c=d+é/ő").await, some("q=a+b%26c%3Dd%2B%C3%A9%2F%C5%91"));
    assert_eq!(query("actor.email", &"a@b.example".to_owned()).await, some("actor.email=a%40b.example"));
    assert_eq!(query("a b", "").await, some("a+b="));
    assert_eq!(query("on", &true).await, some("on=true"));
    assert_eq!(query("n", &-7_i64).await, some("n=-7"));
    assert_eq!(query("n", &u64::MAX).await, some("n=18446744073709551615"));
    assert_eq!(query("x", &0.25).await, some("x=0.25"));
    assert_eq!(query("date", &NaiveDate::from_ymd_opt(2026, 6, 4)).await, some("date=2026-06-04"));
    assert_eq!(query("since", &moment("2026-06-04T05:06:07Z")).await, some("since=2026-06-04T05%3A06%3A07Z"));
    let with_millis = moment("2026-06-04T05:06:07.089+02:00");
    assert_eq!(query("since", &with_millis).await, some("since=2026-06-04T03%3A06%3A07.089Z"));
    for text in Order::DOCUMENTED {
        assert_eq!(query("order", &Order::from(*text)).await, Some(format!("order={text}")));
    }
    assert_eq!(query("order", &Order::from("by size")).await, some("order=by+size"));
}

#[tokio::test]
async fn none_is_not_written_and_lists_repeat_the_name() {
    assert_eq!(query("q", &None::<String>).await, None);
    assert_eq!(query("q", &Vec::<String>::new()).await, None);
    assert_eq!(query("q", &Some("")).await.as_deref(), Some("q="));
    assert_eq!(query("id", &vec!["a", "b c"]).await.as_deref(), Some("id=a&id=b+c"));
    let all = RequestBuilder::new("things_list", Method::GET, "/things")
        .query("a", &1_i64)
        .query("b", &None::<bool>)
        .query("c", &Some(vec![Order::Ascending, Order::Descending]));
    let request = receive(all, CallOptions::default()).await;
    assert_eq!(request.expose_query(), Some("a=1&c=asc&c=desc"));
}

#[tokio::test]
async fn method_path_headers_and_body_arrive() {
    let request = RequestBuilder::new("thing_make", Method::PATCH, "/things/a%2Fb%20c")
        .header("x-order", &Order::Descending)
        .header("x-none", &None::<String>)
        .header("x-many", &vec!["1", "2"])
        .accept("application/json")
        .json(&json!({ "name": "é" }));
    let request = receive(request, CallOptions::default()).await;
    assert_eq!(request.line(), "PATCH /things/a%2Fb%20c");
    assert_eq!(request.header("x-order"), Some("desc"));
    assert_eq!(request.header("x-none"), None);
    let many: Vec<_> = request.headers().into_iter().filter(|(name, _)| *name == "x-many").collect();
    assert_eq!(many, [("x-many", "1"), ("x-many", "2")]);
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("content-length"), Some("13"));
    assert_eq!(&request.expose_body()[..], "{\"name\":\"é\"}".as_bytes());
}

#[tokio::test]
async fn an_absent_form_is_an_empty_one() {
    let request = RequestBuilder::new("thing_make", Method::POST, "/things").form(&None::<Vec<u8>>, &[]);
    let request = receive(request, CallOptions::default()).await;
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(request.expose_body().is_empty());
}

#[tokio::test]
async fn the_accept_option_of_a_call_takes_precedence() {
    let mut options = CallOptions::default();
    options.accept = Some("text/csv");
    let request = RequestBuilder::new("things_list", Method::GET, "/things").accept("application/json");
    assert_eq!(receive(request, options).await.header("accept"), Some("text/csv"));
}

#[tokio::test]
async fn a_malformed_request_is_an_error_and_is_not_sent() {
    struct NoJson;
    impl serde::Serialize for NoJson {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("s3cr3t"))
        }
    }
    let get = |path: &str| RequestBuilder::new("things_get", Method::GET, path);
    let nested = json!({ "a": { "b": 1 } });
    let date = NaiveDate::from_ymd_opt(12026, 1, 1).unwrap();
    let before_christ = NaiveDate::from_ymd_opt(-1, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let simulator = plain().await;
    let transport = transport(&simulator);
    for (request, expected) in [
        (get("/things/"), "a segment of the path is empty"),
        (get("/things//limits"), "a segment of the path is empty"),
        (get("things"), "the path does not begin with `/`"),
        (get("/things/.."), "a segment of the path is `.` or `..`, which would change the path"),
        (get("/things/./limits"), "a segment of the path is `.` or `..`, which would change the path"),
        (get("/things/%2E%2e/limits"), "a segment of the path is `.` or `..`, which would change the path"),
        (get("/things/a?b"), "a segment of the path is not percent-encoded"),
        (get("/things/.%2E"), "a segment of the path is `.` or `..`, which would change the path"),
        (
            get("/things").query("date", &date),
            "the query parameter `date` cannot be sent: its year does not have four digits",
        ),
        (
            get("/things").query("since", &Some(before_christ)).query("x", &f64::NAN),
            "the query parameter `since` cannot be sent: its year does not have four digits",
        ),
        (
            get("/things").query("x", &f64::INFINITY),
            "the query parameter `x` cannot be sent: it is not a finite number",
        ),
        (
            get("/things").header("x-name", "s3cr3t\n"),
            "the header `x-name` cannot be sent: it contains a character that no header may contain",
        ),
        (get("/things").header("x name", "a"), "`x name` is not a header name"),
        (get("/things").accept("text/\n"), "`text/\n` is not a media type"),
        (get("/things").json(&NoJson), "the body cannot be serialized as JSON"),
        (
            get("/things").query_styled("q", Style::Form, &nested),
            "the query parameter `q` cannot be sent: it has a list or an object inside another, for which its style \
             has no form",
        ),
        (
            get("/things").header_styled("x-name", Style::Simple, "s3cr3t\n"),
            "the header `x-name` cannot be sent: it contains a character that no header may contain",
        ),
        (
            get("/things").header_styled("x-name", Style::Json, &NoJson),
            "the header `x-name` cannot be sent: it cannot be serialized",
        ),
        (
            get("/things").cookie("session", Style::Form, &NoJson),
            "the cookie `session` cannot be sent: it cannot be serialized",
        ),
        (get("/things").form("s3cr3t", &[]), "the form cannot be sent: it is not an object"),
        (
            get("/things").multipart(Multipart::new().text("n", &f64::NAN, None)),
            "the form field `n` cannot be sent: it is not a finite number",
        ),
        (
            get("/things").multipart(Multipart::new().json("meta", &NoJson, "application/json")),
            "the form field `meta` cannot be sent: it cannot be serialized as JSON",
        ),
        (
            get("/things").multipart(Multipart::new().text("n", "7", Some("text/\r\nx: y"))),
            "the form field `text/\r\nx: y` cannot be sent: it is not a media type",
        ),
        (get("/things").bytes("text/\n", "7"), "`text/\n` is not a media type"),
    ] {
        let error = transport.call(CallOptions::default()).execute_empty(request).await.unwrap_err();
        let error = api_runtime::Error::<TestProblem>::from(error);
        assert_eq!(error.to_string(), expected);
        assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Input, Sent::No, 0));
    }
    assert_eq!(simulator.attempts(), 0);
    assert_eq!(transport.stats().calls, 0);
}

#[test]
fn a_request_does_not_show_its_values() {
    let request = RequestBuilder::new("things_get", Method::GET, "/things/s3cr3t")
        .query("q", "s3cr3t")
        .header("x-name", "s3cr3t")
        .json("s3cr3t");
    assert_eq!(format!("{request:?}"), "RequestBuilder { operation: \"things_get\", method: GET, .. }");
}

#[tokio::test]
async fn dots_inside_a_segment_are_harmless() {
    for path in ["/...", "/.a", "/a..", "/%252e%252e", "/a.b/..c"] {
        let request = RequestBuilder::new("things_get", Method::GET, path);
        assert_eq!(receive(request, CallOptions::default()).await.path(), path);
    }
}
