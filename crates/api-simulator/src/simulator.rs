//! A running simulator.

use std::net::SocketAddr;
use std::sync::Arc;

#[cfg(feature = "apify")]
use crate::apify::Apify;
use crate::builder::{Builder, Parts};
use crate::contract::Description;
use crate::described::Described;
use crate::engine::Engine;
use crate::plain::Plain;
use crate::record::{self, RecordedRequest};
use crate::script::Answer;
use crate::stateless::Stateless;
use crate::wire::Guard;

/// A server on a loopback socket, in this process; dropping it ends it.
pub struct Simulator {
    engine: Arc<Engine>,
    _guard: Guard,
    address: SocketAddr,
    base_url: String,
    token: String,
}

impl Simulator {
    pub(crate) fn new(
        engine: Arc<Engine>,
        guard: Guard,
        address: SocketAddr,
        prefix: &str,
        token: String,
    ) -> Self {
        Self {
            engine,
            _guard: guard,
            address,
            base_url: format!("http://{address}{prefix}"),
            token,
        }
    }

    /// A server without a description: it answers what it is told to, and 404 to the rest.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::{Answer, Simulator};
    ///
    /// let simulator = Simulator::plain().start().await?;
    /// simulator.next(Answer::status(503));
    /// simulator.otherwise(Answer::json(200, &serde_json::json!({ "ready": true })));
    ///
    /// let url = format!("{}/health", simulator.base_url());
    /// assert_eq!(reqwest::get(&url).await?.status(), 503);
    /// assert_eq!(reqwest::get(&url).await?.status(), 200);
    /// simulator.assert_requests(["GET /health", "GET /health"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn plain() -> Builder {
        Builder::new(|_| Ok(Parts { service: Box::new(Plain), base_path: String::new() }))
    }

    /// A server that obeys any OpenAPI 3.1 description.
    ///
    /// It checks every request, and answers the operation's first documented success with its
    /// first example, or else with a value made from its schema. It keeps no state.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::{Description, Simulator};
    ///
    /// let description = Description::parse(
    ///     r#"{
    ///         "openapi": "3.1.0",
    ///         "info": { "title": "Clock", "version": "1" },
    ///         "servers": [{ "url": "https://clock.example/api" }],
    ///         "paths": { "/time": { "get": {
    ///             "parameters": [{ "name": "zone", "in": "query", "schema": { "enum": ["UTC", "CET"] } }],
    ///             "responses": { "200": {
    ///                 "description": "Now.",
    ///                 "content": { "application/json": { "example": "12:34" } }
    ///             } }
    ///         } } }
    ///     }"#,
    /// )?;
    /// let simulator = Simulator::from_description(description).start().await?;
    /// let url = format!("{}/time", simulator.base_url());
    /// assert_eq!(reqwest::get(format!("{url}?zone=CET")).await?.text().await?, "\"12:34\"");
    /// assert_eq!(reqwest::get(format!("{url}?zone=PST")).await?.status(), 400);
    /// assert_eq!(simulator.violations().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_description(description: Description) -> Builder {
        Builder::new(move |_| {
            let base_path = description.base_path().to_owned();
            let service = Box::new(Described::new(description.clone(), Stateless(description)));
            Ok(Parts { service, base_path })
        })
    }

    /// Apify's user API, with state.
    ///
    /// The token belongs to the account of the description's example. A limits update shows in the
    /// next read; usage is made up from the seed, and its days add up to its months. Anybody's public
    /// page is there for the users of the examples; any other user is a 404.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::Simulator;
    /// use serde_json::{Value, json};
    ///
    /// let simulator = Simulator::apify().start().await?;
    /// let limits = format!("{}/v2/users/me/limits", simulator.base_url());
    /// let client = reqwest::Client::new();
    /// let update = client.put(&limits).bearer_auth(simulator.token());
    /// update.json(&json!({ "dataRetentionDays": 3 })).send().await?;
    ///
    /// let read: Value = client.get(&limits).bearer_auth(simulator.token()).send().await?.json().await?;
    /// assert_eq!(read["data"]["limits"]["dataRetentionDays"], 3);
    /// simulator.assert_no_violations();
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "apify")]
    pub fn apify() -> Builder {
        Builder::new(|config| {
            let description = Description::apify()?;
            let vendor = Apify::new(&description, config);
            let base_path = description.base_path().to_owned();
            Ok(Parts { service: Box::new(Described::new(description, vendor)), base_path })
        })
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
        &self.token
    }

    /// Dictates the answer to the next request that has none yet.
    pub fn next(&self, answer: impl Into<Answer>) {
        self.engine.script().next(answer.into());
    }

    /// Dictates the answer to the next request for one operation, named by its `operationId` or
    /// as `"GET /path"`. Answers given to [`Simulator::next`] go before.
    ///
    /// # Panics
    /// If the description has no such operation.
    #[track_caller]
    pub fn on(&self, operation: &str, answer: impl Into<Answer>) {
        assert!(
            self.engine.service.knows(operation),
            "the description has no operation {operation:?}"
        );
        self.engine.script().on(operation, answer.into());
    }

    /// Dictates the answer to every request that no other scripted answer is for.
    pub fn otherwise(&self, answer: impl Into<Answer>) {
        self.engine.script().otherwise(answer.into());
    }

    /// How many scripted answers have not been used.
    #[must_use]
    pub fn unused_answers(&self) -> usize {
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
        f.debug_struct("Simulator")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
