//! Reading documents from files.

#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::path::Path;

use openapi_document::{LoadError, load, parse};
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
    let value = parse(yaml, Path::new("a.yaml")).unwrap();
    let expected = r#"{"zebra":1,"ant":1.0,"date":"2020-01-01","version":"3.1.0","number":3.1,"word":"no","on":"off","empty":null,"text":"null","responses":{"200":{"description":"D"},"404":{"description":"D"}},"block":"two\nlines\n"}"#;
    assert_eq!(serde_json::to_string(&value).unwrap(), expected, "values and the order of keys");
}

#[test]
fn the_ending_or_the_first_brace_tells_json() {
    let json = "\u{feff}{\"b\": 1, \"a\": [true]}";
    let expected = json!({ "b": 1, "a": [true] });
    assert_eq!(parse(json, Path::new("a.json")).unwrap(), expected);
    assert_eq!(parse(json, Path::new("a")).unwrap(), expected);
    assert_eq!(parse("b: 1\na: [true]\n", Path::new("a")).unwrap(), expected);
}

#[test]
fn errors_name_the_file_and_the_line() {
    for (name, text, place) in [
        ("a.json", "{\n  \"a\": }", "a.json:2:8"),
        ("a.yaml", "a: 1\nb: [1\nc: 2\n", "a.yaml:3:"),
        ("a.yaml", "a: 1\na: 2\n", "a.yaml:2:"),
        ("a.yaml", "a: 1\n---\nb: 2\n", "a.yaml:3:"),
    ] {
        let message = parse(text, Path::new(name)).unwrap_err().to_string();
        assert!(message.contains(name) && message.contains(place), "{text:?}: {message}");
    }
    let missing = load(Path::new("no-such-file.yaml")).unwrap_err();
    assert_eq!(missing.to_string(), "cannot read no-such-file.yaml");
    assert!(matches!(missing, LoadError::Read { .. }));
}

#[test]
fn a_key_that_stands_twice_is_an_error_in_json_too() {
    for (name, text) in [("a.json", "{\"a\": {\"b\": 1,\n\"b\": 2}}"), ("a.yaml", "a:\n  b: 1\n  b: 2\n")] {
        let error = openapi_document::parse(text, name.as_ref()).unwrap_err().to_string();
        assert!(error.starts_with(name) && error.contains("duplicate"), "{error}");
    }
}

/// JSON has neither these keys nor these numbers.
#[test]
fn null_is_a_key_and_infinity_a_text() {
    let text = "null: a\n1.10: b\nd: [.inf, -.inf, .nan, 1e400]\n";
    let document = openapi_document::parse(text, "a.yaml".as_ref()).unwrap();
    let expected = serde_json::json!({ "null": "a", "1.10": "b", "d": [".inf", "-.inf", ".nan", ".inf"] });
    assert_eq!(document, expected);
}

#[test]
fn anchors_and_relative_ids_are_found_in_their_resource() {
    let mut document = serde_json::json!({
        "a": { "$id": "s/a.json", "b": { "$ref": "b.json#x" }, "c": { "$ref": "../c" }, "d": { "$ref": "#x" }, "e": { "$ref": "b.json#y" } },
        "b": { "$id": "s/b.json", "f": { "$anchor": "x" } },
        "c": { "$id": "c", "g": { "$dynamicAnchor": "x" } },
    });
    openapi_document::resolve_ids(&mut document);
    for (at, target) in [("/a/b", "#/b/f"), ("/a/c", "#/c"), ("/a/d", "#x"), ("/a/e", "b.json#y")] {
        assert_eq!(document.pointer(at).unwrap()["$ref"], target, "{at}");
    }
}

#[test]
fn ids_and_dynamic_references_become_plain_references() {
    let mut document = serde_json::json!({
        "a": { "$id": "https://x.example/s/a", "b": { "$ref": "#/defs/c" }, "d": { "$ref": "other#/e" }, "defs": { "c": 1 } },
        "o": { "$id": "https://x.example/s/other", "e": 2 },
        "n": { "$dynamicRef": "#node" },
        "p": { "$dynamicAnchor": "node" },
        "q": { "$ref": "#/o" },
    });
    openapi_document::resolve_ids(&mut document);
    for (at, target) in [("/a/b", "#/a/defs/c"), ("/a/d", "#/o/e"), ("/n", "#/p"), ("/q", "#/o")] {
        assert_eq!(document.pointer(at).unwrap()["$ref"], target, "{at}");
    }
}
