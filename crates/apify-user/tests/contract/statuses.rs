//! Every documented response of every operation.

use api_simulator::{MockResponse, Operation};
use apify_user::ErrorKind;
use serde_json::{Value, json};

use crate::calls::{call, client, simulator, spec};

/// The statuses of an operation, with one of each range.
fn statuses(operation: &Operation) -> Vec<u16> {
    let first = |range: &str| range.replace("XX", "00").parse().unwrap();
    operation.statuses().map(first).collect()
}

#[tokio::test]
async fn documented_successes_give_a_value() {
    let (simulator, spec) = (simulator().await, spec());
    let client = client(&simulator);
    for operation in spec.operations() {
        for status in statuses(operation).into_iter().filter(|status| *status < 300) {
            simulator.on(operation.id(), MockResponse::documented(status));
            let value = call(&client, operation.id()).await.unwrap();
            assert_eq!(value.is_some(), operation.method() == "GET", "{}", operation.id());
        }
    }
    assert_eq!(simulator.unused_responses(), 0);
}

#[tokio::test]
async fn documented_errors_arrive_with_status_type_and_message() {
    let (simulator, spec) = (simulator().await, spec());
    let client = client(&simulator);
    let mut seen = 0;
    for operation in spec.operations() {
        for status in statuses(operation).into_iter().filter(|status| *status >= 400) {
            for (name, body) in operation.response_examples(status) {
                simulator.on(operation.id(), MockResponse::example(status, name));
                let result = call(&client, operation.id()).await;
                check(operation, status, body, result);
                seen += 1;
            }
        }
    }
    assert!(seen >= 8 * 4, "only {seen} documented errors");
    assert_eq!(simulator.unused_responses(), 0);
}

fn check(operation: &Operation, status: u16, body: &Value, result: Result<Option<Value>, apify_user::Error>) {
    let what = format!("{} {status}", operation.id());
    let error_type = body["error"]["type"].as_str();
    let no_such_user = matches!(error_type, Some("record-not-found" | "record-or-token-not-found"));
    if status == 404 && no_such_user && operation.method() == "GET" {
        assert_eq!(result.unwrap(), None, "{what}");
        return;
    }
    let error = result.unwrap_err();
    let problem = error.problem().unwrap();
    assert_eq!(error.kind(), ErrorKind::Status, "{what}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{what}");
    assert_eq!(problem.error_type.as_deref(), error_type, "{what}");
    assert_eq!(problem.message.as_deref(), body["error"]["message"].as_str(), "{what}");
    assert_eq!(problem.data.as_ref(), body["error"].get("data"), "{what}");
    assert_eq!(error.operation(), Some(operation.id()));
    let line = error.to_string();
    assert!(line.contains(operation.id()) && line.contains(&status.to_string()), "{line}");
    assert!(!line.contains('\n'), "{line}");
}

#[tokio::test]
async fn any_success_with_any_body_ends_an_update() {
    let simulator = simulator().await;
    let me = client(&simulator).me();
    for response in [
        MockResponse::status(200),
        MockResponse::status(202),
        MockResponse::status(204),
        MockResponse::json(200, &json!({})),
        MockResponse::json(201, &json!({"data": {"any": ["thing"]}})),
        MockResponse::text(200, "text/html", "<html>"),
        MockResponse::text(201, "application/json", "{"),
    ] {
        simulator.on("users_me_limits_put", response);
        me.update_limits(crate::calls::update()).await.unwrap();
    }
    assert_eq!(simulator.requests().len(), 7);
}

#[tokio::test]
async fn only_a_404_of_apifys_own_is_no_such_user() {
    let simulator = simulator().await;
    let client = client(&simulator);
    for response in [
        MockResponse::status(404),
        MockResponse::text(404, "text/html", "<title>404 Not Found</title>"),
        MockResponse::json(404, &json!({"error": {"type": "page-not-found", "message": "No page"}})),
        MockResponse::json(404, &json!({"error": {"message": "record-not-found"}})),
        MockResponse::json(404, &json!({"message": "record-not-found"})),
        MockResponse::json(404, &json!([])),
    ] {
        simulator.on("user_get", response);
        let error = client.user("ada").get().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
    let no_such_user = json!({"error": {"type": "record-not-found", "message": "No such user"}});
    for status in [400, 403, 410] {
        simulator.on("user_get", MockResponse::json(status, &no_such_user));
        assert!(client.user("ada").get().await.is_err());
    }
    simulator.on("user_get", MockResponse::json(404, &no_such_user));
    let absent = client.user("ada").get().with_response().await.unwrap();
    assert!(absent.value.is_none());
    assert_eq!((absent.status().as_u16(), absent.attempts()), (404, 1));
    assert_eq!(serde_json::from_slice::<Value>(absent.body()).unwrap(), no_such_user);
}
