//! A running simulator.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::builder::Config;
use crate::engine::Engine;
use crate::record::{self, RecordedRequest};
use crate::script::MockResponse;
use crate::wire::Guard;

/// A server on a loopback socket, in this process; dropping it ends it.
pub struct Simulator {
    engine: Arc<Engine>,
    _guard: Guard,
    address: SocketAddr,
    base_url: String,
    config: Config,
}

impl Simulator {
    pub(crate) fn new(
        engine: Arc<Engine>,
        guard: Guard,
        address: SocketAddr,
        prefix: &str,
        config: Config,
    ) -> Self {
        Self { engine, _guard: guard, address, base_url: format!("http://{address}{prefix}"), config }
    }

    /// The URL to give to a client, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The socket's address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The credential that is accepted.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.config.token
    }

    /// The day (UTC) that the vendor takes for today.
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.config.today
    }

    /// Dictates the answer to the next request that has none yet.
    pub fn next(&self, answer: impl Into<MockResponse>) {
        self.engine.script().next(answer.into());
    }

    /// Dictates the answer to the next request for one operation, named by its `operationId` or
    /// as `"GET /path"`. Answers given to [`Simulator::next`] go before.
    ///
    /// # Panics
    /// If the description has no such operation.
    #[track_caller]
    pub fn on(&self, operation: &str, answer: impl Into<MockResponse>) {
        assert!(self.engine.service.knows(operation), "the description has no operation {operation:?}");
        self.engine.script().on(operation, answer.into());
    }

    /// Dictates the answer to every request that no other scripted answer is for.
    pub fn otherwise(&self, answer: impl Into<MockResponse>) {
        self.engine.script().otherwise(answer.into());
    }

    /// Removes every scripted response, used or not: those of [`Simulator::next`],
    /// [`Simulator::on`] and [`Simulator::otherwise`]. Faults at random and state stay.
    pub fn clear_responses(&self) {
        self.engine.script().clear();
    }

    /// How many scripted answers have not been used.
    #[must_use]
    pub fn unused_responses(&self) -> usize {
        self.engine.script().unused()
    }

    /// The requests read so far, in the order in which they were answered.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.engine.log().requests.clone()
    }

    /// How often a client began to send a request, including those that were not read.
    #[must_use]
    pub fn attempts(&self) -> u64 {
        self.engine.log().attempts
    }

    /// Every departure from the description so far, with the request that it is about.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        self.engine.log().violations()
    }

    /// Asserts that exactly these requests were read, each given as [`RecordedRequest::line`].
    ///
    /// # Panics
    /// If others were, with both lists in the message.
    #[track_caller]
    pub fn assert_requests<L: Into<String>>(&self, lines: impl IntoIterator<Item = L>) {
        let expected: Vec<String> = lines.into_iter().map(Into::into).collect();
        let outcome = record::expect_requests(&self.requests(), &expected);
        assert!(outcome.is_ok(), "{}", outcome.err().unwrap_or_default());
    }

    /// Asserts that no request departed from the description.
    ///
    /// # Panics
    /// If one did, with every departure in the message.
    #[track_caller]
    pub fn assert_no_violations(&self) {
        let outcome = record::expect_no_violations(&self.violations());
        assert!(outcome.is_ok(), "{}", outcome.err().unwrap_or_default());
    }
}

/// The token is left out.
impl std::fmt::Debug for Simulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Simulator").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
