//! The envelope of responses.

use api_simulator::MockResponse;
use cloudflare_user::{ErrorKind, ResponseExt};
use serde_json::{Value, json};

use crate::server::{TOKEN, client, ok, server};

fn failure() -> Value {
    json!({
        "success": false,
        "errors": [
            {
                "code": 1004,
                "message": "Validation failed",
                "documentation_url": "https://developers.cloudflare.com/1004",
                "source": {"pointer": "/policies/0/effect"},
                "error_chain": [{"code": 9005, "message": "effect is invalid"}],
            },
            {"code": 1005, "message": "And more"},
        ],
        "messages": [{"code": 7, "message": "Read the manual"}],
        "result": null,
    })
}

#[tokio::test]
async fn a_failure_is_an_error_at_any_status_with_all_its_details() {
    for status in [200, 201, 202, 400, 401, 403, 404, 409, 418] {
        let server = server().await;
        server.next(MockResponse::json(status, &failure()));
        let error = client(&server).user().get().await.unwrap_err();
        let kind = if status < 300 { ErrorKind::Rejected } else { ErrorKind::Status };
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (kind, status));
        let problem = error.problem().unwrap();
        let [first, second] = &problem.errors[..] else { panic!("{problem:?}") };
        assert_eq!(first.code, Some(1004));
        assert_eq!(first.message.as_deref(), Some("Validation failed"));
        assert_eq!(first.documentation_url.as_deref(), Some("https://developers.cloudflare.com/1004"));
        assert_eq!(first.source.as_ref().unwrap().pointer.as_deref(), Some("/policies/0/effect"));
        assert_eq!(first.error_chain[0].code, Some(9005));
        assert_eq!((second.code, second.error_chain.len()), (Some(1005), 0));
        assert_eq!(problem.messages[0].message.as_deref(), Some("Read the manual"));
        assert!(problem.has_code(1004) && problem.has_code(9005) && !problem.has_code(7));
        let line = error.to_string();
        assert!(line.contains("1004: Validation failed, because of 9005: effect is invalid"), "{line}");
        assert_eq!(format!("{error:?}"), line, "a `main` that returns the error prints it");
    }
}

#[tokio::test]
async fn any_field_of_a_failure_may_be_missing() {
    for (body, errors, code) in [
        (json!({"success": false}), 0, None),
        (json!({"success": false, "errors": null, "messages": null, "result": null}), 0, None),
        (json!({"success": false, "errors": [], "result_info": null}), 0, None),
        (json!({"success": false, "errors": [{"code": 10000}]}), 1, Some(10000)),
        (json!({"success": false, "errors": [{"message": "No"}]}), 1, None),
        (json!({"success": false, "errors": [{"code": 1, "error_chain": null, "source": null}]}), 1, Some(1)),
        (json!({"success": false, "errors": [{"code": "1", "message": 7, "error_chain": {}}]}), 1, None),
        (json!({"success": false, "errors": [{"code": 7.0}, 7, null]}), 1, Some(7)),
        (json!({"success": false, "errors": [{"code": 2}], "messages": "none"}), 1, Some(2)),
        (json!({"errors": [{"code": 3}], "result": null}), 1, Some(3)),
        (json!({"errors": [{"code": 4}]}), 1, Some(4)),
    ] {
        for status in [200, 400] {
            let server = server().await;
            server.next(MockResponse::json(status, &body));
            let error = client(&server).user().get().await.unwrap_err();
            let problem = error.problem().unwrap_or_else(|| panic!("{status} {body}: {error:?}"));
            assert_eq!(problem.errors.len(), errors, "{status} {body}");
            assert_eq!(problem.errors.first().and_then(|error| error.code), code, "{body}");
            assert_ne!(error.kind(), ErrorKind::Decode, "{body}");
        }
    }
}

#[tokio::test]
async fn a_malformed_result_does_not_hide_a_failure() {
    for result in [json!({}), json!([]), json!("no"), json!({"id": 7}), json!(false)] {
        let server = server().await;
        let body = json!({"success": false, "errors": [{"code": 1}], "result": result});
        server.next(MockResponse::json(200, &body));
        let error = client(&server).user().get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected, "{body}");
        assert!(error.problem().unwrap().has_code(1));
    }
}

