//! Every documented body decodes without loss.

use api_simulator::{MockResponse, Operation};
use chrono::DateTime;
use serde_json::{Value, json};

use crate::calls::{ID, call, client, simulator, spec};

/// Fields that are secrets: the value of a token, the data of a payment method.
const SECRET: [&str; 4] = ["value", "validation_code", "payment_nonce", "device_data"];

#[tokio::test]
async fn documented_examples_lose_nothing() {
    for operation in spec().operations() {
        let examples: Vec<Value> = operation
            .response_examples(200)
            .into_iter()
            .map(|(_, body)| body.clone())
            .filter(Value::is_object)
            .collect();
        assert!(!examples.is_empty(), "{}", operation.id());
        assert_nothing_lost(operation, examples).await;
    }
}

#[tokio::test]
async fn instances_of_every_schema_lose_nothing() {
    let spec = spec();
    for operation in spec.operations() {
        let pointer = operation.response_schema_pointer(200).unwrap();
        // An instance without a result is not the success of a read.
        let instances = spec.instances(pointer).into_iter().filter(|body| !body["result"].is_null());
        assert_nothing_lost(operation, instances.map(successful).collect()).await;
    }
}

fn successful(mut body: Value) -> Value {
    body["success"] = json!(true);
    body
}

async fn assert_nothing_lost(operation: &Operation, bodies: Vec<Value>) {
    let simulator = simulator().await;
    let client = client(&simulator);
    for body in bodies {
        simulator.on(operation.id(), MockResponse::json(200, &body));
        let typed = call(&client, operation.id()).await.unwrap_or_else(|error| panic!("{body}: {error}"));
        if operation.method() == "DELETE" {
            let ids = [
                &body["result"]["id"],
                &body["result"]["subscription_id"],
                &body["id"],
                &body["subscription_id"],
            ];
            let expected = ids.into_iter().find_map(Value::as_str).unwrap_or(ID);
            assert_eq!(typed, json!(expected), "{body}");
            continue;
        }
        let lost = lost(&body["result"], &typed, "result");
        assert!(lost.is_empty(), "{}: {lost:#?}", operation.id());
    }
}

/// Returns the paths of the body whose values are not in the serialized typed value.
fn lost(body: &Value, typed: &Value, path: &str) -> Vec<String> {
    let name = path.rsplit('.').next().unwrap_or_default();
    match (body, typed) {
        (Value::Object(body), Value::Object(typed)) => {
            let found = |name: &String| typed.get(name).unwrap_or(&Value::Null);
            body.iter()
                .flat_map(|(name, value)| lost(value, found(name), &format!("{path}.{name}")))
                .collect()
        }
        (Value::Array(body), Value::Array(typed)) if body.len() == typed.len() => {
            let pairs = body.iter().zip(typed).enumerate();
            pairs
                .flat_map(|(index, (value, found))| lost(value, found, &format!("{path}[{index}]")))
                .collect()
        }
        _ if same(body, typed, name) => Vec::new(),
        _ => vec![format!("{path}: {body} became {typed}")],
    }
}

/// Equal are: null, an empty list or an empty object, and an absent field; numbers of one value; two
/// ways of writing one moment; a secret and its redaction. Resources that are not an object are
/// malformed, though the document leaves them open, and read as absent.
fn same(body: &Value, typed: &Value, name: &str) -> bool {
    let moment = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    match (body, typed) {
        (body, Value::Null) if name == "resources" => !body.is_object(),
        (Value::Array(list), Value::Null) => list.is_empty(),
        (Value::Object(map), Value::Null) => map.is_empty(),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(_), Value::String(b)) if SECRET.contains(&name) => b == "[redacted]",
        // The whole result of a roll is a secret.
        (Value::String(_), Value::String(b)) if name == "result" => b == "[redacted]",
        (Value::String(a), Value::String(b)) => a == b || (moment(a).is_some() && moment(a) == moment(b)),
        _ => body == typed,
    }
}
