//! `cargo xtask drift` as a command: its output and exit status.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

fn drift(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("drift").args(arguments).output().unwrap()
}

fn with_upstream(upstream: &Path, arguments: &[&str]) -> Output {
    drift(&[arguments, &["--upstream", upstream.to_str().unwrap()]].concat())
}

/// Runs the command with standard input.
fn with_input(input: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["drift", "apify", "--upstream", "-"]).args(arguments);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
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
        "operations": ["GET /v2/users/me/limits"],
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

    let output = with_upstream(&path, &["apify", "--json", "--unanswered"]);
    let machine: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(machine["differences"].as_array().unwrap().len(), 1);
    let output = with_upstream(&path, &["apify", "--unanswered"]);
    assert!(!text(&output.stdout).contains("answered  "), "{}", text(&output.stdout));
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
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(reason) && message.contains(path.to_str().unwrap()), "{message}");
        assert!(output.stdout.is_empty());

        let output = with_upstream(path, &["apify", "--json"]);
        assert_eq!(output.status.code(), Some(2));
        let machine: Value = serde_json::from_slice(&output.stdout).unwrap();
        let message = machine["error"].as_str().unwrap();
        assert!(message.contains(reason) && message.contains(path.to_str().unwrap()), "{message}");
    }
    let output = with_upstream(&missing, &["nobody"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("apify, cloudflare"), "{}", text(&output.stderr));
}

#[test]
fn reads_standard_input() {
    let yaml = fs::read_to_string(document("apify")).unwrap();
    let output = with_input(&yaml, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let changed = yaml.replace("/v2/users/me/limits:", "/v2/users/me/bounds:");
    assert_eq!(with_input(&changed, &[]).status.code(), Some(1));
    let output = with_input("openapi: [", &["--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("\"error\": \"-:1:"), "{}", text(&output.stdout));
}

#[test]
fn follows_a_document_in_many_files_or_says_why_not() {
    let mut upstream = openapi_document::load(&document("apify")).unwrap();
    let item = upstream.pointer_mut("/paths/~1v2~1users~1me~1limits").unwrap().take();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("openapi.json");
    upstream["paths"]["/v2/users/me/limits"] = json!({ "$ref": "paths/limits.json" });
    fs::write(&path, upstream.to_string()).unwrap();

    let output = with_upstream(&path, &["apify"]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.contains("openapi.json#/paths/~1v2~1users~1me~1limits: reference"), "{message}");
    assert!(message.contains("which is no file"), "{message}");

    fs::create_dir(directory.path().join("paths")).unwrap();
    let item = item.to_string().replace("\"#/", "\"../openapi.json#/");
    fs::write(directory.path().join("paths/limits.json"), item).unwrap();
    let output = with_upstream(&path, &["apify"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn names_an_action_that_corrects_nothing_any_more() {
    // Upstream's document is ours with all corrections.
    let mut upstream = openapi_document::load(&document("apify")).unwrap();
    let overlay = document("apify").with_file_name("overlay.yaml");
    openapi_document::Overlay::load(&overlay).unwrap().apply(&mut upstream).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("upstream.json");
    fs::write(&path, upstream.to_string()).unwrap();
    let output = with_upstream(&path, &["apify"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("corrects nothing any more"), "{}", text(&output.stdout));
    let machine: Value = serde_json::from_slice(&with_upstream(&path, &["apify", "--json"]).stdout).unwrap();
    assert!(machine["obsolete_actions"][0]["action"].is_u64(), "{machine}");
}

#[test]
fn the_vendors_own_documents_are_answered() {
    for (vendor, file) in [("apify", "apify.openapi.json"), ("cloudflare", "cloudflare-user.openapi.json")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/upstream").join(file);
        if path.is_file() {
            let output = with_upstream(&path, &[vendor, "--unanswered"]);
            assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
            assert_eq!(text(&output.stdout).lines().count(), 1, "{}", text(&output.stdout));
        } else {
            println!("SKIPPED: there is no ../shared/upstream/{file}");
        }
    }
}
