//! The rules of the tolerant reader.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::tolerant;
use crate::Secret;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "deserialized only")]
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
    #[serde(default, deserialize_with = "super::list")]
    names: Vec<String>,
    #[serde(default, deserialize_with = "super::map")]
    plans: BTreeMap<String, Plan>,
    #[serde(default, deserialize_with = "super::nullable")]
    limit: Option<Option<i64>>,
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
#[expect(dead_code, reason = "deserialized only")]
struct Bill {
    usd: f64,
}

/// Reads `{"name": "ada", <field>: <value>}`, and returns the skipped paths.
fn read(field: &str, value: Value) -> Result<(Account, Vec<String>), String> {
    let body = json!({"name": "ada", field: value}).to_string();
    match tolerant::<Account>(body.as_bytes()) {
        Ok((account, skipped)) => Ok((account, skipped.paths().to_vec())),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn a_malformed_optional_field_is_absent() {
    for malformed in [json!("old"), json!(7.5), json!([]), json!({}), json!(true), json!(1e300)] {
        let (account, skipped) = read("age", malformed).unwrap();
        assert_eq!((account.name.as_str(), account.age), ("ada", None));
        assert_eq!(skipped, ["age"]);
    }
    let (account, skipped) = read("plan", json!({"tier": 7, "price": 49})).unwrap();
    let plan = account.plan.unwrap();
    assert_eq!((plan.tier, plan.price), (None, Some(49.0)));
    assert_eq!(skipped, ["plan.tier"]);
}

#[test]
fn null_is_not_malformed() {
    let (account, skipped) = read("age", Value::Null).unwrap();
    assert_eq!((account.age, skipped.len()), (None, 0));
}

#[test]
fn an_object_is_never_filled_from_a_list() {
    let (account, skipped) = read("plan", json!(["gold", 49])).unwrap();
    assert!(account.plan.is_none());
    assert_eq!(skipped, ["plan"]);
}

#[test]
fn the_fast_reader_does_not_fill_an_object_from_a_list() {
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
        let (account, skipped) = read("since", json!(text)).unwrap();
        assert_eq!((account.since, skipped.len()), (Some(midnight), 0), "{text}");
    }
}

#[test]
fn other_texts_are_not_dates() {
    for malformed in [json!(""), json!("yesterday"), json!("2022-13-45"), json!(1_665_000_000)] {
        let (account, skipped) = read("since", malformed).unwrap();
        assert_eq!(account.since, None);
        assert_eq!(skipped, ["since"]);
    }
}

#[test]
fn a_malformed_optional_list_or_map_is_absent() {
    let (account, skipped) = read("tags", Value::Null).unwrap();
    assert_eq!((account.tags, skipped.len()), (None, 0));
    let (account, skipped) = read("features", json!("none")).unwrap();
    assert!(account.features.is_none());
    assert_eq!(skipped, ["features"]);
}

#[test]
fn a_malformed_required_list_is_an_error_and_not_an_empty_list() {
    for malformed in [Value::Null, json!({}), json!("none")] {
        assert!(read("totals", malformed).unwrap_err().starts_with("totals: expected a sequence"));
    }
}

#[test]
fn a_malformed_element_is_skipped_and_its_neighbors_stay() {
    let (account, skipped) = read("tags", json!(["a", 7, null, "b", ["c"]])).unwrap();
    assert_eq!(account.tags.unwrap(), ["a", "b"]);
    assert_eq!(skipped, ["tags[1]", "tags[2]", "tags[4]"]);
    let (account, skipped) = read("features", json!({"A": {"tier": "x"}, "B": 1})).unwrap();
    assert_eq!(account.features.unwrap().keys().collect::<Vec<_>>(), ["A"]);
    assert_eq!(skipped, ["features.B"]);
}

#[test]
fn a_missing_or_malformed_required_field_is_an_error_that_names_the_path() {
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
fn a_byte_order_mark_and_duplicate_keys_are_accepted() {
    let (account, _) = tolerant::<Account>(b"\xef\xbb\xbf{\"name\":\"eve\",\"name\":\"ada\"}").unwrap();
    assert_eq!(account.name, "ada");
}

#[test]
fn many_malformed_fields_make_a_short_list() {
    let (_, skipped) = {
        let body = json!({"name": "ada", "tags": vec![7; 100_000]}).to_string();
        tolerant::<Account>(body.as_bytes()).unwrap()
    };
    assert_eq!((skipped.count(), skipped.paths().len()), (100_000, 20));
}

#[test]
fn secrets_are_read_and_a_malformed_one_is_absent() {
    let (account, _) = read("password", json!("pw")).unwrap();
    assert_eq!(account.password.unwrap().expose(), "pw");
    assert!(read("password", json!(7)).unwrap().0.password.is_none());
}

#[test]
fn lists_and_maps_with_a_default_are_empty_if_absent_null_or_malformed() {
    for (field, value, expected) in [
        ("age", json!(1), &[] as &[&str]),
        ("names", Value::Null, &[]),
        ("plans", Value::Null, &[]),
        ("names", json!("a"), &["names"]),
        ("plans", json!([{}]), &["plans"]),
    ] {
        let (account, skipped) = read(field, value).unwrap();
        assert!(account.names.is_empty() && account.plans.is_empty());
        assert_eq!(skipped, expected);
    }
    let (account, skipped) = read("names", json!(["a", 7, "b"])).unwrap();
    assert_eq!((account.names, skipped), (vec!["a".to_owned(), "b".to_owned()], vec!["names[1]".to_owned()]));
    let (account, skipped) = read("plans", json!({"A": {"price": 1}, "B": 7})).unwrap();
    assert_eq!((account.plans["A"].price, account.plans.len()), (Some(1.0), 1));
    assert_eq!(skipped, ["plans.B"]);
}

#[test]
fn the_fast_reader_reads_the_same_defaults() {
    let read = |body: &str| super::strict::<Account>(body.as_bytes());
    let account = read(r#"{"name":"ada","totals":[],"names":null,"plans":null}"#).unwrap();
    assert!(account.names.is_empty() && account.plans.is_empty());
    let account = read(r#"{"name":"ada","totals":[],"names":["a"],"plans":{"A":{}}}"#).unwrap();
    assert_eq!((account.names.len(), account.plans.len()), (1, 1));
    assert!(read(r#"{"name":"ada","names":"a"}"#).is_err());
}

#[test]
fn null_and_absence_differ_for_a_nullable_field() {
    assert_eq!(read("age", json!(1)).unwrap().0.limit, None);
    assert_eq!(read("limit", Value::Null).unwrap().0.limit, Some(None));
    assert_eq!(read("limit", json!(7)).unwrap().0.limit, Some(Some(7)));
}

#[test]
fn an_open_enum_keeps_undocumented_values_and_names_the_path_of_others() {
    crate::open_enum! {
        enum Color {
            /// Red.
            Red = "red",
        }
    }
    #[derive(Debug, Deserialize)]
    struct Palette {
        main: Color,
        #[serde(default)]
        other: Option<Color>,
        #[serde(default, deserialize_with = "super::map")]
        names: BTreeMap<Color, Color>,
    }
    assert_eq!(Color::DOCUMENTED, ["red"]);
    let body = br#"{"main":"red","other":"blue","names":{"red":"green"}}"#;
    for palette in [super::strict::<Palette>(body).unwrap(), tolerant::<Palette>(body).unwrap().0] {
        assert_eq!((palette.main, palette.other), (Color::Red, Some("blue".into())));
        assert_eq!(palette.names[&Color::Red].as_str(), "green");
    }
    let (palette, skipped) = tolerant::<Palette>(br#"{"main":"red","other":7}"#).unwrap();
    assert_eq!((palette.other, skipped.paths()), (None, &["other".to_owned()][..]));
    let error = tolerant::<Palette>(br#"{"main":7}"#).unwrap_err();
    assert_eq!(error.to_string(), "main: expected a string, found integer");
}
