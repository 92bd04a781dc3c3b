//! Requests and responses against an OpenAPI document.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod shelves;

use api_simulator::{MockResponse, Simulator, Spec};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use shelves::document;

struct Shelves {
    simulator: Simulator,
    client: Client,
}

impl Shelves {
    async fn start() -> Self {
        let spec = Spec::parse(&document().to_string()).unwrap();
        Self { simulator: Simulator::from_spec(spec).start().await.unwrap(), client: Client::new() }
    }

    /// Builds a request without a credential.
    fn anonymous(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.simulator.base_url()))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.simulator.base_url())).bearer_auth("any")
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// Returns the status of the response and the violations of the request.
    async fn send(&self, request: RequestBuilder) -> (u16, Vec<String>) {
        let status = request.send().await.unwrap().status().as_u16();
        (status, self.simulator.requests().last().unwrap().violations().to_vec())
    }
}

#[tokio::test]
async fn conforming_requests_pass() {
    let shelves = Shelves::start().await;
    let shelf = json!({ "name": "top", "books": null, "below": { "name": "low" } });
    for request in [
        shelves.get("/shelves/12"),
        shelves.get("/shelves/%31%32"),
        shelves.request(Method::PUT, "/shelves/-1").json(&shelf),
        shelves
            .get("/shelves/all?client=a&page=9&order=asc&since=2026-02-28&tag=a&tag=b")
            .header("x-trace", "7"),
        shelves.anonymous("/shelves/12?token=any"),
        shelves.anonymous("/shelves/12").header("x-email", "a").header("x-key", "b"),
        shelves.anonymous("/shelves/all?client=a"),
    ] {
        let (status, violations) = shelves.send(request).await;
        assert_eq!((status < 300, violations), (true, Vec::new()));
    }
    assert_eq!(shelves.simulator.requests()[3].operation(), Some("shelves"));
    assert_eq!(shelves.simulator.requests()[3].path(), "/shelves/all");
    shelves.simulator.assert_no_violations();
}

#[tokio::test]
async fn every_violation_is_named_and_rejected() {
    let shelves = Shelves::start().await;
    let get = |path: &str| shelves.get(path);
    let put = || shelves.request(Method::PUT, "/shelves/1");
    let cases = [
        (get("/shelf/1"), 404, "no documented path matches /shelf/1"),
        (shelves.request(Method::DELETE, "/shelves/1"), 405, "DELETE is not documented for /shelves/{shelf}"),
        (shelves.anonymous("/shelves/1"), 401, "no documented credential was sent"),
        (shelves.anonymous("/shelves/1").header("x-key", "alone"), 401, "no documented credential was sent"),
        (get("/shelves/one"), 400, "path parameter \"shelf\": value is not of type \"integer\""),
        (get("/shelves/1?x=y"), 400, "query parameter \"x\" is not documented"),
        (get("/shelves/all"), 400, "query parameter \"client\" is missing"),
        (
            get("/shelves/all?client=a&page=1.0"),
            400,
            "query parameter \"page\": value is not of type \"integer\"",
        ),
        (
            get("/shelves/all?client=a&page=10"),
            400,
            "query parameter \"page\": value is greater than the maximum of 9",
        ),
        (
            get("/shelves/all?client=a&order=up"),
            400,
            "query parameter \"order\": value is not one of \"asc\" or \"desc\"",
        ),
        (
            get("/shelves/all?client=a&since=2026-02-30"),
            400,
            "query parameter \"since\": value is not a \"date\"",
        ),
        (get("/shelves/all?client=a&page=1&page=2"), 400, "query parameter \"page\" was sent 2 times"),
        (
            get("/shelves/all?client=a&tag=a&tag=long"),
            400,
            "query parameter \"tag\": at /1: value is longer than 3 characters",
        ),
        (
            get("/shelves/all?client=a").header("x-trace", "no"),
            400,
            "header \"X-Trace\": value is not of type \"integer\"",
        ),
        (get("/shelves/1").body("hi"), 400, "a body was sent, and none is documented"),
        (put(), 400, "the body is missing"),
        (put().body("{}"), 415, "content type \"\" is not documented for the body"),
        (
            put().header("content-type", "application/json").body("{"),
            400,
            "the body: it is not JSON (line 1, column 1)",
        ),
        (put().json(&json!({ "books": 1 })), 400, "the body: \"name\" is a required property"),
        (
            put().json(&json!({ "name": "abc", "books": -1 })),
            400,
            "the body: at /books: value is less than the minimum of 0",
        ),
    ];
    for (request, status, violation) in cases {
        assert_eq!(shelves.send(request).await, (status, vec![violation.to_owned()]));
    }
    let outside = shelves.client.get(format!("http://{}/shelves/1", shelves.simulator.address()));
    assert_eq!(shelves.send(outside).await, (404, vec!["the path does not begin with /api/v1".to_owned()]));
}

#[tokio::test]
async fn violations_do_not_show_values() {
    let shelves = Shelves::start().await;
    let body = json!({ "name": "abc", "books": "SECRET1", "SECRET": "SECRET2", "below": "SECRET3" });
    shelves.request(Method::PUT, "/shelves/1").json(&body).send().await.unwrap();
    let all = shelves.simulator.violations().join("\n");
    assert!(all.contains("at /books") && all.contains("at /below"), "{all}");
    assert!(!all.contains("SECRET1") && !all.contains("SECRET2") && !all.contains("SECRET3"), "{all}");
}

#[tokio::test]
async fn responses_are_documented_examples_or_made_from_schemas() {
    let shelves = Shelves::start().await;
    let shelf: Value = shelves.get("/shelves/1").send().await.unwrap().json().await.unwrap();
    assert!(shelf["name"].as_str().unwrap().len() >= 3 && shelf["books"].is_i64(), "{shelf}");
    let all: Value = shelves.get("/shelves/all?client=a").send().await.unwrap().json().await.unwrap();
    assert_eq!(all, json!([]));

    shelves.simulator.on("shelf_get", MockResponse::documented(404));
    let response = shelves.get("/shelves/1").send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "problem": "gone" }));

    shelves.simulator.on("shelves", MockResponse::example(200, "none").header("x-note", "kept"));
    let response = shelves.get("/shelves/all?client=a").send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["x-note"].to_str().unwrap()), (200, "kept"));
    shelves.simulator.on("shelves", MockResponse::example(200, "some"));
    assert_eq!(shelves.get("/shelves/all?client=a").send().await.unwrap().status(), 501);
}

#[test]
#[should_panic(expected = "the OpenAPI document has no operation \"shelf_delete\"")]
fn a_script_names_operations_that_exist() {
    let spec = Spec::parse(&document().to_string()).unwrap();
    Simulator::from_spec(spec).start_blocking().unwrap().on("shelf_delete", MockResponse::status(500));
}
