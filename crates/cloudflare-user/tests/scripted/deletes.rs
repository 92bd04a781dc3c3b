//! Deletes, with and without an envelope.

use api_simulator::MockResponse;
use cloudflare_user::ErrorKind;
use serde_json::json;

use crate::server::{client, ok, server};

#[tokio::test]
async fn the_id_is_the_one_in_the_response_or_else_the_requested_one() {
    for (response, expected) in [
        (ok(json!({"id": "returned"})), "returned"),
        (ok(json!({"subscription_id": "returned"})), "returned"),
        (ok(json!(null)), "requested"),
        (ok(json!({})), "requested"),
        (ok(json!([])), "requested"),
        (MockResponse::json(200, &json!({"success": true})), "requested"),
        (MockResponse::json(200, &json!({"id": "returned"})), "returned"),
        (MockResponse::json(200, &json!({"subscription_id": "returned"})), "returned"),
        (MockResponse::json(200, &json!({"id": 7, "new": true})), "requested"),
        (MockResponse::json(200, &json!({})), "requested"),
        (MockResponse::json(200, &json!(null)), "requested"),
        (MockResponse::status(200), "requested"),
        (MockResponse::status(204), "requested"),
    ] {
        let server = server().await;
        server.otherwise(response);
        let user = client(&server).user();
        assert_eq!(user.tokens().delete("requested").await.unwrap(), expected);
        assert_eq!(user.organizations().delete("requested").await.unwrap(), expected);
        assert_eq!(user.subscriptions().delete("requested").await.unwrap(), expected);
        server.assert_requests([
            "DELETE /user/tokens/requested",
            "DELETE /user/organizations/requested",
            "DELETE /user/subscriptions/requested",
        ]);
    }
}

#[tokio::test]
async fn a_delete_that_failed_is_an_error() {
    let failure = json!({"success": false, "errors": [{"code": 1003, "message": "Not there"}]});
    for (status, kind) in [(200, ErrorKind::Rejected), (404, ErrorKind::Status)] {
        let server = server().await;
        server.next(MockResponse::json(status, &failure));
        let error = client(&server).user().tokens().delete("requested").await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.problem().unwrap().has_code(1003));
    }
    let server = server().await;
    for response in [MockResponse::text(200, "text/html", "<html>"), MockResponse::json(200, &json!([]))] {
        server.next(response);
        let error = client(&server).user().tokens().delete("requested").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
