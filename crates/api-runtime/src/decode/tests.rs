//! The rules of the tolerant reader.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Cause, Limits, tolerant, tolerant_with, tolerant_within};
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
    // Beside a malformed field, so that the tolerant reader is the one that reads it.
    for (age, expected) in
        [("-7", -7), ("-0", 0), ("-9223372036854775808", i64::MIN), ("9223372036854775807", i64::MAX)]
    {
        let body = format!(r#"{{"name":"ada","tags":7,"age":{age}}}"#);
        assert_eq!(tolerant::<Account>(body.as_bytes()).unwrap().0.age, Some(expected), "{age}");
    }
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
fn an_element_that_lacks_a_required_figure_deeper_inside_is_an_error_too() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "deserialized only")]
    struct Month {
        bill: Option<Bill>,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "deserialized only")]
    struct Year {
        months: Vec<Month>,
        by_name: Option<BTreeMap<String, Month>>,
    }
    let error = |body: Value| tolerant::<Year>(body.to_string().as_bytes()).unwrap_err().to_string();
    assert_eq!(
        error(json!({ "months": [{ "bill": { "usd": 1 } }, { "bill": {} }] })),
        "months[1].bill.usd: the field is missing"
    );
    assert_eq!(
        error(json!({ "months": [], "by_name": { "May": { "bill": { "usd": "x" } } } })),
        "by_name.May.bill.usd: expected f64, found string"
    );
}

