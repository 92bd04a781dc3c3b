//! Requests to operations that the crate has no method for.

use api_simulator::MockResponse;
use cloudflare_user::{ErrorKind, http::Method};
use serde_json::json;

use crate::server::{TOKEN, client, last_body, ok, server};

#[tokio::test]
async fn any_operation_is_called_below_the_base_url() {
    let server = server().await;
    server.next(ok(json!({ "id": "z1" })));
    let zone = client(&server).request(Method::PATCH, "/zones/z1").json(&json!({ "paused": true }));
    assert_eq!(zone.await.unwrap()["result"]["id"], "z1");
    let request = server.requests().remove(0);
    assert_eq!(request.line(), "PATCH /zones/z1");
    assert_eq!(request.expose_header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(last_body(&server), json!({ "paused": true }));
}

#[tokio::test]
async fn an_envelope_that_reports_a_failure_is_an_error() {
    let server = server().await;
    let failure = json!({ "success": false, "errors": [{ "code": 1004, "message": "No." }], "result": null });
    server.next(MockResponse::json(200, &failure));
    let error = client(&server).request(Method::GET, "/zones").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(error.problem().unwrap().has_code(1004));
    // Another way to write `false`, and no errors.
    server.next(MockResponse::json(200, &json!({ "success": 0, "errors": [], "result": {} })));
    let error = client(&server).request(Method::GET, "/zones").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
}

#[tokio::test]
async fn another_server_is_not_reached() {
    let server = server().await;
    for path in ["https://example.com/zones", "//example.com/zones", "/zones/../user/tokens"] {
        let error = client(&server).request(Method::GET, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{path}");
    }
    assert_eq!(server.attempts(), 0);
}
