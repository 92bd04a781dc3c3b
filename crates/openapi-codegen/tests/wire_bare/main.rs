//! The crate of `wire/openapi.yaml` over the runtime that `--bare` emits: the same calls send the same bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]
#![allow(
    dead_code,
    missing_docs,
    missing_debug_implementations,
    unexpected_cfgs,
    unreachable_pub,
    reason = "modules of another crate"
)]

#[rustfmt::skip]
mod client;
#[rustfmt::skip]
#[allow(clippy::all, reason = "generated")]
mod generated;
#[path = "../wire/recorder.rs"]
mod recorder;
pub mod runtime {
    include!(concat!(env!("OUT_DIR"), "/runtime/mod.rs"));
}
#[path = "../wire/scenarios.rs"]
mod scenarios;

pub use client::servers;
pub use generated::*;
pub use runtime as runtime_types;
