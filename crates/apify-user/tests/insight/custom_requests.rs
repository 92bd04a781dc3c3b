//! Requests to operations that the crate has no method for.

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, ErrorKind, encode_path, http::Method};
use serde::Deserialize;
use serde_json::json;

use crate::{client, no_such_user, plain};

#[derive(Debug, Deserialize, PartialEq)]
struct Run {
    id: String,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Data {
    data: Run,
}

#[tokio::test]
async fn any_operation_is_called_with_the_token_and_read_as_a_type_of_the_callers() {
    let simulator = plain().await;
    simulator.next(MockResponse::json(201, &json!({ "data": { "id": "r1", "status": "READY" } })));
    let path = format!("/v2/acts/{}/runs", encode_path("john~doe"));
    let request =
        client(&simulator).request(Method::POST, path).query("memory", 512).json(&json!({ "n": 1 }));
    let response = request.typed::<Data>().with_response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.value, Data { data: Run { id: "r1".to_owned() } });
    let request = simulator.requests().remove(0);
    assert_eq!(request.line(), "POST /v2/acts/john~doe/runs?memory=512");
    assert_eq!(request.expose_header("authorization"), Some("Bearer a-token"));
    assert_eq!(request.expose_json().unwrap(), json!({ "n": 1 }));
}

#[tokio::test]
async fn an_error_body_is_apifys() {
    let simulator = plain().await;
    simulator.next(no_such_user());
    let error = client(&simulator).request(Method::GET, "/v2/acts/none").await.unwrap_err();
    assert!(error.is_not_found() && error.problem().unwrap().is_no_such_record());
    assert_eq!(error.operation(), Some("request"));
}

#[tokio::test]
async fn another_server_is_not_reached() {
    let simulator = plain().await;
    for path in ["https://example.com/v2/acts", "//example.com", "v2/acts", "/v2/../admin", "/v2/acts?a=b"] {
        let error = client(&simulator).request(Method::GET, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{path}");
    }
    assert_eq!(simulator.attempts(), 0);
}

/// The same response as that of the method, by the same simulator that checks each request.
#[tokio::test]
async fn it_agrees_with_a_method() {
    let simulator = Simulator::apify().start().await.unwrap();
    let client = ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url());
    let client = client.build().unwrap();
    let value = client.request(Method::GET, "/v2/users/me/usage/monthly").query("date", "2026-06-14").await;
    let typed = client.me().monthly_usage().date("2026-06-14".parse().unwrap()).await.unwrap().unwrap();
    let read: apify_user::MonthlyUsage = serde_json::from_value(value.unwrap()["data"].take()).unwrap();
    assert_eq!(read, typed);
    let requests = simulator.requests();
    assert_eq!(requests[0].line(), requests[1].line());
    simulator.assert_no_violations();
}

#[cfg(feature = "blocking")]
#[test]
fn it_is_sent_without_async_too() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let client = ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url());
    let user = client.build().unwrap().request(Method::GET, "/v2/users/me").wait().unwrap();
    assert_eq!(user["data"]["username"], "ada");
}
