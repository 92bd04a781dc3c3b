//! Choosing, configuring and starting a simulator.

use std::fmt;
use std::sync::Arc;

use chrono::{NaiveDate, Utc};

use crate::engine::Engine;
use crate::script::{Chance, Fault, MockResponse, Script};
use crate::service::{Config, Service};
use crate::wire::{self, ServerSettings};
#[cfg(feature = "tls")]
use crate::wire::{ServerCertificate, Tls};
use crate::{Error, Simulator, Spec};

/// Settings of a simulator, which [`start`](Self::start) starts.
#[must_use = "a builder does nothing until it is started"]
pub struct SimulatorBuilder {
    service: Box<ServiceFactory>,
    config: Config,
    chance: Chance,
    server: ServerSettings,
    #[cfg(feature = "tls")]
    certificate: Option<ServerCertificate>,
    #[cfg(feature = "tls")]
    http1_only: bool,
}

type ServiceFactory = dyn FnOnce(&Config) -> Result<Service, Error> + Send;

impl Simulator {
    /// Builds a server without an OpenAPI document: it responds as it is scripted, and with 404
    /// otherwise.
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
        SimulatorBuilder::new(|_| Ok(Service::plain()))
    }

    /// Builds a server that obeys any OpenAPI 3.1 document, without state.
    ///
    /// It checks every request, and responds with the first documented success: its first example,
    /// or else a value made from its schema.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::{Simulator, Spec};
    ///
    /// let spec = Spec::parse(
    ///     r#"{
    ///         "openapi": "3.1.0",
    ///         "info": { "title": "Clock", "version": "1" },
    ///         "servers": [{ "url": "https://clock.example/api" }],
    ///         "paths": { "/time": { "get": {
    ///             "parameters": [
    ///                 { "name": "zone", "in": "query", "schema": { "enum": ["UTC", "CET"] } }
    ///             ],
    ///             "responses": { "200": {
    ///                 "description": "Now.",
    ///                 "content": { "application/json": { "example": "12:34" } }
    ///             } }
    ///         } } }
    ///     }"#,
    /// )?;
    /// let simulator = Simulator::from_spec(spec).start().await?;
    /// let url = format!("{}/time", simulator.base_url());
    /// assert_eq!(reqwest::get(format!("{url}?zone=CET")).await?.text().await?, "\"12:34\"");
    /// assert_eq!(reqwest::get(format!("{url}?zone=PST")).await?.status(), 400);
    /// assert_eq!(simulator.violations().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_spec(spec: Spec) -> SimulatorBuilder {
        SimulatorBuilder::new(|_| Ok(Service::stateless(spec)))
    }
}

impl SimulatorBuilder {
    pub(crate) fn new(service: impl FnOnce(&Config) -> Result<Service, Error> + Send + 'static) -> Self {
        let config = Config { token: "simulated-token".to_owned(), seed: 0, today: Utc::now().date_naive() };
        Self {
            service: Box::new(service),
            config,
            chance: Chance::default(),
            server: ServerSettings::default(),
            #[cfg(feature = "tls")]
            certificate: None,
            #[cfg(feature = "tls")]
            http1_only: false,
        }
    }

