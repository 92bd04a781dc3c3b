//! Requests that are retried, and requests that never are.

use api_simulator::{Fault, MockResponse, Point};
use cloudflare_user::{NewPolicy, NewToken, RetryPolicy, Sent};
use serde_json::json;

use crate::server::{builder, client, ok, server};

fn token() -> NewToken {
    NewToken::new().name("t").policy(NewPolicy::allow(["g"]).on("r"))
}

/// Returns responses after which the request may or may not have taken effect.
fn ambiguities() -> [MockResponse; 4] {
    [
        Fault::Reset(Point::BeforeHeaders).into(),
        Fault::Close(Point::InHeaders).into(),
        ok(json!({"id": "t"})).fault(Fault::Reset(Point::AfterBodyBytes(20))),
        MockResponse::status(502),
    ]
}

#[tokio::test]
async fn a_token_is_never_created_twice() {
    for response in ambiguities() {
        let server = server().await;
        server.next(response);
        server.otherwise(ok(json!({"id": "t", "value": "v"})));
        let error = client(&server).user().tokens().create(token()).await.unwrap_err();
        assert_eq!((server.requests().len(), error.attempts()), (1, 1), "{error}");
    }
}

#[tokio::test]
async fn a_token_is_never_rolled_twice() {
    for response in ambiguities() {
        let server = server().await;
        server.next(response);
        server.otherwise(ok(json!("v")));
        let error = client(&server).user().tokens().value().update("t").await.unwrap_err();
        assert_eq!((server.requests().len(), error.attempts()), (1, 1), "{error}");
    }
}

#[tokio::test]
async fn an_error_says_whether_the_request_may_have_taken_effect() {
    let server = server().await;
    server.next(Fault::Reset(Point::BeforeHeaders));
    let error = client(&server).user().tokens().create(token()).await.unwrap_err();
    assert_eq!(error.sent(), Sent::Maybe);
    assert!(error.to_string().contains("may have taken effect"), "{error}");
}

#[tokio::test]
async fn requests_without_effect_are_retried() {
    let server = server().await;
    server.next(MockResponse::status(429));
    server.next(ok(json!({"id": "t", "value": "v"})));
    let response = client(&server).user().tokens().create(token()).with_response().await.unwrap();
    assert_eq!(response.attempts(), 2);
}

#[tokio::test]
async fn reads_and_deletes_are_retried() {
    for response in ambiguities() {
        let server = server().await;
        server.next(response.clone());
        server.next(ok(json!({"id": "t"})));
        client(&server).user().tokens().get("t").await.unwrap();
        server.next(response);
        server.next(ok(json!({"id": "t"})));
        client(&server).user().tokens().delete("t").await.unwrap();
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn a_conflict_is_retried_only_if_the_policy_says_so() {
    let conflict = || MockResponse::json(409, &json!({"success": false, "errors": [{"code": 409}]}));
    let server = server().await;
    server.next(conflict());
    assert!(client(&server).user().get().await.unwrap_err().problem().unwrap().has_code(409));
    assert_eq!(server.requests().len(), 1);

    let mut policy = RetryPolicy::default();
    policy.retry_conflict = true;
    policy.min_delay = std::time::Duration::ZERO;
    server.next(conflict());
    server.next(ok(json!({"id": "u"})));
    builder(&server).retry_policy(policy).build().unwrap().user().get().await.unwrap();
    assert_eq!(server.requests().len(), 3);
}
