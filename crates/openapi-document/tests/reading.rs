//! Pointers, references, path templates, media types and versions: all that needs no feature.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use openapi_document::{MediaType, Node, PathTemplate, Pointer, ReferenceErrorKind, Version};
use serde_json::{Value, json};

#[test]
fn pointers_escape_and_find() {
    let document = json!({ "a/b": { "c~d": [10, 20] } });
    let pointer = Pointer::root().child("a/b").child("c~d").index(1);
    assert_eq!(pointer.to_string(), "/a~1b/c~0d/1");
    assert_eq!(pointer.keys(), ["a/b", "c~d", "1"]);
    assert_eq!(pointer.find(&document), Some(&json!(20)));
    assert_eq!(pointer.split_last(), Some((Pointer::of(["a/b", "c~d"]), "1".to_owned())));
    assert_eq!(pointer.child("x").find(&document), None);
    assert_eq!(Pointer::root().find(&document), Some(&document));
    assert_eq!(Pointer::root().to_string(), "(the document)");
    assert_eq!(Pointer::root().split_last(), None);
}

#[test]
fn pointers_are_references_with_percent_escapes() {
    let keys = |reference: &str| Pointer::from_reference(reference).map(|pointer| pointer.keys());
    assert_eq!(keys("#/paths/~1a~1%7Bid%7D"), Some(vec!["paths".to_owned(), "/a/{id}".to_owned()]));
    assert_eq!(keys("#/a%2"), Some(vec!["a%2".to_owned()]));
    assert_eq!(keys("#/%FF"), Some(vec!["%FF".to_owned()]));
    assert_eq!(keys("#"), Some(vec![]));
    assert_eq!(keys("#anchor"), None);
    assert_eq!(keys("other.yaml#/a"), None);
    for key in ["/a/{id}", "50%", "ä", "a b~c"] {
        let pointer = Pointer::of([key]);
        assert_eq!(Pointer::from_reference(&pointer.to_reference()), Some(pointer), "{key}");
    }
    assert_eq!(Pointer::root().to_reference(), "#");
}

#[test]
fn pointers_cover_what_is_inside() {
    let covers = |outer: &str, inner: &str| {
        Pointer::from_text(outer.to_owned()).covers(&Pointer::from_text(inner.to_owned()))
    };
    assert!(covers("/a", "/a") && covers("/a", "/a/b") && covers("", "/a"));
    assert!(!covers("/a", "/ab") && !covers("/a/b", "/a"));
}

fn document() -> Value {
    json!({
        "direct": { "$ref": "#/target" },
        "chain": { "$ref": "#/direct" },
        "escaped": { "$ref": "#/paths/~1a~1%7Bid%7D" },
        "anchored": { "$ref": "#here" },
        "target": { "name": "target", "flag": true, "list": [{ "$ref": "#/target" }, 7] },
        "paths": { "/a/{id}": { "name": "path" } },
        "$defs": [{ "$anchor": "here", "name": "anchor" }],
        "remote": { "$ref": "other.yaml#/a" },
        "to-remote": { "$ref": "#/remote" },
        "dangling": { "$ref": "#/nowhere" },
        "no-anchor": { "$ref": "#nowhere" },
        "self": { "$ref": "#/self" },
        "circle": { "$ref": "#/circle-back" },
        "circle-back": { "$ref": "#/circle" },
        "field-of-that-name": { "$ref": { "type": "string" } },
    })
}

#[test]
fn references_are_followed_to_their_end() {
    let document = document();
    let root = Node::root(&document);
    for (key, name, pointer, route) in [
        ("direct", "target", "/target", vec!["/direct"]),
        ("chain", "target", "/target", vec!["/chain", "/direct"]),
        ("escaped", "path", "/paths/~1a~1{id}", vec!["/escaped"]),
        ("anchored", "anchor", "/$defs/0", vec!["/anchored"]),
        ("target", "target", "/target", vec![]),
    ] {
        let node = root.get_resolved(key).unwrap().unwrap();
        assert_eq!((node.text("name"), node.pointer().as_str()), (Some(name), pointer), "{key}");
        assert_eq!(node.route().iter().map(Pointer::as_str).collect::<Vec<_>>(), route, "{key}");
    }
    assert!(root.get_resolved("missing").unwrap().is_none());
    let field = root.get("field-of-that-name").unwrap();
    assert!(field.reference().is_none() && field.resolve().is_ok());
}

