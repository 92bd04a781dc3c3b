//! The examples print the output in their documentation, and exit with its status.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test says what it expects")]

#[path = "../../apify-user/tests/transcript/mod.rs"]
mod transcript;

/// Its own tests run here, too.
#[allow(dead_code, reason = "only its tests are of use here")]
#[path = "../examples/rotate_token.rs"]
mod rotate_token;

use api_simulator::Simulator;

#[test]
fn every_example_prints_what_its_documentation_shows() {
    transcript::check_all(&[]);
}

#[test]
fn an_example_says_what_it_is_and_rejects_what_it_does_not_know() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["account", "audit_log_pages", "rotate_token", "token_audit", "token_lifecycle"] {
        for (argument, code) in [("--help", 0), ("--no-such-option", 2)] {
            let Some(mut example) = transcript::example(name, directory.path()) else { return };
            let output = example.arg(argument).output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{name} {argument}");
        }
    }
}

#[test]
fn the_audit_asks_the_real_api_where_there_is_a_token_and_says_why_it_failed() {
    let simulator = Simulator::cloudflare().start_blocking().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let Some(mut audit) = transcript::example("token_audit", directory.path()) else { return };
    let audit = audit.env("CLOUDFLARE_BASE_URL", simulator.base_url());
    let output = audit.env("CLOUDFLARE_API_TOKEN", "revoked").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("token_audit: "), "{output:?}");
    assert_eq!(simulator.requests().len(), 1);
}
