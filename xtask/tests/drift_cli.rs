//! `cargo xtask drift` as a command: its output and exit status.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};

fn drift(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("drift").args(arguments).output().unwrap()
}

fn with_upstream(upstream: &Path, arguments: &[&str]) -> Output {
    drift(&[arguments, &["--upstream", upstream.to_str().unwrap()]].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn document(vendor: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../openapi/{vendor}/openapi.yaml"))
}

#[test]
fn succeeds_where_the_overlay_answers_everything() {
    // An upstream document that is ours without its overlay.
    let output = with_upstream(&document("apify"), &["apify"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(table.contains("action 6: The password opens the proxy"), "{table}");
    assert!(table.lines().last().unwrap().starts_with("apify: "), "{table}");
    assert!(table.contains(" 0 unanswered"), "{table}");
    assert!(!table.contains("UNANSWERED"), "{table}");
    assert!(!table.contains('\u{1b}'), "colours outside a terminal: {table}");
}

#[test]
fn fails_and_shows_the_difference_where_something_is_unanswered() {
    let mut upstream = openapi_document::load(&document("apify")).unwrap();
    *upstream.pointer_mut("/components/schemas/Limits/properties/maxActorCount/type").unwrap() =
        json!("string");
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("upstream.json");
    fs::write(&path, upstream.to_string()).unwrap();

    let output = with_upstream(&path, &["apify"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(table.contains("type: integer → string"), "{table}");
    assert!(table.find("UNANSWERED").unwrap() < table.find("action ").unwrap(), "not first: {table}");

    let output = with_upstream(&path, &["apify", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let machine: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(machine["vendor"], "apify");
    assert_eq!(machine["unanswered"], 1);
    let at = "/components/schemas/Limits/properties/maxActorCount/type";
    let expected = json!({
        "aspect": "type",
        "what": "type",
        "operation": "GET /v2/users/me/limits",
        "part": "response 200 application/json",
        "path": "data.limits.maxActorCount",
        "direction": "response",
        "ours": { "at": at, "says": "integer" },
        "theirs": { "at": at, "says": "string" },
        "judgement": "breaks callers",
        "answers": [],
    });
    assert_eq!(machine["differences"][0], expected);
    assert_ne!(machine["differences"][1]["answers"], json!([]));
}

#[test]
fn names_the_input_that_cannot_be_read() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("missing.json");
    let broken = directory.path().join("broken.json");
    fs::write(&broken, "{\n  \"openapi\": 3.1,\n").unwrap();
    let other = directory.path().join("other.yaml");
    fs::write(&other, "swagger: '2.0'\n").unwrap();
    for (path, reason) in
        [(&missing, "cannot read"), (&broken, "broken.json:3:"), (&other, "no OpenAPI 3 document")]
    {
        let output = with_upstream(path, &["apify"]);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(message.contains(reason) && message.contains(path.to_str().unwrap()), "{message}");
        assert!(output.stdout.is_empty());
    }
    let output = with_upstream(&missing, &["nobody"]);
    assert!(text(&output.stderr).contains("apify, cloudflare"), "{}", text(&output.stderr));
}
