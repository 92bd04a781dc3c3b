//! The tolerant reader, on any input.

use std::collections::BTreeMap;

use api_runtime::{
    Secret,
    decode::{Presence, presence, tolerant},
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::config;

/// A type with fields of all kinds that generated types have.
#[derive(Debug, Deserialize, Serialize)]
struct Account {
    name: String,
    #[serde(default)]
    age: Option<i64>,
    #[serde(default)]
    since: Option<chrono::DateTime<chrono::Utc>>,
    #[serde(default)]
    tags: Option<Vec<String>>,
    #[serde(default)]
    bills: Option<Vec<Bill>>,
    #[serde(default)]
    usage: Option<BTreeMap<String, Bill>>,
    #[serde(default)]
    password: Option<Secret>,
    #[serde(default)]
    anything: Value,
}

#[derive(Debug, Deserialize, Serialize)]
struct Bill {
    usd: f64,
    #[serde(default)]
    paid: Option<bool>,
}

/// Part of every generated text; no message may contain it.
const VALUE: &str = "zq7";

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,8}".prop_map(|text| Value::from(format!("{VALUE}{text}"))),
        Just(json!("2024-02-29")),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let name = prop::sample::select(vec![
            "name", "age", "since", "tags", "bills", "usage", "password", "usd", "paid", "new",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..8).prop_map(|members| {
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Map<_, _>>()
                    .into()
            }),
        ]
    })
}

fn well_formed() -> Value {
    json!({
        "name": "ada", "age": 36, "since": "2024-02-29T12:00:00Z", "tags": ["a"],
        "bills": [{ "usd": 1.5, "paid": true }], "usage": { "A": { "usd": 1 } }, "password": "p",
    })
}

fn check(body: &[u8]) -> Result<(), TestCaseError> {
    let strict = serde_json::from_slice::<Account>(body);
    match tolerant::<Account>(body) {
        Ok((account, skipped)) => {
            prop_assert!(skipped.paths().len() <= skipped.count());
            let printed = format!("{skipped:?}");
            prop_assert!(!printed.contains(VALUE), "{}", printed);
            if skipped.count() == 0
                && let Ok(strict) = strict
            {
                prop_assert_eq!(json!(account), json!(strict));
            }
        }
        Err(error) => {
            let printed = format!("{error} {error:?} {error:#?}");
            // serde would fill an object from a list, by position.
            let list = printed.contains("expected object, found list");
            prop_assert!(strict.is_err() || list, "a well-formed body is an error: {}", printed);
            prop_assert!(!printed.contains(VALUE), "{}", printed);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn any_bytes(body in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&body)?;
    }

    /// What is well-formed is read in the same way by both readers.
    #[test]
    fn any_json_is_read_as_serde_json_reads_it(value in json()) {
        let body = value.to_string();
        let (read, skipped) = tolerant::<Value>(body.as_bytes()).unwrap();
        prop_assert_eq!(read, serde_json::from_str::<Value>(&body).unwrap());
        prop_assert_eq!(skipped.count(), 0);
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(tolerant::<Value>(pretty.as_bytes()).unwrap().0, value);
    }

    /// The answer of `affects` agrees with the paths.
    #[test]
    fn what_was_skipped_is_known(value in json()) {
        if let Ok((account, skipped)) = tolerant::<Account>(value.to_string().as_bytes()) {
            prop_assert_eq!(skipped.affects("$"), !skipped.is_empty());
            for (field, is_absent) in [("age", account.age.is_none()), ("since", account.since.is_none())] {
                let is_in_body = presence(value.to_string().as_bytes(), field) == Presence::Present;
                prop_assert_eq!(skipped.affects(field), is_absent && is_in_body, "{}", field);
            }
        }
    }

    #[test]
    fn any_json(value in json()) {
        check(value.to_string().as_bytes())?;
    }

    #[test]
    fn an_optional_field_of_any_kind_is_accepted(
        name in prop::sample::select(vec!["age", "since", "tags", "password", "new"]),
        value in json(),
    ) {
        let mut body = well_formed();
        body[name] = value;
        let body = body.to_string();
        check(body.as_bytes())?;
        prop_assert!(tolerant::<Account>(body.as_bytes()).is_ok(), "{body}");
    }

    #[test]
    fn a_well_formed_body_with_a_byte_changed(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = well_formed().to_string().into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        check(&body)?;
    }

    #[test]
    fn a_well_formed_body_cut_short(at in any::<prop::sample::Index>()) {
        let body = well_formed().to_string().into_bytes();
        let at = at.index(body.len());
        prop_assert!(tolerant::<Account>(&body[..at]).is_err());
    }
}
