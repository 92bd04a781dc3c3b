#![doc = include_str!("../README.md")]

use api_runtime::Call;
use progenitor_client::{ClientHooks, OperationInfo};

#[allow(
    clippy::all,
    clippy::pedantic,
    missing_docs,
    rustdoc::all,
    unused_imports,
    reason = "generated; see openapi/cloudflare for what it comes from"
)]
#[rustfmt::skip]
mod generated;

pub use generated::{Client, types};

/// What a generated method returns, to be handed to [`Call::settle`].
pub type Answer<T> = Result<generated::ResponseValue<T>, generated::Error<()>>;

impl From<Call> for Client {
    /// A client for one call.
    fn from(call: Call) -> Self {
        Self { baseurl: call.base_url().to_owned(), client: call.http_client(), inner: call }
    }
}

/// Requests go out through the runtime, which retries them, limits their time and adds the
/// credentials. The hook has to stand in this crate: generated methods find it by a
/// specialization on the type itself.
impl ClientHooks<Call> for Client {
    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        self.inner.exec(request, info.operation_id).await
    }
}
