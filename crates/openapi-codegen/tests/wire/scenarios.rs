//! One call of each kind of parameter, body and response, compared byte for byte with the OpenAPI specification's table of
//! styles, RFC 6570, RFC 7578, RFC 6265 and RFC 3339.

use chrono::{NaiveDate, TimeZone, Utc};

use crate::{
    Client, Color, FormBody, HeadersParams, LinkParams, ManyParams, PatchThingReply, Problem, QueryParams,
    Thing, UploadForm, recorder::Recorder, runtime_types::File,
};

const EMPTY: &str = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

fn response(status: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn colors() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn color() -> Color {
    Color::new().r(100).g(200).b(150)
}

#[tokio::test]
async fn parameters_of_the_path() {
    let server = Recorder::start(&[EMPTY; 6]);
    let client = Client::new(&server.url).unwrap();
    client.simple("a/b ü", &colors(), &color()).await.unwrap();
    assert_eq!(
        server.request().line,
        "GET /v1/simple/a%2Fb%20%C3%BC/blue,black,brown/R,100,G,200,B,150 HTTP/1.1"
    );
    client.simple_explode(&color()).await.unwrap();
    assert_eq!(server.request().line, "GET /v1/simple-explode/R=100,G=200,B=150 HTTP/1.1");
    client.label("blue", &colors(), &color()).await.unwrap();
    assert_eq!(server.request().line, "GET /v1/label/.blue/.blue,black,brown/.R=100.G=200.B=150 HTTP/1.1");
    client.matrix(&color(), &colors()).await.unwrap();
    assert_eq!(
        server.request().line,
        "GET /v1/matrix/;color=R,100,G,200,B,150/;colors=blue;colors=black;colors=brown HTTP/1.1"
    );
    let at = Utc.with_ymd_and_hms(2026, 11, 26, 8, 30, 0).unwrap();
    client.times(at, NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(), 7).await.unwrap();
    assert_eq!(server.request().line, "GET /v1/times/2026-11-26T08%3A30%3A00Z/2026-11-26/7 HTTP/1.1");
    let params = ManyParams::new().a("x").b("y").c(3).q("z");
    client.many(&params, &"text".to_owned()).await.unwrap();
    let request = server.request();
    assert_eq!(request.line, "POST /v1/many/x/y/3?q=z HTTP/1.1");
    assert_eq!(request.body, "\"text\"");
}

#[tokio::test]
async fn parameters_of_the_query() {
    let server = Recorder::start(&[EMPTY; 4]);
    let client = Client::new(&server.url).unwrap();
    let at = Utc.with_ymd_and_hms(2026, 11, 26, 8, 30, 0).unwrap();
    let params = QueryParams::new()
        .text("a b&c")
        .at(at)
        .rep(colors())
        .joined(colors())
        .spaces(colors())
        .pipes(colors())
        .object(color())
        .flat(color())
        .deep(color())
        .json(color())
        .url("https://a.example/b?c");
    client.query(&params).await.unwrap();
    let expected = [
        "text=a+b%26c",
        "at=2026-11-26T08%3A30%3A00Z",
        "rep=blue&rep=black&rep=brown",
        "joined=blue,black,brown",
        "spaces=blue%20black%20brown",
        "pipes=blue%7Cblack%7Cbrown",
        "R=100&G=200&B=150",
        "flat=R,100,G,200,B,150",
        "deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150",
        "json=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
        "url=https://a.example/b?c",
    ];
    assert_eq!(server.request().line, format!("GET /v1/query?{} HTTP/1.1", expected.join("&")));
    client.query(&QueryParams::new()).await.unwrap();
    assert_eq!(server.request().line, "GET /v1/query HTTP/1.1");
    client.query(&QueryParams::new().any(serde_json::json!([1, "a"]))).await.unwrap();
    assert_eq!(server.request().line, "GET /v1/query?any=1&any=a HTTP/1.1");
    let nested = QueryParams::new().any(serde_json::json!([[1]]));
    let error = client.query(&nested).await.unwrap_err().to_string();
    assert!(error.contains("`any`") && error.contains("inside another"), "{error}");
    client.trailing().await.unwrap();
    assert_eq!(server.request().line, "GET /v1/list/?kind=all HTTP/1.1");
}

#[tokio::test]
async fn headers_and_cookies() {
    let server = Recorder::start(&[EMPTY]);
    let client = Client::new(&server.url).unwrap();
    let params = HeadersParams::new()
        .x_text("a b")
        .x_at(Utc.with_ymd_and_hms(2026, 11, 26, 8, 30, 0).unwrap())
        .x_list(colors())
        .x_object(color())
        .x_pairs(color())
        .session("a=b;c")
        .colors(colors());
    client.headers(&params).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("x-text"), ["a b"]);
    assert_eq!(request.header("x-at"), ["2026-11-26T08:30:00Z"]);
    assert_eq!(request.header("x-list"), ["blue,black,brown"]);
    assert_eq!(request.header("x-object"), ["R,100,G,200,B,150"]);
    assert_eq!(request.header("x-pairs"), ["R=100,G=200,B=150"]);
    assert_eq!(request.header("cookie"), ["session=a=b%3Bc; colors=blue,black,brown"]);
}