#[test]
fn keys_are_printed_as_they_are_or_quoted_and_cut() {
    let long = "k".repeat(64);
    for (key, printed) in [
        ("a_b-C9", "a_b-C9".to_owned()),
        ("", r#""""#.to_owned()),
        ("a.b", r#""a.b""#.to_owned()),
        ("a\u{202e}b", r#""a\u{202e}b""#.to_owned()),
        (&long, long.clone()),
        (&format!("{long}k"), format!("\"{long}\"")),
        (&format!("{long}é"), format!("\"{long}\"")),
    ] {
        let body = json!({ "name": "ada", "usage": { key: { "usd": "x" } } }).to_string();
        let error = tolerant::<Account>(body.as_bytes()).unwrap_err();
        assert_eq!(error.path(), format!("usage.{printed}.usd"), "{key}");
    }
}

#[test]
fn a_long_path_is_cut_in_the_message() {
    let key = "k".repeat(64);
    let nested = (0..20).fold(r#"{"bad":7}"#.to_owned(), |inner, _| format!(r#"{{"{key}":{inner}}}"#));
    #[derive(Debug, Deserialize)]
    #[serde(transparent)]
    struct Nested(#[expect(dead_code, reason = "deserialized only")] BTreeMap<String, Inner>);
    #[derive(Debug, Deserialize)]
    struct Inner {
        #[serde(flatten)]
        _inner: BTreeMap<String, Value>,
        #[expect(dead_code, reason = "deserialized only")]
        required: String,
    }
    let error = tolerant::<Nested>(nested.as_bytes()).unwrap_err();
    assert_eq!(error.path(), format!("{key}.required"));
    let path = "x".repeat(1000);
    let error = error.map_path(|_| path.clone());
    assert_eq!(error.to_string(), format!("{}…: the field is missing", &path[..200]));
}

#[test]
fn a_body_that_is_not_json_is_an_error_that_says_what_it_is() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for (body, reason) in [
        (b"".to_vec(), "it is empty"),
        (b" \r\n".to_vec(), "it is empty"),
        (b"<html>".to_vec(), "it is a page of HTML or XML and not JSON"),
        (b"\n<?xml?>".to_vec(), "it is a page of HTML or XML and not JSON"),
        (b"OK".to_vec(), "it is text and not JSON"),
        (b"\0".to_vec(), "it is text and not JSON"),
        (utf16("{\"name\":\"ada\"}"), "it is UTF-16 and not JSON in UTF-8"),
        (utf16("\u{feff}{\"name\":\"ad\u{e9}\"}"), "it is UTF-16 and not JSON in UTF-8"),
        (b"caf\xe9".to_vec(), "it is neither JSON nor UTF-8"),
    ] {
        let error = tolerant::<Account>(&body).unwrap_err();
        assert_eq!(error.to_string(), format!("$: {reason}"));
        assert_eq!(error.cause(), Cause::Foreign, "{reason}");
    }
    for (body, reason) in [
        (b"{\"name\":\"\xff\"}".to_vec(), "it is not valid UTF-8"),
        (b"{\"name\":\"ada\"} x".to_vec(), "it is not valid JSON (line 1, column 16)"),
        (b"{\"name\":ada}".to_vec(), "it is not valid JSON (line 1, column 9)"),
    ] {
        let error = tolerant::<Account>(&body).unwrap_err();
        assert_eq!(error.to_string(), format!("$: {reason}"));
        assert_eq!(error.cause(), Cause::Malformed, "{reason}");
    }
}

#[test]
fn a_body_that_ends_too_early_is_told_from_one_that_is_wrong() {
    let cause = |body: &[u8]| tolerant::<Value>(body).map_err(|error| error.cause());
    let body = "{\"name\":\"jő\",\"yes\":true,\n\"age\":-36.5e+1,\"tags\":[\"a\",{\"b\":[1,-2]}]}".as_bytes();
    for end in 1..body.len() {
        assert_eq!(cause(&body[..end]).err(), Some(Cause::CutShort), "{end}");
    }
    assert!(cause(body).is_ok());
    for body in [&b"{}}"[..], b"{\"a\" 1}", b"[1.]", b"[1-"] {
        let expected = if body == b"[1-" { Cause::CutShort } else { Cause::Malformed };
        assert_eq!(cause(body).err(), Some(expected), "{body:?}");
    }
    assert_eq!(cause("[".repeat(100_000).as_bytes()).err(), Some(Cause::CutShort));
}

#[test]
fn what_is_nested_too_deeply_costs_itself_only() {
    #[derive(Debug, Deserialize)]
    struct Loose {
        name: String,
        #[serde(default)]
        any: Option<Value>,
    }
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let body = |depth| format!(r#"{{"unknown":{},"any":{},"name":"ada"}}"#, nested(5_000), nested(depth));
    let (value, skipped) = tolerant::<Loose>(body(126).as_bytes()).unwrap();
    assert_eq!((value.name.as_str(), value.any.is_some(), skipped.count()), ("ada", true, 0));
    for depth in [127, 5_000] {
        let (value, skipped) = tolerant::<Loose>(body(depth).as_bytes()).unwrap();
        assert_eq!((value.name.as_str(), skipped.count()), ("ada", 1));
        assert!(skipped.affects("any") && value.any.is_some());
    }
}

#[test]
fn a_value_that_rust_cannot_hold_costs_itself_only() {
    let read = |body: &str| {
        let (account, skipped) = tolerant::<Account>(body.as_bytes()).unwrap();
        (account.age.is_none() && account.tags.is_none_or(|tags| tags.is_empty()), skipped.paths().to_vec())
    };
    assert_eq!(read(r#"{"name":"ada","age":1e999}"#), (true, vec!["age".to_owned()]));
    assert_eq!(read(r#"{"name":"ada","tags":["\ud800"]}"#), (true, vec!["tags[0]".to_owned()]));
    let error = tolerant::<Account>(br#"{"name":1e999}"#).unwrap_err();
    assert_eq!(error.to_string(), "name: its number is out of range");
}

#[test]
fn a_byte_order_mark_and_duplicate_keys_are_accepted() {
    let (account, _) = tolerant::<Account>(b"\xef\xbb\xbf{\"name\":\"eve\",\"name\":\"ada\"}").unwrap();
    assert_eq!(account.name, "ada");
    #[derive(Debug, Deserialize)]
    struct Open {
        name: String,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }
    let body = br#"{"name":"eve","x":1,"n\u0061me":"ada","x":2}"#;
    assert!(super::strict::<Open>(body).is_err());
    let (open, skipped) = tolerant::<Open>(body).unwrap();
    assert_eq!((open.name.as_str(), open.rest["x"].as_i64(), skipped.count()), ("ada", Some(2), 0));
}

#[test]
fn many_malformed_fields_make_a_short_list() {
    let (_, skipped) = {
        let body = json!({"name": "ada", "tags": vec![7; 100_000]}).to_string();
        tolerant::<Account>(body.as_bytes()).unwrap()
    };
    assert_eq!((skipped.count(), skipped.paths().len()), (100_000, 1000));
    assert!(skipped.affects("name") && skipped.affects("tags[99999]"));
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

#[test]
fn the_memory_of_values_is_limited() {
    #[derive(Debug, Deserialize)]
    struct Sparse {
        #[serde(default)]
        _texts: [Option<String>; 8],
    }
    fn error<T: serde::de::DeserializeOwned>(limit: usize, body: &str) -> String {
        assert!(tolerant_within::<T>(body.as_bytes(), usize::MAX).is_ok(), "{body}");
        assert!(tolerant_within::<T>(body.as_bytes(), 2 * limit).is_ok(), "{body}");
        let error = tolerant_within::<T>(body.as_bytes(), limit).map(|_| ()).unwrap_err();
        assert!(error.cause() == Cause::TooLarge, "{error}");
        error.path().to_owned()
    }
    let list = |element: &str| format!("[{}{element}]", format!("{element},").repeat(999));
    // A feature of serde_json, which any dependent may turn on, decides on the size of a value.
    let value = size_of::<Value>();
    assert_eq!(error::<Vec<Value>>(625 * value, &list("0")), "$[512]");
    assert_eq!(error::<Vec<Sparse>>(150_000, &list("{}")), "$[512]");
    for path in [
        error::<Vec<String>>(40_000, &list(r#""""#)),
        error::<Vec<Vec<i64>>>(50_000, &list("[0]")),
        error::<Vec<Value>>(12_500 * value, &list(r#"{"":0}"#)),
        error::<Vec<BTreeMap<String, i64>>>(300_000, &list(r#"{"":0}"#)),
    ] {
        assert!(path.starts_with("$["), "{path}");
    }
    // A struct has the room for its fields already.
    assert!(tolerant_within::<Vec<Bill>>(list(r#"{"usd":1}"#).as_bytes(), 60_000).is_ok());
    let entries: Vec<String> = (0..1000).map(|index| format!(r#""k{index}":0"#)).collect();
    let path = error::<BTreeMap<String, i64>>(60_000, &format!("{{{}}}", entries.join(",")));
    assert!(path.starts_with('k'), "{path}");
}

#[test]
fn the_limit_of_memory_is_no_malformed_field() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "deserialized only")]
    struct Loose {
        #[serde(default, deserialize_with = "super::list")]
        values: Vec<Value>,
        any: Option<Value>,
    }
    let body = format!(r#"{{"any":[{}0]}}"#, "0,".repeat(1000));
    let error = tolerant_within::<Loose>(body.as_bytes(), 625 * size_of::<Value>()).unwrap_err();
    assert_eq!(error.path(), "any[512]");
}

#[test]
fn the_time_of_scanning_is_limited() {
    // Each of the lists or objects is scanned to find the end of the next.
    for (begin, end) in [("[", "]"), (r#"{"":"#, "}")] {
        let nested = |depth| format!("{}\"{}\"{}", begin.repeat(depth), "x".repeat(1000), end.repeat(depth));
        let limits = || Limits::new(usize::MAX, 0).with_scan(50_000);
        let read = |depth| tolerant_with::<Value>(nested(depth).as_bytes(), limits());
        assert!(read(30).is_ok(), "{begin}");
        assert!(read(120).unwrap_err().cause() == Cause::TooLarge, "{begin}");
    }
}

#[test]
fn an_error_names_what_was_expected_and_found() {
    for (value, found) in [
        (json!(true), "boolean"),
        (json!(7), "integer"),
        (json!(-7), "integer"),
        (json!(7.5), "number"),
        (json!(null), "null"),
        (json!([7]), "list"),
        (json!({ "a": 7 }), "object"),
    ] {
        let error = read("name", value).unwrap_err();
        assert_eq!(error, format!("name: expected a string, found {found}"));
    }
    assert_eq!(
        read("totals", json!([{ "usd": "7" }])).unwrap_err(),
        "totals[0].usd: expected f64, found string"
    );
    // The fast reader's own reason.
    let strict = super::strict::<Account>(br#"{"name":7}"#).unwrap_err().to_string();
    assert!(strict.starts_with("invalid type: integer `7`, expected a string"), "{strict}");
    let strict = super::strict::<Account>(b"7").unwrap_err().to_string();
    assert!(strict.starts_with("invalid type: integer `7`, expected struct Account"), "{strict}");
}

#[test]
fn integers_are_read_over_their_whole_range() {
    assert_eq!(tolerant::<u64>(b"18446744073709551615").unwrap().0, u64::MAX);
    assert_eq!(tolerant::<i64>(b"-9223372036854775808").unwrap().0, i64::MIN);
    assert_eq!(
        tolerant::<i64>(b"9223372036854775808").unwrap_err().to_string(),
        "$: expected i64, found another integer"
    );
    assert!(tolerant::<u64>(b"18446744073709551616").is_err());
}

#[test]
fn elements_can_be_read_by_a_seed() {
    struct Sum;

    impl<'de> serde::de::Visitor<'de> for Sum {
        type Value = i64;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<i64, A::Error> {
            let mut sum = 0;
            while let Some(number) = list.next_element_seed(std::marker::PhantomData::<i64>)? {
                sum += number;
            }
            Ok(sum)
        }
    }

    #[derive(Debug)]
    struct Total(i64);

    impl<'de> Deserialize<'de> for Total {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_seq(Sum).map(Total)
        }
    }

    assert_eq!(tolerant::<Total>(b"[1, 2.0, 39]").unwrap().0.0, 42);
    let error = tolerant::<Total>(br#"[1, "2"]"#).unwrap_err();
    assert_eq!(error.to_string(), "$[1]: expected i64, found string");
}

#[test]
fn a_dense_body_is_read_within_the_limit_and_with_the_same_result() {
    let body = json!({ "name": "ada", "totals": [], "tags": vec!["a"; 10_000] }).to_string();
    for memory in [usize::MAX, 1 << 20] {
        let (account, skipped) = super::decode::<Account>(body.as_bytes(), memory).unwrap();
        assert_eq!((account.tags.map(|tags| tags.len()), skipped.count()), (Some(10_000), 0));
    }
    assert!(super::decode::<Account>(body.as_bytes(), 1 << 18).unwrap_err().cause() == Cause::TooLarge);
}

#[test]
fn without_a_client_the_limit_is_that_of_the_default_settings() {
    let settings = crate::Settings::default();
    assert_eq!(super::DEFAULT_MEMORY_LIMIT, super::memory_limit(settings.max_response_size));
}
