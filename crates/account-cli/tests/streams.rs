//! Commands that go on: the audit log with a cursor, and watches.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod support;

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use api_simulator::{MockResponse, Simulator};
use serde_json::{Value, json};
use support::{account, run, simulated};

/// Runs a program that does not end by itself, and returns its first lines.
fn first_lines(command: &mut Command, count: usize) -> Vec<String> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = lines(&mut child).take(count).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    lines
}

fn lines(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap)
}

#[test]
fn the_audit_log_has_its_newest_entries_last() {
    let log = |arguments: &str| -> Vec<Value> {
        serde_json::from_str(&simulated(&format!("cloudflare audit-log --json {arguments}")).stdout).unwrap()
    };
    let newest = log("");
    assert_eq!(newest.len(), 20);
    assert!(newest.is_sorted_by_key(|entry| entry["when"].as_str().unwrap().to_owned()));
    assert_eq!(log("--limit 3"), newest[17..]);
    let day = log("--since 1d");
    assert!(day.len() > 20 && day.iter().all(|entry| entry["when"].as_str() >= Some("2026-11-20T12:00:00Z")));
    assert_eq!(day, log("--since 2026-11-20T12:00:00Z"));
    assert_eq!(log("--since 2020-01-01").len(), 2500);
}

#[test]
fn a_cursor_returns_each_entry_once() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let cursor = directory.path().join("cursor.json");
    let read = |arguments: &str| -> BTreeSet<String> {
        let mut command = account(&format!("cloudflare audit-log --json {arguments} --cursor"));
        command.arg(&cursor);
        command
            .env("CLOUDFLARE_API_TOKEN", simulator.token())
            .env("CLOUDFLARE_BASE_URL", simulator.base_url());
        let run = run(&mut command);
        assert_eq!(run.status, 0, "{run:?}");
        let entries: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
        entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = read("--since 1d");
    assert!(first.len() > 20);
    assert!(read("--since 1d").is_empty(), "all entries were printed before");

    // A newer entry, and one that appears late.
    let newest = simulator.today().and_hms_opt(12, 10, 0).unwrap().and_utc();
    let entry = |id: &str, minutes: i64| json!({ "id": id, "when": (newest - chrono::TimeDelta::minutes(minutes)).to_rfc3339() });
    let body = json!({ "success": true, "errors": [], "messages": [], "result": [entry("late", 5), entry("new", 0)] });
    simulator.next(MockResponse::json(200, &body));
    assert_eq!(read(""), BTreeSet::from(["late".to_owned(), "new".to_owned()]));
    simulator.next(MockResponse::json(200, &body));
    assert!(read("").is_empty());

    std::fs::write(&cursor, "not a cursor").unwrap();
    let mut command = account("cloudflare audit-log --simulate --cursor");
    assert_eq!(run(command.arg(&cursor)).status, 2);
}

#[test]
fn the_audit_log_is_followed_through_an_outage() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let entry =
        |id: &str| json!({ "success": true, "result": [{ "id": id, "when": "2026-11-21T12:00:00Z" }] });
    simulator.next(MockResponse::json(200, &entry("first")));
    simulator.next(MockResponse::text(404, "text/html", "<html>a proxy</html>"));
    simulator.otherwise(MockResponse::json(200, &entry("second")));
    let mut command =
        account("cloudflare audit-log --since 2026-01-01 --follow --interval 1s --json --timeout 3s");
    command.env("CLOUDFLARE_API_TOKEN", simulator.token()).env("CLOUDFLARE_BASE_URL", simulator.base_url());
    let ids: Vec<Value> = first_lines(&mut command, 2)
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!(ids, ["first", "second"]);
}

#[test]
fn a_closed_pipe_ends_what_goes_on() {
    let mut command = account("cloudflare audit-log --since 2020-01-01 --follow --simulate");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    assert_eq!(lines(&mut child).take(1).count(), 1);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn following_has_its_limits() {
    for (arguments, reason) in [
        ("cloudflare audit-log --follow --interval 10ms", "at least a second"),
        ("cloudflare audit-log --interval 1m", "--follow"),
        ("cloudflare audit-log --limit 0", "0 is not in"),
        ("cloudflare audit-log --since yesterday", "2026-06-01"),
        ("apify watch --interval 10ms", "at least a second"),
        ("apify watch --above 2", "from 0 to 1"),
    ] {
        let run = simulated(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}: {run:?}");
        assert!(run.stderr.contains(reason), "{arguments}: {}", run.stderr);
    }
}

#[test]
fn a_watch_prints_crossings_as_they_happen() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let usage = |usd: f64| {
        MockResponse::simulated().merge(json!({ "data": { "current": { "monthlyUsageUsd": usd } } }))
    };
    simulator.next(usage(200.0));
    simulator.next(MockResponse::text(404, "text/html", "<html>a proxy</html>"));
    simulator.otherwise(usage(10.0));
    let mut command = account("apify watch --above 80% --interval 1s --json");
    command.env("APIFY_TOKEN", simulator.token()).env("APIFY_API_BASE_URL", simulator.base_url());
    let crossings: Vec<Value> =
        first_lines(&mut command, 2).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<_> = crossings.iter().map(|crossing| (&crossing["limit"], &crossing["is_above"])).collect();
    assert_eq!(seen, [(&json!("monthly usage"), &json!(true)), (&json!("monthly usage"), &json!(false))]);
}

#[test]
fn a_revoked_token_ends_what_goes_on() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let mut command = account("apify watch");
    command.env("APIFY_TOKEN", "revoked").env("APIFY_API_BASE_URL", simulator.base_url());
    assert_eq!(run(&mut command).status, 3);
}
