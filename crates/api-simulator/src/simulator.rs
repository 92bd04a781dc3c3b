//! A running simulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::engine::Engine;
use crate::record::{self, RecordedRequest};
use crate::script::MockResponse;
use crate::service::Config;
use crate::wire::Guard;

/// An HTTP server on a loopback socket in this process. Dropping it ends the server.
pub struct Simulator {
    engine: Arc<Engine>,
    _guard: Guard,
    address: SocketAddr,
    base_url: String,
    config: Config,
}

impl Simulator {
    pub(crate) fn new(engine: Arc<Engine>, guard: Guard, address: SocketAddr, config: Config) -> Self {
        let base_url = format!("http://{address}{}", engine.service.base_path());
        Self { engine, _guard: guard, address, base_url, config }
    }

    /// Returns the URL to give to a client, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the address of the socket.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the token that a vendor's API accepts.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.config.token
    }

    /// Returns the day (UTC) that a vendor's API takes for today.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.config.today
    }

    /// Scripts the response to the next request that has none.
    pub fn next(&self, response: impl Into<MockResponse>) {
        self.engine.script().next(response.into());
    }

    /// Scripts the response to the next request for one operation, given as its `operationId` or as
    /// `"GET /path"`. Responses given to [`Simulator::next`] take precedence.
    ///
    /// # Panics
    /// If the OpenAPI document has no such operation.
    #[track_caller]
    pub fn on(&self, operation: &str, response: impl Into<MockResponse>) {
        let is_known = self.engine.service.has_operation(operation);
        assert!(is_known, "the OpenAPI document has no operation {operation:?}");
        self.engine.script().on(operation, response.into());
    }

    /// Scripts the response to every request that no other scripted response is for.
    pub fn otherwise(&self, response: impl Into<MockResponse>) {
        self.engine.script().otherwise(response.into());
    }

    /// Removes all scripted responses: those of [`Simulator::next`], [`Simulator::on`] and
    /// [`Simulator::otherwise`].
    ///
    /// Requests are then handled as if nothing had been scripted. State and recorded requests are
    /// kept, and so is [`fault_rate`](crate::SimulatorBuilder::fault_rate).
    pub fn clear_responses(&self) {
        self.engine.script().clear();
    }

    /// Returns the number of responses given to [`Simulator::next`] and [`Simulator::on`] that have
    /// not been sent.
    #[must_use]
    pub fn unused_responses(&self) -> usize {
        self.engine.script().unused()
    }

    /// Returns the requests so far, in the order in which they were responded to.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.engine.recording().requests.clone()
    }

    /// Returns the number of times that a client began to send a request, including those that were
    /// not read.
    #[must_use]
    pub fn attempts(&self) -> u64 {
        self.engine.recording().attempts
    }

    /// Returns the violations of the OpenAPI document so far, each with the line of its request.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        self.engine.recording().violations()
    }

    /// Asserts that exactly these requests were sent, each given as [`RecordedRequest::line`].
    ///
    /// # Panics
    /// If others were, with both lists in the message.
    #[track_caller]
    pub fn assert_requests<L: Into<String>>(&self, lines: impl IntoIterator<Item = L>) {
        let expected: Vec<String> = lines.into_iter().map(Into::into).collect();
        let outcome = record::compare_requests(&self.requests(), &expected);
        assert!(outcome.is_ok(), "{}", outcome.err().unwrap_or_default());
    }

    /// Asserts that no request violated the OpenAPI document.
    ///
    /// # Panics
    /// If one did, with all violations in the message.
    #[track_caller]
    pub fn assert_no_violations(&self) {
        let found = self.violations();
        let count = found.len();
        assert!(found.is_empty(), "violations of the OpenAPI document: {count}\n  {}", found.join("\n  "));
    }
}

/// Leaves out the token.
impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
