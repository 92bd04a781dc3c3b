//! The examples print what their documentation shows, and end as it says.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

mod transcript;

/// Its own tests run here, too.
#[allow(dead_code, reason = "only its tests are of use here")]
#[path = "../examples/testing.rs"]
mod testing;

use api_simulator::{MockResponse, Simulator};
use serde_json::json;

#[test]
fn every_example_prints_what_its_documentation_shows() {
    transcript::check_all(&[]);
}

#[test]
fn the_report_rejects_a_span_that_makes_no_sense() {
    let directory = tempfile::tempdir().unwrap();
    for (to, reason) in [("2026-05-09", "ends before it begins"), ("2036-05-09", "longer than 1096 days")] {
        let Some(mut report) = transcript::example("usage_report", directory.path()) else { return };
        let output = report.args(["--from", "2026-05-10", "--to", to]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(reason), "{output:?}");
    }
}

#[test]
fn an_example_says_what_it_is_and_rejects_what_it_does_not_know() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["account", "blocking", "limits_guard", "testing", "usage_report"] {
        for (argument, code) in [("--help", 0), ("--no-such-option", 2)] {
            let Some(mut example) = transcript::example(name, directory.path()) else { return };
            assert_eq!(
                example.arg(argument).output().unwrap().status.code(),
                Some(code),
                "{name} {argument}"
            );
        }
    }
}

#[test]
fn the_guard_asks_the_real_api_where_there_is_a_token_and_ends_with_2_where_it_fails() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
    let guard = guard.env("APIFY_API_BASE_URL", simulator.base_url());
    let output = guard.env("APIFY_TOKEN", "revoked").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("limits_guard: "), "{output:?}");
    simulator.assert_requests(["GET /v2/users/me/limits"]);
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

/// At 80 in place of 0.8, it would exit with 0 in silence and never fire.
#[test]
fn the_guard_rejects_a_threshold_that_is_none() {
    let simulator = Simulator::apify().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    for threshold in ["80", "1.01", "-0.1", "NaN", "101%", ""] {
        let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
        let guard = guard.arg(format!("--threshold={threshold}"));
        let guard =
            guard.env("APIFY_API_BASE_URL", simulator.base_url()).env("APIFY_TOKEN", simulator.token());
        let output = guard.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{threshold}: {output:?}");
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("a fraction from 0 to 1"), "{threshold}: {errors}");
    }
    assert_eq!(simulator.attempts(), 0);
}

#[test]
fn the_guard_takes_percent() {
    let directory = tempfile::tempdir().unwrap();
    for (threshold, code) in [("33%", 1), ("34%", 0), ("0.33", 1), ("0.34", 0)] {
        let Some(mut guard) = transcript::example("limits_guard", directory.path()) else { return };
        let output = guard.args(["--threshold", threshold]).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{threshold}: {output:?}");
    }
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
