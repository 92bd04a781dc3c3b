#![doc = include_str!("../README.md")]

use api_runtime::Call;

#[allow(
    clippy::all,
    clippy::pedantic,
    missing_docs,
    rustdoc::all,
    unused_imports,
    reason = "generated; see openapi/apify for what it comes from"
)]
#[rustfmt::skip]
mod generated;

pub use generated::{Client, types};

impl From<Call> for Client {
    /// A client for one call.
    fn from(call: Call) -> Self {
        Self { baseurl: call.base_url().to_owned(), client: call.http_client(), inner: call }
    }
}
