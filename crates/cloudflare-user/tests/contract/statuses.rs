//! Every documented response of every operation.

use api_simulator::{MockResponse, Operation};
use cloudflare_user::{Error, ErrorKind};
use serde_json::Value;

use crate::calls::{call, client, simulator, spec};

/// Returns the statuses of an operation, with one of each range.
fn statuses(operation: &Operation) -> Vec<u16> {
    let first = |range: &str| range.replace("XX", "00").parse().unwrap();
    operation.statuses().map(first).collect()
}

#[tokio::test]
async fn documented_errors_are_parsed_without_loss() {
    let (simulator, spec) = (simulator().await, spec());
    let client = client(&simulator);
    let mut seen = 0;
    for operation in spec.operations() {
        for status in statuses(operation).into_iter().filter(|status| *status >= 400) {
            for (name, body) in operation.response_examples(status) {
                simulator.on(operation.id(), MockResponse::example(status, name));
                check(operation, status, body, call(&client, operation.id()).await);
                seen += 1;
            }
        }
    }
    assert!(seen >= 23 * 3, "only {seen} documented errors");
    assert_eq!(simulator.unused_responses(), 0);
}

fn check(operation: &Operation, status: u16, body: &Value, result: Result<Value, Error>) {
    let what = format!("{} {status}: {body}", operation.id());
    let error = result.unwrap_err();
    let problem = error.problem().unwrap();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, status), "{what}");
    let documented = body["errors"].as_array().unwrap();
    assert_eq!(problem.errors.len(), documented.len(), "{what}");
    for (error, documented) in problem.errors.iter().zip(documented) {
        assert_eq!(error.code, documented["code"].as_i64(), "{what}");
        assert_eq!(error.message.as_deref(), documented["message"].as_str(), "{what}");
        let chain = documented["error_chain"].as_array().map_or(0, Vec::len);
        assert_eq!(error.error_chain.len(), chain, "{what}");
    }
    assert_eq!(error.operation(), Some(operation.id()));
    let line = error.to_string();
    assert!(line.contains(operation.id()) && line.contains(&status.to_string()), "{line}");
    assert!(!line.contains('\n'), "{line}");
}

#[tokio::test]
async fn a_failure_with_a_successful_status_is_an_error_of_every_operation() {
    let (simulator, spec) = (simulator().await, spec());
    let client = client(&simulator);
    let failure = serde_json::json!({"success": false, "errors": [{"code": 1234}], "result": null});
    for operation in spec.operations() {
        simulator.on(operation.id(), MockResponse::json(200, &failure));
        let error = call(&client, operation.id()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected, "{}", operation.id());
        assert!(error.problem().unwrap().has_code(1234));
    }
}