#[test]
fn references_that_cannot_be_followed_say_why() {
    let document = document();
    for (key, kind, at, reason) in [
        ("remote", ReferenceErrorKind::Remote, "/remote", "another document"),
        ("to-remote", ReferenceErrorKind::Remote, "/remote", "other.yaml#/a"),
        ("dangling", ReferenceErrorKind::Dangling, "/dangling", "\"#/nowhere\""),
        ("no-anchor", ReferenceErrorKind::Dangling, "/no-anchor", "at nothing"),
        ("self", ReferenceErrorKind::Circular, "/self", "itself"),
        ("circle", ReferenceErrorKind::Circular, "/circle-back", "itself"),
    ] {
        let error = Node::root(&document).get_resolved(key).unwrap_err();
        assert_eq!((error.kind, error.at.as_str()), (kind, at), "{key}");
        assert!(error.to_string().contains(reason), "{key}: {error}");
    }
}

#[test]
fn nodes_keep_their_location_on_the_way_down() {
    let document = document();
    let target = Node::root(&document).get_resolved("chain").unwrap().unwrap();
    let elements: Vec<Node<'_>> = target.get("list").unwrap().elements().collect();
    assert_eq!(elements[1].pointer().as_str(), "/target/list/1");
    assert_eq!((elements[1].value(), elements[1].route().len()), (&json!(7), 2));
    // A schema within itself is no circle of references.
    assert_eq!(elements[0].clone().resolve().unwrap().pointer().as_str(), "/target");
    let keys: Vec<&str> = target.entries().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 3);
    assert_eq!((target.flag("flag"), target.flag("name"), target.text("flag")), (Some(true), None, None));
    assert_eq!(target.at("/list/1").unwrap().pointer().as_str(), "/target/list/1");
    assert!(target.at("/list/2").is_none() && target.elements().next().is_none());
}

fn template(path: &str) -> PathTemplate {
    path.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn templates_match_segment_by_segment_and_decode() {
    let users = template("/users/{userId}/limits");
    let argument = |path: &str| users.match_path(path).map(|arguments| arguments[0].1.clone());
    assert_eq!(argument("/users/john~doe/limits").as_deref(), Some("john~doe"));
    assert_eq!(argument("/users/a%20%2Fb/limits").as_deref(), Some("a /b"));
    assert_eq!(argument("/us%65rs/x/limits").as_deref(), Some("x"));
    for other in ["/users//limits", "/users/x", "/users/x/limits/", "/users/x/y/limits", "users/x/limits", ""]
    {
        assert_eq!(argument(other), None, "{other}");
    }
    assert_eq!(template("/").match_path("/"), Some(vec![]));
    assert_eq!(template("/a/").match_path("/a"), None);
    assert_eq!(template("/a%20b").match_path("/a b"), Some(vec![]));
}

#[test]
fn a_segment_may_hold_several_parameters() {
    let values = |path: &str, sent: &str| {
        let template = template(path);
        let arguments = template.match_path(sent)?;
        Some(arguments.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" "))
    };
    for (path, sent, expected) in [
        ("/v{version}.json", "/v2.json", Some("2")),
        ("/v{version}.json", "/v.json", None),
        ("/v{version}.json", "/v2.jsonx", None),
        ("/{owner}.{format}", "/a.b.c", Some("a b.c")),
        ("/{owner}.{format}", "/.b", None),
        ("/{from}..{to}", "/main...dev", Some("main .dev")),
        ("/{a}-{b}.json", "/x-y.json.json", Some("x y.json")),
        ("/{a}{b}", "/äxy", Some("ä xy")),
        ("/{a}{b}", "/x", None),
        ("/{a}:cancel", "/op:cancel:cancel", Some("op:cancel")),
    ] {
        assert_eq!(values(path, sent).as_deref(), expected, "{path} {sent}");
    }
}

#[test]
fn what_is_no_template_is_rejected() {
    for invalid in ["users", "", "/{", "/}", "/{}", "/{a{b}}", "/{a/b}", "/a}b{c}"] {
        let error = PathTemplate::parse(invalid).unwrap_err().to_string();
        assert!(error.starts_with(invalid), "{error}");
    }
}

#[test]
fn the_most_specific_template_is_the_greatest() {
    let sorted = ["/{a}/{b}", "/{a}/x", "/a{b}/{c}", "/a/{b}", "/a/v{b}", "/a/b"];
    for pair in sorted.windows(2) {
        assert!(template(pair[0]).specificity() < template(pair[1]).specificity(), "{pair:?}");
    }
    assert_eq!(template("/a/{b}").specificity(), template("/c/{d}").specificity());
}

