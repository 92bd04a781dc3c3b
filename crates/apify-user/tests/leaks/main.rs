//! Secrets are printed nowhere: not by any value, error, cause, request seen, or trace, however
//! a server throws them back.
//!
//! All that this process traces or logs is captured, down to `TRACE` and down to the sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

#[path = "../support/mod.rs"]
mod support;

mod configuration;
mod echoes;
mod errors;
mod values;

use std::sync::OnceLock;

use api_simulator::Simulator;
use apify_user::{ApifyClient, ApifyClientBuilder};
use support::{Ended, TOKEN, bodies::PROXY_PASSWORD, capture::Capture};
use tracing_subscriber::{layer::SubscriberExt, util::SubscriberInitExt};

const WORKFLOW_KEY: &str = "sentinel-workflow-key-77ad";
const URL_PASSWORD: &str = "sentinel-url-password-c03e";
const SECRETS: [&str; 4] = [TOKEN, WORKFLOW_KEY, URL_PASSWORD, PROXY_PASSWORD];

/// All that is traced and logged in this process, from the first call on.
fn traces() -> &'static Capture {
    static CAPTURE: OnceLock<Capture> = OnceLock::new();
    CAPTURE.get_or_init(|| {
        let capture = Capture::default();
        tracing_subscriber::registry().with(capture.clone()).init();
        capture
    })
}

fn builder(simulator: &Simulator) -> ApifyClientBuilder {
    traces();
    support::builder(simulator.base_url()).workflow_key(WORKFLOW_KEY)
}

fn client(simulator: &Simulator) -> ApifyClient {
    builder(simulator).build().unwrap()
}

#[track_caller]
fn assert_no_secret(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} holds {secret}: {text}");
    }
}

#[track_caller]
fn assert_quiet(what: &str, ended: &Ended) {
    ended.printed.iter().for_each(|text| assert_no_secret(what, text));
}

/// What is traced and logged, and what the server has recorded.
#[track_caller]
fn assert_quiet_behind(simulator: &Simulator) {
    let entries = traces().entries();
    assert!(entries.iter().any(|entry| entry.name == "api_call"), "nothing is traced");
    entries.iter().for_each(|entry| assert_no_secret("a trace", &format!("{entry:?}")));
    for request in simulator.requests() {
        assert!(request.expose_header("authorization").is_some_and(|value| value.contains(TOKEN)));
        let printed = format!("{request} {request:?} {request:#?} {}", request.to_json());
        assert_no_secret("a recorded request", &printed);
    }
    assert_no_secret("the simulator", &format!("{simulator:?}"));
}