    /// Sets the token that a vendor's API accepts.
    ///
    /// The default is some token, which [`Simulator::token`] returns.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.config.token = token.into();
        self
    }

    /// Sets the seed of a vendor's figures. The same seed and day give the same figures.
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.seed = seed;
        self
    }

    /// Sets the day (UTC) that a vendor's API takes for today, such as `"2026-06-05".parse()?`.
    ///
    /// The default is the day on which the builder is created. [`Simulator::today`] returns it.
    pub fn today(mut self, today: NaiveDate) -> Self {
        self.config.today = today;
        self
    }

    /// Sets the seed from which [`SimulatorBuilder::fault_rate`] draws.
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.chance.seed = seed;
        self
    }

    /// Gives this response to a share of the requests (0 to 1), drawn at random.
    ///
    /// The same seed draws the same requests, counted in the order in which they arrive. Scripted
    /// responses take precedence. The shares of several calls add up.
    pub fn fault_rate(mut self, response: impl Into<MockResponse>, rate: f64) -> Self {
        self.chance.rates.push((rate, response.into()));
        self
    }

    /// Applies this fault to the nth request of every connection, counted from 1.
    ///
    /// It takes the place of a scripted fault, and leaves the rest of a scripted response as it is.
    /// `connection_fault(50, Fault::GoAway)` ends each connection after 50 requests, as
    /// `keepalive_requests 50` does in nginx; `connection_fault(2, Fault::StopServing)` lets each serve
    /// its first request only.
    pub fn connection_fault(mut self, nth: u64, fault: Fault) -> Self {
        self.chance.of_connections.push((nth, fault));
        self
    }

    /// Serves over TLS, with HTTP/2 for clients that offer it and HTTP/1.1 for others.
    ///
    /// [`Simulator::base_url`] then begins with `https`. [`Simulator::root_certificate`] returns the
    /// certificate that a client has to trust.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_simulator::{Fault, MockResponse, ServerCertificate, Simulator};
    ///
    /// let simulator = Simulator::plain().tls(ServerCertificate::Valid).start().await?;
    /// simulator.otherwise(MockResponse::status(204));
    ///
    /// let root = simulator.root_certificate().unwrap_or_default();
    /// let root = reqwest::Certificate::from_pem(root.as_bytes())?;
    /// let client = reqwest::Client::builder().tls_certs_only([root]).build()?;
    /// let response = client.get(simulator.base_url()).send().await?;
    /// assert_eq!((response.status().as_u16(), response.version()), (204, reqwest::Version::HTTP_2));
    ///
    /// simulator.next(Fault::ResetStream(api_simulator::Point::BeforeHeaders));
    /// assert!(client.get(simulator.base_url()).send().await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls(mut self, certificate: ServerCertificate) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// Does not offer HTTP/2 over TLS.
    #[cfg(feature = "tls")]
    pub fn http1_only(mut self) -> Self {
        self.http1_only = true;
        self
    }

    /// Limits the number of requests at the same time on an HTTP/2 connection. The default is 200.
    #[cfg(feature = "tls")]
    pub fn max_concurrent_streams(mut self, count: u32) -> Self {
        self.server.max_concurrent_streams = Some(count);
        self
    }

    /// Starts serving on the current tokio runtime.
    ///
    /// The server has no timers of its own. Under a paused clock (`tokio::time::pause`, tokio 1.53.3
    /// or later) only the delays that a script asks for pass, at once.
    ///
    /// # Errors
    /// [`Error::Listen`] if no loopback socket can be opened.
    pub async fn start(self) -> Result<Simulator, Error> {
        let (engine, config, server) = self.build()?;
        let (address, guard) = wire::spawn(Arc::clone(&engine) as _, server.clone()).await?;
        Ok(Simulator::new(engine, guard, address, config, &server))
    }

    /// Starts serving on a thread of its own, for tests without a runtime and for load tests.
    ///
    /// A thread that opens thousands of connections at once cannot accept them before the queue of
    /// the system is full, which is why a load test wants another thread to accept them.
    ///
    /// # Errors
    /// [`Error::Listen`] if no loopback socket can be opened.
    pub fn start_blocking(self) -> Result<Simulator, Error> {
        let (engine, config, server) = self.build()?;
        let (address, guard) = wire::spawn_thread(Arc::clone(&engine) as _, server.clone())?;
        Ok(Simulator::new(engine, guard, address, config, &server))
    }

    fn build(self) -> Result<(Arc<Engine>, Config, ServerSettings), Error> {
        let service = (self.service)(&self.config)?;
        let engine = Engine::new(service, Script::new(self.chance));
        #[cfg(feature = "tls")]
        let server = ServerSettings {
            tls: self.certificate.map(|certificate| Tls::new(certificate, self.http1_only)).transpose()?,
            ..self.server
        };
        #[cfg(not(feature = "tls"))]
        let server = self.server;
        Ok((Arc::new(engine), self.config, server))
    }
}

/// Leaves out the token.
impl fmt::Debug for SimulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatorBuilder")
            .field("seed", &self.config.seed)
            .field("today", &self.config.today)
            .field("chance", &self.chance)
            .finish_non_exhaustive()
    }
}
