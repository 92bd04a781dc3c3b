//! Responses that differ from the OpenAPI document in one value, read by each facade.
//!
//! Every documented body is mutated in one value at a time. If an id or a required figure is missing or malformed, the
//! call must fail with an error that names its path. Any other malformed value must be absent or empty, and the rest
//! of the response typed and complete.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test says what it expects"
)]

mod apify;
mod cloudflare;
mod location;
mod mutations;
mod python_cases;
mod run;
mod schema;
mod verdict;
