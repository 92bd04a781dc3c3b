//! Reading descriptions, and naming places in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::path::Path;

use openapi_document::{Pointer, load};
use serde_json::json;

#[test]
fn yaml_reads_as_the_json_it_stands_for() {
    let yaml = "
zebra: 1
ant: 1.0
date: 2020-01-01
version: 3.1.0
number: 3.1
word: no
on: off
empty:
text: 'null'
responses:
  200: &ok { description: D }
  '404': *ok
block: |
  two
  lines
";
    let value = load::parse(yaml, Path::new("a.yaml")).unwrap();
    let expected = r#"{"zebra":1,"ant":1.0,"date":"2020-01-01","version":"3.1.0","number":3.1,"word":"no","on":"off","empty":null,"text":"null","responses":{"200":{"description":"D"},"404":{"description":"D"}},"block":"two\nlines\n"}"#;
    assert_eq!(serde_json::to_string(&value).unwrap(), expected, "values and the order of keys");
}

#[test]
fn the_ending_or_the_first_brace_tells_json() {
    let json = "\u{feff}{\"b\": 1, \"a\": [true]}";
    let expected = json!({ "b": 1, "a": [true] });
    assert_eq!(load::parse(json, Path::new("a.json")).unwrap(), expected);
    assert_eq!(load::parse(json, Path::new("a")).unwrap(), expected);
    assert_eq!(load::parse("b: 1\na: [true]\n", Path::new("a")).unwrap(), expected);
}

#[test]
fn errors_name_the_file_and_the_line() {
    for (name, text, place) in [
        ("a.json", "{\n  \"a\": }", "a.json:2:8"),
        ("a.yaml", "a: 1\nb: [1\nc: 2\n", "line 3"),
        ("a.yaml", "a: 1\na: 2\n", "line 2"),
        ("a.yaml", "a: 1\n---\nb: 2\n", "line 3"),
    ] {
        let message = load::parse(text, Path::new(name)).unwrap_err().to_string();
        assert!(message.contains(name) && message.contains(place), "{text:?}: {message}");
    }
    let missing = format!("{:#}", load::load(Path::new("no-such-file.yaml")).unwrap_err());
    assert!(missing.contains("cannot read no-such-file.yaml"), "{missing}");
}

#[test]
fn pointers_escape_and_find() {
    let document = json!({ "a/b": { "c~d": [10, 20] } });
    let pointer = Pointer::root().child("a/b").child("c~d").index(1);
    assert_eq!(pointer.to_string(), "/a~1b/c~0d/1");
    assert_eq!(pointer.keys(), ["a/b", "c~d", "1"]);
    assert_eq!(pointer.find(&document), Some(&json!(20)));
    assert_eq!(Pointer::root().find(&document), Some(&document));
    assert_eq!(Pointer::root().to_string(), "(the document)");
    assert_eq!(pointer.child("x").find(&document), None);
}

#[test]
fn references_are_fragments_with_percent_escapes() {
    let keys = |reference: &str| Pointer::from_reference(reference).map(|pointer| pointer.keys());
    assert_eq!(keys("#/paths/~1a~1%7Bid%7D"), Some(vec!["paths".to_owned(), "/a/{id}".to_owned()]));
    assert_eq!(keys("#/a%2"), Some(vec!["a%2".to_owned()]));
    assert_eq!(keys("#"), Some(vec![]));
    assert_eq!(keys("#anchor"), None);
    assert_eq!(keys("other.yaml#/a"), None);
}
