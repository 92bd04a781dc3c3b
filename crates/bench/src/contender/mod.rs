//! The contenders: each does its work once when it is asked to.

mod apify;
mod cloudflare;

use std::{future::Future, hint::black_box};

use anyhow::{Result, bail};

use crate::work::{Contender, Work};

/// The token that every contender sends.
const TOKEN: &str = "a-token-of-usual-length-0123456789abcdef";

/// One of the contenders that run in this process.
pub(crate) trait Client: Clone + Send + Sync + 'static {
    /// A client of the server at this address.
    fn build(server: &str) -> Result<Self>;

    /// Does the work once, and throws away what it answers.
    fn call(&self, work: Work) -> impl Future<Output = Result<()>> + Send;
}

/// What is done with a client whose type is known.
pub(crate) trait Task {
    type Output;

    fn with<C: Client>(self) -> Result<Self::Output>;
}

/// Does something with the contender that does this work.
pub(crate) fn dispatch<T: Task>(contender: Contender, work: Work, task: T) -> Result<T::Output> {
    match (contender, work.is_cloudflare()) {
        (Contender::Bare, false) => task.with::<apify::bare::Bare>(),
        (Contender::Generated, false) => task.with::<apify::generated::Generated>(),
        (Contender::Facade, false) => task.with::<apify::facade::Facade>(),
        (Contender::Official, false) => task.with::<apify::official::Official>(),
        (Contender::Bare, true) => task.with::<cloudflare::bare::Bare>(),
        (Contender::Generated, true) => task.with::<cloudflare::generated::Generated>(),
        (Contender::Facade, true) => task.with::<cloudflare::facade::Facade>(),
        (Contender::Npm, _) => bail!("npm packages run in Node"),
        (Contender::Official, true) => bail!("the vendor has no crate for this"),
    }
}

/// Keeps the compiler from leaving out the decoding of what nobody reads.
fn consume<T>(value: T) {
    black_box(value);
}

/// The work is another vendor's; [`dispatch`] does not let it come to this.
fn not_ours(work: Work) -> Result<()> {
    bail!("this client does not do {work}")
}
