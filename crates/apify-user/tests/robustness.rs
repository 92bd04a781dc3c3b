//! Random responses, read through the facade: nothing panics, and the invariants hold for any of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use api_runtime::Problem;
use api_simulator::MockResponse;
use apify_user::{ApifyProblem, ErrorKind, Sent};
use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use support::{Ended, Operation, Outcome};

/// Failing inputs are printed in their smallest form, and kept nowhere.
fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// In every generated text; no message may hold it.
const VALUE: &str = "zq7";

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,8}".prop_map(|text| Value::from(format!("{VALUE}{text}"))),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        let name = prop::sample::select(vec!["data", "username", "limits", "quantity", "error", "new"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    prop::sample::select(Operation::ALL.to_vec())
}

/// The JSON pointers of everything in a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut below = |name: &str, value| pointers(value, &format!("{at}/{name}"), found);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| below(name, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| below(&index.to_string(), value));
        }
        _ => {}
    }
    found.push(at.to_owned());
}

/// Makes one call after the other, with responses from the strategy, and checks the end of each.
fn each<S: Strategy>(
    cases: u32,
    strategy: S,
    response: impl Fn(&S::Value) -> (Operation, u16, Vec<u8>),
    check: impl Fn(&S::Value, Ended) -> Result<(), TestCaseError>,
) where
    S::Value: std::fmt::Debug,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let simulator = runtime.block_on(support::plain());
    let client = support::builder(simulator.base_url()).max_retries(0).build().unwrap();
    TestRunner::new(config(cases))
        .run(&strategy, |value| {
            let (operation, status, body) = response(&value);
            simulator.otherwise(MockResponse::text(status, "application/json", body));
            check(&value, runtime.block_on(operation.call(&client)))
        })
        .unwrap();
}

fn quiet(ended: &Ended) -> Result<(), TestCaseError> {
    let line = ended.message();
    prop_assert!(!line.contains(VALUE) && !line.chars().any(char::is_control), "{}", line);
    Ok(())
}

#[test]
fn any_success_is_a_value_or_an_error_that_shows_nothing_of_it() {
    let body = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..100),
        json().prop_map(|value| value.to_string().into_bytes()),
        json().prop_map(|value| json!({ "data": value }).to_string().into_bytes()),
    ];
    each(
        500,
        (operation(), 200..300_u16, body),
        |(operation, status, body)| (*operation, *status, body.clone()),
        |(operation, status, _), ended| {
            // A body that ends too early is cut; any other is wrong.
            let unreadable = [ErrorKind::Body, ErrorKind::Decode]
                .map(|kind| Outcome::Failed(kind, Some(*status), Sent::Yes));
            let reads = *operation != Operation::UpdateLimits;
            prop_assert!(ended.outcome == Outcome::Value || reads && unreadable.contains(&ended.outcome));
            quiet(&ended)
        },
    );
}

#[test]
fn any_other_status_is_an_error_with_that_status_or_nobody() {
    let body =
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..100),
            json().prop_map(|value| value.to_string().into_bytes()),
            prop::sample::select(vec!["record-not-found", "not-found"])
                .prop_map(|kind| support::bodies::error(kind).to_string().into_bytes()),
        ];
    each(
        500,
        (operation(), prop_oneof![300..600_u16, Just(404)], body),
        |(operation, status, body)| (*operation, *status, body.clone()),
        |(operation, status, body), ended| {
            let status_error = Outcome::Failed(ErrorKind::Status, Some(*status), Sent::Yes);
            let nobody = *status == 404
                && *operation != Operation::UpdateLimits
                && String::from_utf8_lossy(body).contains("record-not-found");
            prop_assert_eq!(ended.outcome, if nobody { Outcome::Absent } else { status_error });
            Ok(())
        },
    );
}

#[test]
fn a_documented_user_with_anything_changed_but_the_name_is_a_user() {
    let mut places = Vec::new();
    pointers(&Operation::Get.body(), "", &mut places);
    places.retain(|place| !["", "/data", "/data/username"].contains(&place.as_str()));
    each(
        500,
        (prop::sample::select(places), json()),
        |(place, value)| (Operation::Get, 200, changed(Operation::Get, place, value)),
        |_, ended| {
            prop_assert_eq!(ended.outcome, Outcome::Value, "{}", ended.message());
            Ok(())
        },
    );
}

#[test]
fn a_documented_body_with_anything_changed_is_a_value_or_an_error_that_shows_nothing() {
    each(
        500,
        (operation(), any::<Index>(), json()),
        |(operation, index, value)| {
            let mut places = Vec::new();
            pointers(&operation.body(), "", &mut places);
            (*operation, 200, changed(*operation, &places[index.index(places.len())], value))
        },
        |_, ended| {
            let unreadable = Outcome::Failed(ErrorKind::Decode, Some(200), Sent::Yes);
            prop_assert!([Outcome::Value, unreadable].contains(&ended.outcome));
            quiet(&ended)
        },
    );
}

/// The operation's body with another value in one place.
fn changed(operation: Operation, place: &str, value: &Value) -> Vec<u8> {
    let mut body = operation.body();
    *body.pointer_mut(place).unwrap() = value.clone();
    body.to_string().into_bytes()
}

fn check_problem(body: &[u8]) -> Result<(), TestCaseError> {
    if let Some(problem) = ApifyProblem::parse(body) {
        prop_assert!(problem.code().is_some() || problem.message.is_some());
        prop_assert!(!problem.is_no_such_record() || problem.code().is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn error_bodies_of_any_bytes(body in prop::collection::vec(any::<u8>(), 0..100)) {
        check_problem(&body)?;
    }

    #[test]
    fn error_bodies_of_any_json(kind in json(), message in json(), data in json()) {
        let body = json!({ "error": { "type": kind, "message": message, "data": data } });
        check_problem(body.to_string().as_bytes())?;
        let read = ApifyProblem::parse(body.to_string().as_bytes());
        let text = kind.is_string() || message.is_string();
        prop_assert_eq!(read.is_some(), text, "{}", body);
    }
}
