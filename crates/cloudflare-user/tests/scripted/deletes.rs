//! Deletes, with and without an envelope.

use api_simulator::Answer;
use cloudflare_user::ErrorKind;
use serde_json::json;

use crate::server::{client, ok, server};

#[tokio::test]
async fn the_id_is_told_or_else_the_one_that_was_asked_for() {
    for (answer, expected) in [
        (ok(json!({"id": "told"})), "told"),
        (ok(json!({"subscription_id": "told"})), "told"),
        (ok(json!(null)), "asked"),
        (ok(json!({})), "asked"),
        (ok(json!([])), "asked"),
        (Answer::json(200, &json!({"success": true})), "asked"),
        (Answer::json(200, &json!({"id": "told"})), "told"),
        (Answer::json(200, &json!({"subscription_id": "told"})), "told"),
        (Answer::json(200, &json!({"id": 7, "new": true})), "asked"),
        (Answer::json(200, &json!({})), "asked"),
        (Answer::json(200, &json!(null)), "asked"),
        (Answer::status(200), "asked"),
        (Answer::status(204), "asked"),
    ] {
        let server = server().await;
        server.otherwise(answer);
        let user = client(&server).user();
        assert_eq!(user.tokens().delete("asked").await.unwrap(), expected);
        assert_eq!(user.organizations().delete("asked").await.unwrap(), expected);
        assert_eq!(user.subscriptions().delete("asked").await.unwrap(), expected);
        server.assert_requests([
            "DELETE /user/tokens/asked",
            "DELETE /user/organizations/asked",
            "DELETE /user/subscriptions/asked",
        ]);
    }
}

#[tokio::test]
async fn a_delete_that_failed_is_an_error() {
    let refusal = json!({"success": false, "errors": [{"code": 1003, "message": "Not there"}]});
    for (status, kind) in [(200, ErrorKind::Refused), (404, ErrorKind::Status)] {
        let server = server().await;
        server.next(Answer::json(status, &refusal));
        let error = client(&server).user().tokens().delete("asked").await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.problem().unwrap().has_code(1003));
    }
    let server = server().await;
    for answer in [Answer::text(200, "text/html", "<html>"), Answer::json(200, &json!([]))] {
        server.next(answer);
        let error = client(&server).user().tokens().delete("asked").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
