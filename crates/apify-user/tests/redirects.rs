//! Method, body and credentials after a redirect.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_simulator::{MockResponse, RecordedRequest, Simulator};
use apify_user::{ErrorKind, LimitsUpdateOptions, Sent};
use serde_json::json;
use support::{Operation, Outcome, TOKEN, builder, plain};

const KEY: &str = "sentinel-workflow-key";

fn client(simulator: &Simulator) -> apify_user::ApifyClient {
    builder(simulator.base_url()).workflow_key(KEY).build().unwrap()
}

fn update() -> LimitsUpdateOptions {
    LimitsUpdateOptions::new().max_monthly_usage_usd(300.0)
}

fn assert_credentials(request: &RecordedRequest) {
    assert_eq!(request.expose_header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(request.expose_header("x-apify-workflow-key"), Some(KEY));
}

#[tokio::test(start_paused = true)]
async fn within_the_origin_method_body_and_credentials_stay() {
    for status in [301, 302, 307, 308] {
        let simulator = plain().await;
        simulator.next(MockResponse::redirect(status, "/v2/users/me/limits/here"));
        simulator.next(MockResponse::status(201));
        client(&simulator).me().update_limits(update()).await.unwrap();
        simulator.assert_requests(["PUT /v2/users/me/limits", "PUT /v2/users/me/limits/here"]);
        for request in simulator.requests() {
            assert_eq!(request.json(), Some(json!({ "maxMonthlyUsageUsd": 300.0 })), "{status}");
            assert_credentials(&request);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn see_other_is_a_get_without_a_body() {
    let simulator = plain().await;
    simulator.next(MockResponse::redirect(303, "/v2/done"));
    // A GET stays one, although this status keeps the method.
    simulator.next(MockResponse::redirect(307, "/v2/seen"));
    simulator.next(MockResponse::status(200));
    client(&simulator).me().update_limits(update()).await.unwrap();
    simulator.assert_requests(["PUT /v2/users/me/limits", "GET /v2/done", "GET /v2/seen"]);
    for request in &simulator.requests()[1..] {
        assert!(request.expose_body().is_empty());
        assert_eq!((request.header("content-type"), request.header("content-length")), (None, None));
        assert_credentials(request);
    }
}

#[tokio::test(start_paused = true)]
async fn a_user_name_in_the_location_does_not_become_the_credentials() {
    let simulator = plain().await;
    let location = format!("http://eve:pw@{}/v2/elsewhere", simulator.address());
    simulator.next(MockResponse::redirect(307, &location));
    simulator.next(Operation::Get.response());
    client(&simulator).me().get().await.unwrap();
    simulator.requests().iter().for_each(assert_credentials);
}

#[tokio::test(start_paused = true)]
async fn another_origin_gets_nothing() {
    let (simulator, other) = (plain().await, plain().await);
    for status in [301, 302, 303, 307, 308] {
        for operation in Operation::ALL {
            let location = format!("{}/v2/users/me?token={TOKEN}", other.base_url());
            simulator.next(MockResponse::redirect(status, &location));
            let ended = operation.call(&client(&simulator)).await;
            let redirect_error = Outcome::Failed(ErrorKind::Redirect, None, Sent::Yes);
            assert_eq!(ended.outcome, redirect_error);
            ended.assert_without(TOKEN);
        }
    }
    assert_eq!(other.attempts(), 0);
}

/// reqwest then follows by itself, before anyone can stop it: the documentation of the option
/// warns of it. The response from elsewhere is an error.
#[tokio::test(start_paused = true)]
async fn a_client_of_the_callers_that_follows_redirects_is_noticed() {
    let (simulator, other) = (plain().await, plain().await);
    other.otherwise(Operation::Get.response());
    simulator.next(MockResponse::redirect(302, &format!("{}/v2/users/me", other.base_url())));
    let following = api_runtime::reqwest::Client::new();
    let client = builder(simulator.base_url()).http_client(following).build().unwrap();
    let error = client.me().get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("build it without redirects"), "{error}");
    assert_eq!(other.requests()[0].expose_header("authorization"), None);
}
