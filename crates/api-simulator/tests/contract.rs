//! Requests and answers against a description.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod shelves;

use api_simulator::{MockResponse, Simulator, Spec};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use shelves::description;

async fn simulator() -> Simulator {
    let description = Spec::parse(&description().to_string()).unwrap();
    Simulator::from_spec(description).start().await.unwrap()
}

fn request(simulator: &Simulator, method: Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", simulator.base_url());
    reqwest::Client::new().request(method, url).bearer_auth("any")
}

/// The status of the answer, and what was found wrong with the request.
async fn sent(simulator: &Simulator, request: RequestBuilder) -> (u16, Vec<String>) {
    let status = request.send().await.unwrap().status().as_u16();
    (status, simulator.requests().last().unwrap().violations().to_vec())
}

#[tokio::test]
async fn conforming_requests_pass() {
    let simulator = simulator().await;
    let shelf = json!({ "name": "top", "books": null, "below": { "name": "low" } });
    for request in [
        request(&simulator, Method::GET, "/shelves/12"),
        request(&simulator, Method::GET, "/shelves/%31%32"),
        request(&simulator, Method::PUT, "/shelves/-1").json(&shelf),
        request(
            &simulator,
            Method::GET,
            "/shelves/all?client=a&page=9&order=asc&since=2026-02-28&tag=a&tag=b",
        )
        .header("x-trace", "7"),
        reqwest::Client::new().get(format!("{}/shelves/12?token=any", simulator.base_url())),
        reqwest::Client::new()
            .get(format!("{}/shelves/12", simulator.base_url()))
            .header("x-email", "a")
            .header("x-key", "b"),
        reqwest::Client::new().get(format!("{}/shelves/all?client=a", simulator.base_url())),
    ] {
        let (status, violations) = sent(&simulator, request).await;
        assert_eq!((status < 300, violations), (true, Vec::new()));
    }
    assert_eq!(simulator.requests()[3].operation(), Some("shelves"));
    assert_eq!(simulator.requests()[3].path(), "/shelves/all");
    simulator.assert_no_violations();
}

#[tokio::test]
async fn every_departure_is_named_and_refused() {
    let simulator = simulator().await;
    let get = |path: &str| request(&simulator, Method::GET, path);
    let put = || request(&simulator, Method::PUT, "/shelves/1");
    let bare = |path: &str| reqwest::Client::new().get(format!("{}{path}", simulator.base_url()));
    let cases = [
        (get("/shelf/1"), 404, "no documented path fits /shelf/1"),
        (
            request(&simulator, Method::DELETE, "/shelves/1"),
            405,
            "DELETE is not documented for /shelves/{shelf}",
        ),
        (bare("/shelves/1"), 401, "no documented credential was sent"),
        (bare("/shelves/1").header("x-key", "alone"), 401, "no documented credential was sent"),
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
        assert_eq!(sent(&simulator, request).await, (status, vec![violation.to_owned()]));
    }
    let outside = reqwest::Client::new().get(format!("http://{}/shelves/1", simulator.address()));
    assert_eq!(
        sent(&simulator, outside).await,
        (404, vec!["the path does not begin with /api/v1".to_owned()])
    );
}

#[tokio::test]
async fn violations_do_not_show_values() {
    let simulator = simulator().await;
    let body = json!({ "name": "abc", "books": "SECRET1", "SECRET": "SECRET2", "below": "SECRET3" });
    request(&simulator, Method::PUT, "/shelves/1").json(&body).send().await.unwrap();
    let all = simulator.violations().join("\n");
    assert!(all.contains("at /books") && all.contains("at /below"), "{all}");
    assert!(!all.contains("SECRET1") && !all.contains("SECRET2") && !all.contains("SECRET3"), "{all}");
}

#[tokio::test]
async fn answers_are_documented_examples_or_made_from_schemas() {
    let simulator = simulator().await;
    let shelf: Value =
        request(&simulator, Method::GET, "/shelves/1").send().await.unwrap().json().await.unwrap();
    assert!(shelf["name"].as_str().unwrap().len() >= 3 && shelf["books"].is_i64(), "{shelf}");
    let all: Value =
        request(&simulator, Method::GET, "/shelves/all?client=a").send().await.unwrap().json().await.unwrap();
    assert_eq!(all, json!([]));

    simulator.on("shelf_get", MockResponse::documented(404));
    let response = request(&simulator, Method::GET, "/shelves/1").send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "problem": "gone" }));

    simulator.on("shelves", MockResponse::example(200, "none").header("x-note", "kept"));
    let response = request(&simulator, Method::GET, "/shelves/all?client=a").send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["x-note"].to_str().unwrap()), (200, "kept"));
    simulator.on("shelves", MockResponse::example(200, "some"));
    assert_eq!(request(&simulator, Method::GET, "/shelves/all?client=a").send().await.unwrap().status(), 501);
}

#[test]
#[should_panic(expected = "the description has no operation \"shelf_delete\"")]
fn a_script_names_operations_that_exist() {
    let description = Spec::parse(&description().to_string()).unwrap();
    Simulator::from_spec(description).start_blocking().unwrap().on("shelf_delete", MockResponse::status(500));
}
