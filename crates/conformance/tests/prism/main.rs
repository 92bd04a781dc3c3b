//! The facades' requests validated by Prism, which mocks the vendors' own OpenAPI documents and rejects what they do
//! not allow.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod apify;
mod calls;
mod cloudflare;
