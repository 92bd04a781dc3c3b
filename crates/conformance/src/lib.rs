//! Compares the facades with the vendors' own clients and with Prism.
//!
//! A [`Suite`] makes the same calls with the vendor's client and with the facade, each against the same
//! scripted server. Every difference in what they send and in what they return is either a
//! [`KnownDifference`] with its reason, or a test failure. `tests/apify` and `tests/cloudflare` hold the
//! scenarios; `DIFFERENCES.md` is the result. [`Prism`] mocks an OpenAPI document and rejects requests that it does not
//! allow: of the facades in `tests/prism`, of generated crates in `tests/generated`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the crate serves tests only, and a test says what it expects"
)]

mod check;
mod compare;
mod driver;
pub mod json;
mod observation;
mod prism;
mod report;
mod suite;

pub use driver::skip;
pub use observation::{CallResult, ClientError, Outcome, header};
pub use prism::{Prism, PrismLog, upstream};
pub use report::{KnownDifference, Report};
pub use suite::{Call, Scenario, Suite, apply};

/// Examples of the workspace's README, which belongs to no crate.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
