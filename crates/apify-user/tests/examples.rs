//! The examples print what their documentation shows, and end as it says.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod transcript;

/// Its own tests run here, too.
#[allow(dead_code, reason = "only its tests are of use here")]
#[path = "../examples/testing.rs"]
mod testing;

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::Stdio,
};

use api_simulator::{MockResponse, Simulator};
use serde_json::json;

#[test]
fn every_example_prints_what_its_documentation_shows() {
    // What `load` prints is measured.
    transcript::check_all(&["load"]);
}

#[test]
fn the_chart_is_svg_with_a_title_units_and_a_legend() {
    let directory = tempfile::tempdir().unwrap();
    let Some(mut report) = transcript::example("usage_report", directory.path()) else { return };
    assert!(report.args(["--chart", "usage.svg", "--top", "2"]).output().unwrap().status.success());
    let svg = std::fs::read_to_string(directory.path().join("usage.svg")).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "svg");
    let texts: BTreeSet<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text())
        .map(str::trim)
        .collect();
    let expected = [
        "Apify usage by day, 2026-05-12 to 2026-06-11",
        "Cost (USD)",
        "Day (UTC)",
        "ACTOR_COMPUTE_UNITS",
        "PROXY_RESIDENTIAL_TRANSFER_GBYTES",
        "other",
        "12 May",
        "5 Jun",
        "0",
        "5",
    ];
    for text in expected {
        assert!(texts.contains(text), "{text} is not among {texts:?}");
    }
    assert!(!texts.contains("PROXY_SERPS"), "only the two costliest have a series of their own");
    // 25 days of three parts each; no service was used on every day, so some parts are empty.
    let colors = ["#0072B2", "#E69F00", "#999999"];
    for color in colors {
        let parts = svg.to_uppercase().matches(&color.to_uppercase()).count();
        assert!((15..=30).contains(&parts), "{color}: {parts} parts");
    }
}

#[test]
fn a_chart_that_is_not_svg_is_rejected() {
    let directory = tempfile::tempdir().unwrap();
    let Some(mut report) = transcript::example("usage_report", directory.path()) else { return };
    let output = report.args(["--chart", "usage.png"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("the chart is SVG"));
    assert!(!directory.path().join("usage.png").exists());
}

#[test]
fn the_guard_asks_the_real_api_where_there_is_a_token_and_ends_with_2_where_it_fails() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    for arguments in [&[][..], &["--watch", "1"]] {
        let directory = tempfile::tempdir().unwrap();
        let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
        let guard = guard.args(arguments).env("APIFY_API_BASE_URL", simulator.base_url());
        let output = guard.env("APIFY_TOKEN", "revoked").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("limits_guard: "), "{output:?}");
    }
    simulator.assert_requests(["GET /v2/users/me/limits", "GET /v2/users/me/limits"]);
}

#[test]
fn the_guard_names_a_figure_that_it_cannot_check() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let malformed = json!({ "data": { "current": { "actorCount": "many" } } });
    simulator.next(MockResponse::simulated().merge(malformed));
    let directory = tempfile::tempdir().unwrap();
    let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
    let guard = guard.env("APIFY_API_BASE_URL", simulator.base_url()).env("APIFY_TOKEN", simulator.token());
    let output = guard.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "limits_guard: data.current.actorCount could not be read\n");
}

#[test]
fn the_guard_gives_up_at_its_deadline() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    simulator.otherwise(MockResponse::status(503));
    let directory = tempfile::tempdir().unwrap();
    let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
    let guard = guard.args(["--deadline", "1"]).env("APIFY_API_BASE_URL", simulator.base_url());
    let output = guard.env("APIFY_TOKEN", simulator.token()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    // The second wait, of a second or more, would end after the deadline.
    assert!(simulator.attempts() <= 2, "{} attempts", simulator.attempts());
}

#[test]
fn the_guard_goes_on_watching() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
    let guard = guard.args(["--watch", "1", "--threshold", "0"]).stdout(Stdio::piped());
    let guard = guard.env("APIFY_TOKEN", simulator.token()).env("APIFY_API_BASE_URL", simulator.base_url());
    let mut running = guard.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(running.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(line.contains(" above "), "{line:?}");
}
