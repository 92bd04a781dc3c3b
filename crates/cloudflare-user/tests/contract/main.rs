//! The facade against its OpenAPI document, on a real socket, without a network or an account.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test says what it expects"
)]

mod bodies;
mod calls;
mod requests;
mod schemas;
mod state;
mod statuses;
