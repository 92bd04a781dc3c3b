//! Our facades against Prism, which mocks the vendors' own descriptions and refuses what they
//! do not allow.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod apify;
mod cloudflare;
mod verdict;