#[tokio::test]
async fn a_success_that_is_malformed_or_missing_does_not_hide_a_failure() {
    let errors = json!([{"code": 1, "message": "No"}]);
    for (success, errors, kind) in [
        (json!(0), errors.clone(), ErrorKind::Rejected),
        (json!("false"), errors.clone(), ErrorKind::Rejected),
        (json!("yes"), errors.clone(), ErrorKind::Rejected),
        (json!({}), errors.clone(), ErrorKind::Rejected),
        (json!(null), errors, ErrorKind::Rejected),
        (json!(0), json!([]), ErrorKind::Decode),
        (json!(0.0), json!(null), ErrorKind::Decode),
        (json!("False"), json!([]), ErrorKind::Decode),
        (json!(" no "), json!([]), ErrorKind::Decode),
        (json!(""), json!([]), ErrorKind::Decode),
        (json!(null), json!("it failed"), ErrorKind::Decode),
        (json!(null), json!({"code": 1}), ErrorKind::Decode),
        (json!(null), json!(true), ErrorKind::Decode),
        (json!(null), json!(-1), ErrorKind::Decode),
    ] {
        for result in [json!([]), json!([{"id": "t"}]), json!(null), json!({"id": "t"})] {
            let server = server().await;
            let body = json!({"success": success, "errors": errors, "result": result});
            server.otherwise(MockResponse::json(200, &body));
            let user = client(&server).user();
            let list = user.tokens().list().await.unwrap_err();
            assert_eq!(list.kind(), kind, "{body}: {list}");
            let get = user.get().await.unwrap_err();
            assert_eq!(get.kind(), kind, "{body}: {get}");
            let delete = user.tokens().delete("t").await.unwrap_err();
            assert_eq!(delete.kind(), kind, "{body}: {delete}");
            if kind == ErrorKind::Decode {
                assert!(list.to_string().contains("success: it is not a boolean"), "{list}");
            }
        }
    }
}

#[tokio::test]
async fn a_success_needs_nothing_around_its_result() {
    for body in [
        json!({"result": {"id": "u"}}),
        json!({"success": true, "result": {"id": "u"}}),
        json!({"success": true, "errors": null, "messages": null, "result_info": null, "result": {"id": "u"}}),
        json!({"success": true, "errors": {}, "messages": "x", "result_info": [], "result": {"id": "u"}}),
        json!({"success": "yes", "result": {"id": "u"}, "new": true}),
    ] {
        let server = server().await;
        server.next(MockResponse::json(200, &body));
        assert_eq!(client(&server).user().get().await.unwrap().id, "u", "{body}");
    }
}

#[tokio::test]
async fn a_success_without_the_required_result_is_an_error() {
    for body in [json!({"success": true}), json!({"success": true, "result": null}), json!({})] {
        let server = server().await;
        server.next(MockResponse::json(200, &body));
        let error = client(&server).user().get().await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
        assert!(error.to_string().contains("result: it is missing or null"), "{error}");
        assert_eq!(error.operation(), Some("user_get"));
    }
}

#[tokio::test]
async fn messages_of_a_success_can_be_read() {
    let server = server().await;
    let body = json!({
        "success": true,
        "messages": [{"code": 10001, "message": "This is deprecated"}],
        "result": {"id": "u"},
    });
    server.next(MockResponse::json(200, &body));
    let response = client(&server).user().get().with_response().await.unwrap();
    let messages = response.messages();
    assert_eq!((messages.len(), messages[0].code), (1, Some(10001)));
    assert_eq!(messages[0].to_string(), "10001: This is deprecated");
    server.next(ok(json!({"id": "u"})));
    let response = client(&server).user().get().with_response().await.unwrap();
    assert!(response.messages().is_empty());
}

#[tokio::test]
async fn a_failure_that_repeats_the_token_does_not_show_it() {
    for status in [200, 400] {
        let server = server().await;
        let message = format!("The token {TOKEN} is not known");
        let body = json!({"success": false, "errors": [{"code": 1000, "message": message}]});
        server.next(MockResponse::json(status, &body));
        let error = client(&server).user().get().await.unwrap_err();
        let shown = format!("{error} {error:?} {error:#?} {:?}", error.problem());
        assert!(shown.contains("The token [redacted] is not known"), "{shown}");
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[tokio::test]
async fn the_ray_identifies_the_request() {
    let server = server().await;
    server.next(ok(json!({"id": "u"})).header("cf-ray", "9a1-LIS"));
    server.next(MockResponse::json(403, &failure()).header("cf-ray", "9a2-LIS"));
    let user = client(&server).user();
    assert_eq!(user.get().with_response().await.unwrap().request_id(), Some("9a1-LIS"));
    assert_eq!(user.get().await.unwrap_err().request_id(), Some("9a2-LIS"));
}

#[tokio::test]
async fn other_bodies_are_errors_too() {
    let server = server().await;
    let html = "<html><title>522 Origin Error</title></html>";
    for (response, kind, part) in [
        (MockResponse::text(403, "text/html", html), ErrorKind::Status, "522 Origin Error"),
        (MockResponse::status(404), ErrorKind::Status, "404"),
        (MockResponse::json(400, &json!({"error": "No"})), ErrorKind::Status, "No"),
        (MockResponse::text(200, "text/html", html), ErrorKind::Decode, "a page of HTML"),
        (MockResponse::json(200, &json!([])), ErrorKind::Decode, "expected"),
        (MockResponse::status(200), ErrorKind::Decode, "it is empty"),
    ] {
        server.next(response);
        let error = client(&server).user().get().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(part) && error.problem().is_none(), "{error}");
    }
}
