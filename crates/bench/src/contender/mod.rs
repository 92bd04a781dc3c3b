//! Contenders that run in this process.

mod apify;
mod apify_types;
mod cloudflare;
mod cloudflare_types;

use std::{future::Future, hint::black_box};

use anyhow::{Result, bail};

use crate::workload::{Contender, Workload};

/// Token that every contender sends.
pub(crate) const TOKEN: &str = "a-token-of-usual-length-0123456789abcdef";

/// Client of one contender.
pub(crate) trait Client: Clone + Send + Sync + 'static {
    /// Builds a client of the server at this address.
    fn build(server: &str) -> Result<Self>;

    /// Does the workload once and discards the value.
    fn call(&self, workload: Workload) -> impl Future<Output = Result<()>> + Send;
}

/// Function over the type of a client.
pub(crate) trait ClientVisitor {
    type Output;

    fn visit<C: Client>(self) -> Result<Self::Output>;
}

/// Calls the visitor with the client of the contender that does the workload.
pub(crate) fn visit<V: ClientVisitor>(
    contender: Contender,
    workload: Workload,
    visitor: V,
) -> Result<V::Output> {
    match (contender, workload.is_cloudflare()) {
        (Contender::Bare, false) => visitor.visit::<apify::Bare>(),
        (Contender::Generated, false) => visitor.visit::<apify::Generated>(),
        (Contender::Facade, false) => visitor.visit::<apify::Facade>(),
        (Contender::Official, false) => visitor.visit::<apify::Official>(),
        (Contender::Bare, true) => visitor.visit::<cloudflare::Bare>(),
        (Contender::Generated, true) => visitor.visit::<cloudflare::Generated>(),
        (Contender::Facade, true) => visitor.visit::<cloudflare::Facade>(),
        (Contender::Npm, _) => bail!("npm packages run in Node"),
        (Contender::Official, true) => bail!("the vendor has no crate for this workload"),
    }
}

/// Keeps the compiler from removing the decoding of fields that nobody reads.
fn consume<T>(value: T) {
    black_box(value);
}

/// Rejects a workload of another vendor, which [`visit`] prevents.
fn unsupported(workload: Workload) -> Result<()> {
    bail!("this client does not do {workload}")
}
