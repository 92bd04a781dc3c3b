//! Random input from outside: nothing panics, and the properties that must hold for any input do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

#[path = "../support/mod.rs"]
mod support;

mod addresses;
mod decoding;
mod responses;

use proptest::test_runner::Config;

/// Failing inputs are printed in their smallest form, and kept nowhere.
fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}
