//! Every way in which a server, or what stands before it, can fail, against every operation:
//! how many requests are sent, how the call ends, how long it takes.
//!
//! `cargo test -p apify-user --test faults -- --nocapture --test-threads 1` prints the figures.
//!
//! The clock is paused, so no test sleeps. tokio moves a paused clock to the next timer when
//! nothing can be done. Client and server share one thread, and bytes that one end writes to
//! a loopback socket are readable at the other at once, so there is something to do as long
//! as anything is under way: the clock moves only when both ends wait.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

#[path = "../support/mod.rs"]
mod support;

mod bodies;
mod connections;
mod json;
mod matrix;
mod redirects;
mod sizes;
mod stalls;
mod statuses;
mod unreachable;
