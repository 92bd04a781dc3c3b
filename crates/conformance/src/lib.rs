//! Holds a facade of ours against the vendor's own client: both make the same calls against the
//! same scripted server, and every difference in what they send and in what they make of the
//! answer is either named, with its reason, or a failure.
//!
//! [`Suite::run`] does it; `tests/apify` and `tests/cloudflare` hold the scenarios, and
//! `DIFFERENCES.md` is what comes out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the crate serves tests only, and a test says what it expects"
)]

mod compare;
mod deliberate;
mod document;
mod driver;
mod outcome;
mod prism;
mod report;
mod request;
mod scenario;
mod suite;
mod value;

pub use deliberate::Deliberate;
pub use driver::{Driver, installed};
pub use outcome::{Ended, Failed, Outcome};
pub use prism::Prism;
pub use report::Report;
pub use request::header;
pub use scenario::{Call, Scenario};
pub use suite::Suite;

/// The examples of the front page, which stand in no crate of their own.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