#[tokio::test]
async fn json_bodies() {
    let thing = r#"{"id":"a","note":null,"size":"large","parent":{"id":"b"},"extra":7,"odd":"x"}"#;
    let server = Recorder::start(&[
        &response("200 OK", "application/vnd.wire+json", thing),
        EMPTY,
        &response("422 Unprocessable", "application/problem+json", r#"{"code":"bad","field":"id"}"#),
        &response("202 Accepted", "application/json", r#"{"job":"j"}"#),
        &response("206 Partial", "application/json", "{}"),
    ]);
    let client = Client::new(&server.url).unwrap();
    let body = Thing::new().id("a").clear_note().additional_properties([("extra", 7)]);
    let found = client.put_thing("a", &body).await.unwrap().into_value().unwrap();
    let request = server.request();
    assert_eq!(request.line, "PUT /v1/things/a HTTP/1.1");
    assert_eq!(request.header("content-type"), ["application/json"]);
    assert_eq!(request.header("accept"), ["application/vnd.wire+json"]);
    assert_eq!(request.body, r#"{"id":"a","note":null,"extra":7}"#);
    // The malformed size and the malformed further field cost themselves and nothing else.
    assert_eq!((found.id.as_str(), &found.note, found.size), ("a", &Some(None), None));
    assert_eq!(found.parent.map(|parent| parent.id).as_deref(), Some("b"));
    assert_eq!(found.additional_properties.into_iter().collect::<Vec<_>>(), [("extra".to_owned(), 7)]);

    assert_eq!(client.put_thing("a", &Thing::new()).await.unwrap().into_value(), None);
    server.request();
    let error = client.put_thing("a", &Thing::new()).await.unwrap_err();
    server.request();
    let problem: Problem = error.json().unwrap();
    assert_eq!((problem.code.as_str(), problem.field.as_deref()), ("bad", Some("id")));

    let reply = client.patch_thing("a", Some(&Thing::new().id("b").note("n"))).await.unwrap().into_value();
    let request = server.request();
    assert_eq!(request.header("content-type"), ["application/merge-patch+json"]);
    assert_eq!(request.body, r#"{"id":"b","note":"n"}"#);
    let PatchThingReply::Status202(job) = reply else { panic!("{reply:?}") };
    assert_eq!(job.job.as_deref(), Some("j"));
    let reply = client.patch_thing("a", None).await.unwrap().into_value();
    let request = server.request();
    assert_eq!((request.header("content-type").len(), request.body.as_str()), (0, ""));
    assert_eq!(reply, PatchThingReply::Success);
}

/// Small values on the wire are large in memory: these would take more than 90 MiB.
#[tokio::test]
async fn the_memory_of_a_body_is_limited() {
    let body = format!("[{}]", vec![r#"{"id":""}"#; 1_000_000].join(","));
    let server = Recorder::start(&[&response("200 OK", "application/json", &body)]);
    let client = Client::new(&server.url).unwrap();
    let error = client.list_things().await.unwrap_err().to_string();
    assert!(error.contains("memory"), "{error}");
}

#[tokio::test]
async fn forms() {
    let server = Recorder::start(&[EMPTY; 2]);
    let client = Client::new(&server.url).unwrap();
    let body = FormBody::new()
        .name("Jo & co")
        .tags(["a", "b"])
        .joined(["a", "b"])
        .address(color())
        .meta([("k", "v w")]);
    client.form(&body).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(
        request.body,
        "name=Jo+%26+co&tags=a&tags=b&joined=a,b&\
         address=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D&meta%5Bk%5D=v%20w"
    );
    let file = File::new("PNG").name("a.png");
    client
        .upload(&UploadForm::new().purpose("test").tags(["x", "y"]).meta(color()).file(file))
        .await
        .unwrap();
    let request = server.request();
    let content_type = request.header("content-type")[0];
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let part = |head: &str, content: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let expected = [
        part("name=\"purpose\"", "test"),
        part("name=\"tags\"", "x"),
        part("name=\"tags\"", "y"),
        part("name=\"meta\"\r\nContent-Type: application/json", r#"{"R":100,"G":200,"B":150}"#),
        part("name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png", "PNG"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(request.body, expected.concat());
}

#[tokio::test]
async fn raw_bodies_and_streams() {
    let server = Recorder::start(&[
        &response("200 OK", "text/plain", "pong"),
        &response("200 OK", "image/png", "PNG"),
        EMPTY,
        &response("200 OK", "text/event-stream", "event: new\ndata: {\"id\":\"a\"}\n\n"),
    ]);
    let client = Client::new(&server.url).unwrap();
    assert_eq!(client.text("ping").await.unwrap().into_value(), "pong");
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), (vec!["text/plain"], "ping"));
    assert_eq!(client.bytes("<a/>").await.unwrap().into_value().as_ref(), b"PNG");
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), (vec!["application/xml"], "<a/>"));
    client.any("image/gif", "GIF").await.unwrap();
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), (vec!["image/gif"], "GIF"));
    let mut events = client.events().await.unwrap();
    assert_eq!(server.request().header("accept"), ["text/event-stream"]);
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.event.as_str(), event.json::<Thing>().unwrap().id.as_str()), ("new", "a"));
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn credentials_servers_and_groups() {
    let server = Recorder::start(&[EMPTY; 3]);
    let builder = || Client::builder(&server.url);
    let client = builder().token("s3cr3t").header_key("h").query_key("q&").cookie_key("c").build().unwrap();
    client.other_things().elsewhere().await.unwrap();
    let request = server.request();
    assert_eq!(
        request.line, "GET /other/elsewhere?api_key=q%26 HTTP/1.1",
        "a relative URL of its own server"
    );
    assert_eq!(request.header("authorization"), ["Bearer s3cr3t"]);
    assert_eq!(request.header("x-api-key"), ["h"]);
    assert_eq!(request.header("cookie"), ["sid=c"]);
    let client = builder().login("Aladdin", "open sesame").build().unwrap();
    client.headers(&HeadersParams::new().session("s")).await.unwrap();
    assert_eq!(server.request().header("authorization"), ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
    assert_eq!(crate::servers::PRODUCTION, "https://api.example.com/v1");
}

#[tokio::test]
async fn methods_beyond_those_of_http() {
    let server = Recorder::start(&[EMPTY; 2]);
    let client = Client::new(&server.url).unwrap();
    client.find(&color()).await.unwrap();
    let request = server.request();
    assert_eq!(request.line, "QUERY /v1/find HTTP/1.1");
    assert_eq!(request.body, r#"{"R":100,"G":200,"B":150}"#);
    client.link(&LinkParams::new().all(color())).await.unwrap();
    assert_eq!(server.request().line, "LINK /v1/find?R=100&G=200&B=150 HTTP/1.1");
}

#[tokio::test]
async fn arguments_that_would_change_the_path_are_errors() {
    let client = Client::new("http://127.0.0.1:9").unwrap();
    for id in ["", ".", ".."] {
        let error = client.patch_thing(id, None).await.unwrap_err().to_string();
        assert!(error.contains("segment"), "{id:?}: {error}");
    }
}

#[tokio::test]
async fn errors_name_the_operation_and_show_no_secret() {
    let invalid = response("422 Unprocessable", "application/json", r#"{"password":"hunter2"}"#);
    let odd = response("200 OK", "application/vnd.wire+json", r#"{"id":{"password":"hunter2"}}"#);
    let server = Recorder::start(&[&invalid, &odd, &invalid]);
    let client = Client::builder(&server.url).query_key("k3y").build().unwrap();
    let thing = Thing::new().id("hunter2");
    let errors = [
        ("putThing: 422", client.put_thing("a", &thing).await.unwrap_err()),
        ("putThing: 200", client.put_thing("a", &thing).await.unwrap_err()),
        ("events: 422", client.events().await.unwrap_err()),
    ];
    for (expected, error) in errors {
        let texts = format!("{error} {error:?} {error:#?}");
        let (operation, status) = expected.split_once(": ").unwrap();
        assert!(error.to_string().contains(operation) && error.to_string().contains(status), "{texts}");
        assert!(!texts.contains("hunter2") && !texts.contains("k3y"), "{texts}");
    }
}
