//! What is sent again, and what never is.

use api_simulator::{Answer, Fault, Point};
use cloudflare_user::{NewPolicy, NewToken, RetryPolicy, Sent};
use serde_json::json;

use crate::server::{builder, client, ok, server};

fn token() -> NewToken {
    NewToken::new("t").policy(NewPolicy::allow(["g"]).on("r"))
}

/// Ways to leave open whether the request has taken effect.
fn ambiguities() -> [Answer; 4] {
    [
        Fault::Reset(Point::BeforeHeaders).into(),
        Fault::Close(Point::InHeaders).into(),
        ok(json!({"id": "t"})).fault(Fault::Reset(Point::InBody(20))),
        Answer::status(502),
    ]
}

#[tokio::test]
async fn a_token_is_never_made_twice() {
    for answer in ambiguities() {
        let server = server().await;
        server.next(answer);
        server.otherwise(ok(json!({"id": "t", "value": "v"})));
        let error = client(&server).user().tokens().create(token()).await.unwrap_err();
        assert_eq!((server.requests().len(), error.attempts()), (1, 1), "{error}");
    }
}

#[tokio::test]
async fn a_token_is_never_rolled_twice() {
    for answer in ambiguities() {
        let server = server().await;
        server.next(answer);
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
async fn what_surely_had_no_effect_is_sent_again() {
    let server = server().await;
    server.next(Answer::status(429));
    server.next(ok(json!({"id": "t", "value": "v"})));
    let answer = client(&server).user().tokens().create(token()).with_response().await.unwrap();
    assert_eq!(answer.attempts(), 2);
}

#[tokio::test]
async fn reads_and_deletes_are_sent_again() {
    for answer in ambiguities() {
        let server = server().await;
        server.next(answer.clone());
        server.next(ok(json!({"id": "t"})));
        client(&server).user().tokens().get("t").await.unwrap();
        server.next(answer);
        server.next(ok(json!({"id": "t"})));
        client(&server).user().tokens().delete("t").await.unwrap();
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn a_conflict_is_sent_again_only_where_asked_for() {
    let conflict = || Answer::json(409, &json!({"success": false, "errors": [{"code": 409}]}));
    let server = server().await;
    server.next(conflict());
    assert!(client(&server).user().get().await.unwrap_err().problem().unwrap().has_code(409));
    assert_eq!(server.requests().len(), 1);

    let mut policy = RetryPolicy::default();
    policy.retry_conflict = true;
    policy.min_delay = std::time::Duration::from_millis(1);
    server.next(conflict());
    server.next(ok(json!({"id": "u"})));
    builder(&server).retry_policy(policy).build().unwrap().user().get().await.unwrap();
    assert_eq!(server.requests().len(), 3);
}
