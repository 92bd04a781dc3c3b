//! The rules of the tolerant reader, on types such as typify writes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::tolerant;
use crate::Secret;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "what is read, not what it is read for, counts here")]
struct Account {
    name: String,
    #[serde(default)]
    age: Option<i64>,
    #[serde(default)]
    since: Option<DateTime<Utc>>,
    #[serde(default)]
    plan: Option<Plan>,
    tags: Option<Vec<String>>,
    bills: Option<Vec<Bill>>,
    features: Option<BTreeMap<String, Plan>>,
    usage: Option<BTreeMap<String, Bill>>,
    #[serde(default)]
    totals: Vec<Bill>,
    #[serde(default)]
    password: Option<Secret>,
}

#[derive(Debug, Deserialize)]
struct Plan {
    #[serde(default)]
    tier: Option<String>,
    #[serde(default)]
    price: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "what is read, not what it is read for, counts here")]
struct Bill {
    usd: f64,
}

/// Reads `{"name": "ada", <field>: <value>}`, and which paths were odd.
fn read(field: &str, value: Value) -> Result<(Account, Vec<String>), String> {
    let body = json!({"name": "ada", field: value}).to_string();
    match tolerant::<Account>(body.as_bytes()) {
        Ok((account, skipped)) => Ok((account, skipped.paths().to_vec())),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn an_odd_optional_field_alone_is_absent() {
    for odd in [json!("old"), json!(7.5), json!([]), json!({}), json!(true), json!(1e300)] {
        let (account, odd_at) = read("age", odd).unwrap();
        assert_eq!((account.name.as_str(), account.age), ("ada", None));
        assert_eq!(odd_at, ["age"]);
    }
    let (account, odd_at) = read("plan", json!({"tier": 7, "price": 49})).unwrap();
    let plan = account.plan.unwrap();
    assert_eq!((plan.tier, plan.price), (None, Some(49.0)));
    assert_eq!(odd_at, ["plan.tier"]);
}

#[test]
fn null_and_absence_are_not_odd() {
    let (account, odd_at) = read("age", Value::Null).unwrap();
    assert_eq!((account.age, odd_at.len()), (None, 0));
}

#[test]
fn an_object_is_never_filled_from_a_list() {
    let (account, odd_at) = read("plan", json!(["gold", 49])).unwrap();
    assert!(account.plan.is_none());
    assert_eq!(odd_at, ["plan"]);
}

#[test]
fn nor_is_it_by_the_fast_reader() {
    let read = |body: &str| super::strict::strict::<Account>(body.as_bytes());
    assert_eq!(read(r#"{"name":"ada","plan":{"tier":"gold"}}"#).unwrap().plan.unwrap().tier.unwrap(), "gold");
    for body in [
        r#"["ada"]"#,
        r#"{"name":"ada","plan":["gold",49]}"#,
        r#"{"name":"ada","bills":[[7]]}"#,
        r#"{"name":"ada","features":{"A":["gold"]}}"#,
        r#"{"name":"ada"} x"#,
    ] {
        assert!(read(body).is_err(), "{body}");
    }
}

#[test]
fn other_notations_of_the_same_value_are_that_value() {
    assert_eq!(read("age", json!(7.0)).unwrap().0.age, Some(7));
    assert_eq!(read("age", json!(-7.0)).unwrap().0.age, Some(-7));
    assert_eq!(read("age", json!(1e15)).unwrap().0.age, Some(1_000_000_000_000_000));
    let midnight = "2022-10-02T00:00:00Z".parse::<DateTime<Utc>>().unwrap();
    for text in ["2022-10-02", "2022-10-02T00:00:00", "2022-10-02 00:00:00.000"] {
        let (account, odd_at) = read("since", json!(text)).unwrap();
        assert_eq!((account.since, odd_at.len()), (Some(midnight), 0), "{text}");
    }
}

#[test]
fn what_is_no_date_is_no_date() {
    for odd in [json!(""), json!("yesterday"), json!("2022-13-45"), json!(1_665_000_000)] {
        let (account, odd_at) = read("since", odd).unwrap();
        assert_eq!(account.since, None);
        assert_eq!(odd_at, ["since"]);
    }
}

#[test]
fn an_odd_list_or_map_is_absent_where_it_may_be() {
    let (account, odd_at) = read("tags", Value::Null).unwrap();
    assert_eq!((account.tags, odd_at.len()), (None, 0));
    let (account, odd_at) = read("features", json!("none")).unwrap();
    assert!(account.features.is_none());
    assert_eq!(odd_at, ["features"]);
}

#[test]
fn an_odd_list_that_is_required_is_an_error_and_not_an_empty_list() {
    for odd in [Value::Null, json!({}), json!("none")] {
        assert!(read("totals", odd).unwrap_err().starts_with("totals: expected a sequence"));
    }
}

#[test]
fn an_odd_element_is_passed_over_and_its_neighbours_stay() {
    let (account, odd_at) = read("tags", json!(["a", 7, null, "b", ["c"]])).unwrap();
    assert_eq!(account.tags.unwrap(), ["a", "b"]);
    assert_eq!(odd_at, ["tags[1]", "tags[2]", "tags[4]"]);
    let (account, odd_at) = read("features", json!({"A": {"tier": "x"}, "B": 1})).unwrap();
    assert_eq!(account.features.unwrap().keys().collect::<Vec<_>>(), ["A"]);
    assert_eq!(odd_at, ["features.B"]);
}

#[test]
fn a_missing_or_odd_identity_or_figure_is_an_error_that_names_the_path() {
    let error = |field, value| read(field, value).unwrap_err();
    assert_eq!(error("bills", json!([{"usd": 1}, {}])), "bills[1].usd: the field is missing");
    assert!(error("bills", json!([{"usd": "s3cr3t"}])).starts_with("bills[0].usd: expected f64"));
    assert!(error("bills", json!([{"usd": null}])).starts_with("bills[0].usd: "));
    assert!(error("bills", json!(["s3cr3t"])).starts_with("bills[0]: "));
    assert!(error("usage", json!({"A B": 7})).starts_with("usage.\"A B\": "));
    assert!(!error("bills", json!(["s3cr3t"])).contains("s3cr3t"));
    let body = json!({"age": 7}).to_string();
    let error = tolerant::<Account>(body.as_bytes()).unwrap_err();
    assert_eq!(error.path(), "name");
}

#[test]
fn a_body_that_is_not_json_is_an_error() {
    for body in ["", "{", "<html>", "{\"name\":\"ada\"} x", "\u{0}", "{\"name\":1e999}"] {
        let error = tolerant::<Account>(body.as_bytes()).unwrap_err();
        assert_eq!(error.path(), "$", "{body}");
    }
    assert!(tolerant::<Account>(b"{\"name\":\"\xff\"}").is_err());
    let deep = "[".repeat(100_000);
    assert!(tolerant::<Account>(deep.as_bytes()).is_err());
}

#[test]
fn a_byte_order_mark_and_duplicate_keys_are_borne() {
    let (account, _) = tolerant::<Account>(b"\xef\xbb\xbf{\"name\":\"eve\",\"name\":\"ada\"}").unwrap();
    assert_eq!(account.name, "ada");
}

#[test]
fn a_million_odd_fields_make_a_short_log() {
    let (_, skipped) = {
        let body = json!({"name": "ada", "tags": vec![7; 100_000]}).to_string();
        tolerant::<Account>(body.as_bytes()).unwrap()
    };
    assert_eq!((skipped.count(), skipped.paths().len()), (100_000, 20));
}

#[test]
fn secrets_are_read_and_an_odd_one_is_absent() {
    let (account, _) = read("password", json!("pw")).unwrap();
    assert_eq!(account.password.unwrap().expose(), "pw");
    assert!(read("password", json!(7)).unwrap().0.password.is_none());
}
