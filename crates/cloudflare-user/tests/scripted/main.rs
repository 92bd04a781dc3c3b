//! Raw bytes in; the exact request and the typed value out. One subject per file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test says what it expects"
)]

mod audit_log_export;
mod credentials;
mod deletes;
mod edit;
mod envelope;
mod input;
mod invites;
mod once_only;
mod paging;
mod secrets;
mod server;
mod subscriptions;
mod tokens;
mod tolerance;
