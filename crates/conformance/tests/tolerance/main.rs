//! Answers that are not quite what the description says: what each facade makes of them.
//!
//! From every documented body, bodies are derived that are odd in one place. An identity or a
//! figure that is gone has to be an error that names the place. Anything else may be odd: then
//! it alone is absent or empty, and the rest of the answer arrives whole and typed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test says what it expects"
)]

mod apify;
mod body;
mod cloudflare;
mod judge;
mod mutations;
mod python;
mod run;
mod schema;
mod tally;
