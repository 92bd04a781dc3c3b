//! The APIs that can be simulated.

use crate::Simulator;
#[cfg(feature = "apify")]
use crate::apify::Apify;
use crate::builder::{Parts, SimulatorBuilder};
#[cfg(feature = "cloudflare")]
use crate::cloudflare::{self, Cloudflare};
use crate::contract::Spec;
use crate::described::Described;
use crate::plain::Plain;
use crate::stateless::Stateless;

impl Simulator {
    /// A server without a description: it answers what it is told to, and 404 to the rest.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::{MockResponse, Simulator};
    ///
    /// let simulator = Simulator::plain().start().await?;
    /// simulator.next(MockResponse::status(503));
    /// simulator.otherwise(MockResponse::json(200, &serde_json::json!({ "ready": true })));
    ///
    /// let url = format!("{}/health", simulator.base_url());
    /// assert_eq!(reqwest::get(&url).await?.status(), 503);
    /// assert_eq!(reqwest::get(&url).await?.status(), 200);
    /// simulator.assert_requests(["GET /health", "GET /health"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn plain() -> SimulatorBuilder {
        SimulatorBuilder::new(|_| Ok(Parts { service: Box::new(Plain), base_path: String::new() }))
    }

    /// A server that obeys any OpenAPI 3.1 description.
    ///
    /// It checks every request, and answers the operation's first documented success with its
    /// first example, or else with a value made from its schema. It keeps no state.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::{Spec, Simulator};
    ///
    /// let description = Spec::parse(
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
    /// let simulator = Simulator::from_spec(description).start().await?;
    /// let url = format!("{}/time", simulator.base_url());
    /// assert_eq!(reqwest::get(format!("{url}?zone=CET")).await?.text().await?, "\"12:34\"");
    /// assert_eq!(reqwest::get(format!("{url}?zone=PST")).await?.status(), 400);
    /// assert_eq!(simulator.violations().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_spec(description: Spec) -> SimulatorBuilder {
        SimulatorBuilder::new(move |_| {
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
    pub fn apify() -> SimulatorBuilder {
        SimulatorBuilder::new(|config| {
            let description = Spec::apify()?;
            let vendor = Apify::new(&description, config);
            let base_path = description.base_path().to_owned();
            Ok(Parts { service: Box::new(Described::new(description, vendor)), base_path })
        })
    }

    /// Cloudflare's user API, with state.
    ///
    /// There are 2,500 audit log entries. A token that was created or rolled is accepted from then
    /// on, and a disabled or deleted one no longer is; an accepted invitation makes a membership.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::Simulator;
    /// use serde_json::Value;
    ///
    /// let simulator = Simulator::cloudflare().start().await?;
    /// let url = format!("{}/user/audit_logs?per_page=1000&page=3", simulator.base_url());
    /// let request = reqwest::Client::new().get(url).bearer_auth(simulator.token());
    /// let page: Value = request.send().await?.json().await?;
    /// assert_eq!(page["result"].as_array().map(Vec::len), Some(500));
    /// simulator.assert_requests(["GET /user/audit_logs?per_page=1000&page=3"]);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "cloudflare")]
    pub fn cloudflare() -> SimulatorBuilder {
        SimulatorBuilder::new(|config| {
            let description = Spec::cloudflare()?;
            let vendor = Cloudflare::new(&description, config);
            let base_path = description.base_path().to_owned();
            Ok(Parts { service: Box::new(Described::new(description, vendor)), base_path })
        })
    }

    /// The e-mail address that [`Simulator::cloudflare`] accepts together with
    /// [`Simulator::api_key`].
    #[cfg(feature = "cloudflare")]
    #[must_use]
    pub fn api_email(&self) -> &'static str {
        cloudflare::API_EMAIL
    }

    /// The API key that [`Simulator::cloudflare`] accepts.
    #[cfg(feature = "cloudflare")]
    #[must_use]
    pub fn api_key(&self) -> &'static str {
        cloudflare::API_KEY
    }

    /// The user service key that [`Simulator::cloudflare`] accepts.
    #[cfg(feature = "cloudflare")]
    #[must_use]
    pub fn user_service_key(&self) -> &'static str {
        cloudflare::USER_SERVICE_KEY
    }
}