#[test]
fn templates_are_written_out() {
    let users = template("/users/{userId}/{what}.json");
    assert_eq!((users.to_string().as_str(), users.shape().as_str()), (users.as_str(), "/users/{}/{}.json"));
    let fill = |user| users.fill(|name| if name == "userId" { user } else { Some("ä") });
    assert_eq!(fill(Some("a/b c")).as_deref(), Some("/users/a%2Fb%20c/%C3%A4.json"));
    assert_eq!(fill(None), None);
    assert_eq!(users.parameters().collect::<Vec<_>>(), ["userId", "what"]);
    assert_eq!(users.segments().map(<[_]>::len).collect::<Vec<_>>(), [1, 1, 2]);
}

fn media_type(text: &str) -> MediaType {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn media_types_are_read_as_http_writes_them() {
    for (text, written) in [
        ("application/json", "application/json"),
        ("Application/JSON;Charset=UTF-8", "application/json; charset=UTF-8"),
        ("text/plain ; charset = utf-8", ""),
        ("text/plain ;a=\"x;\\\"y\\\"\" ;; b=z;", "text/plain; a=\"x;\\\"y\\\"\"; b=z"),
        ("text/*", "text/*"),
        ("json", ""),
        ("", ""),
        ("a/b/c", ""),
        ("a/b; c", ""),
        ("a/b; c=\"d", ""),
        ("a/b; c=\"d\"e", ""),
    ] {
        let read = MediaType::parse(text).map(|media_type| media_type.to_string());
        assert_eq!(read.ok(), Some(written.to_owned()).filter(|written| !written.is_empty()), "{text}");
    }
}

#[test]
fn json_is_told_by_name_and_suffix() {
    for (text, json, suffix) in [
        ("application/json; charset=utf-8", true, None),
        ("application/problem+json", true, Some("json")),
        ("application/merge-patch+json", true, Some("json")),
        ("application/atom+xml", false, Some("xml")),
        ("application/jsonl", false, None),
        ("application/*", false, None),
    ] {
        let media_type = media_type(text);
        assert_eq!((media_type.is_json(), media_type.suffix()), (json, suffix), "{text}");
    }
    let range = media_type("text/*");
    assert_eq!((range.type_(), range.subtype(), range.is_range()), ("text", "*", true));
}

#[test]
fn the_most_specific_documented_media_type_fits_best() {
    let best = |documented: &[&str], sent: &str| {
        let documented: Vec<MediaType> = documented.iter().map(|text| media_type(text)).collect();
        MediaType::best_match(&documented, &media_type(sent))
    };
    assert_eq!(best(&["*/*", "text/*", "text/plain"], "text/plain; charset=utf-8"), Some(2));
    assert_eq!(best(&["*/*", "text/*", "text/plain"], "text/csv"), Some(1));
    assert_eq!(best(&["*/*", "text/*"], "image/png"), Some(0));
    assert_eq!(best(&["text/*", "application/json"], "application/problem+json"), None);
    let versions = ["application/json", "application/json; v=1", "application/json; v=2"];
    assert_eq!(best(&versions, "application/json; v=2"), Some(2));
    assert_eq!(best(&versions, "application/json; v=3"), Some(0));
    assert_eq!(best(&versions, "application/json"), Some(0));
    assert_eq!(best(&["application/json; charset=UTF-8"], "application/json; charset=utf-8"), Some(0));
    assert_eq!(best(&["application/json; charset=utf-8"], "application/json"), Some(0));
    assert_eq!(best(&["application/json; v=1"], "application/json; v=2"), None);
}

#[test]
fn versions_are_told_apart() {
    let read = |document: Value| Version::of(&document);
    assert_eq!(read(json!({ "openapi": "3.0.4" })), Ok(Version::V3_0));
    assert_eq!(read(json!({ "openapi": "3.1.0" })), Ok(Version::V3_1));
    assert_eq!(read(json!({ "openapi": "3.1" })), Ok(Version::V3_1));
    assert_eq!(read(json!({ "openapi": 3.1 })), Ok(Version::V3_1));
    for (document, reason) in [
        (json!({ "openapi": "4.0.0" }), "4.0.0"),
        (json!({ "openapi": "3.10.0" }), "3.10.0"),
        (json!({ "swagger": "2.0" }), "Swagger"),
        (json!({}), "no OpenAPI 3"),
        (json!([]), "no OpenAPI 3"),
    ] {
        let message = read(document).unwrap_err().to_string();
        assert!(message.contains(reason), "{message}");
    }
    assert_eq!(Version::V3_1.to_string(), "3.1");
}
