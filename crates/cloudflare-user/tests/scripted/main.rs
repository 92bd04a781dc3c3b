//! Raw bytes in; the exact request and the typed value out. One subject per file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test says what it expects"
)]

mod accounts;
mod audit_log_export;
mod audit_log_follower;
mod credentials;
mod custom_requests;
mod deletes;
mod edit;
mod envelope;
mod input;
mod invites;
mod once_only;
mod paging;
mod permission_groups;
mod refusals;
mod secrets;
mod server;
mod subscriptions;
mod token_updates;
mod tokens;
mod tolerance;
