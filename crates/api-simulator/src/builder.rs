//! What a simulator is told before it starts.

use std::sync::Arc;

use crate::engine::Engine;
use crate::script::{MockResponse, Script};
use crate::service::Service;
use crate::wire;
use crate::{Error, Simulator};

/// A simulator before its start.
#[must_use = "a builder does nothing until it is started"]
pub struct SimulatorBuilder {
    api: Api,
    config: Config,
    fault_seed: u64,
    rates: Vec<(f64, MockResponse)>,
}

/// Makes the service once everything about it has been said.
type Api = Box<dyn FnOnce(&Config) -> Result<Parts, Error> + Send>;

/// A service, and the path at which it answers.
pub(crate) struct Parts {
    pub(crate) service: Box<dyn Service>,
    pub(crate) base_path: String,
}

/// What a service may be told.
pub(crate) struct Config {
    pub(crate) token: String,
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub(crate) seed: u64,
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub(crate) today: chrono::NaiveDate,
}

impl SimulatorBuilder {
    pub(crate) fn new(api: impl FnOnce(&Config) -> Result<Parts, Error> + Send + 'static) -> Self {
        let config = Config {
            token: "simulated-token".to_owned(),
            #[cfg(any(feature = "apify", feature = "cloudflare"))]
            seed: 0,
            #[cfg(any(feature = "apify", feature = "cloudflare"))]
            today: chrono::Utc::now().date_naive(),
        };
        Self { api: Box::new(api), config, fault_seed: 0, rates: Vec::new() }
    }

    /// The token to accept; without this call, some token, which [`Simulator::token`] tells.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.config.token = token.into();
        self
    }

    /// The seed from which a vendor's figures are made up. The same seed makes up the same figures.
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.seed = seed;
        self
    }

    /// The day (UTC) that the vendor takes for today, such as `"2026-06-05".parse()?`; without this
    /// call, the one on which the simulator is made. [`Simulator::today`] tells it.
    #[cfg(any(feature = "apify", feature = "cloudflare"))]
    pub fn today(mut self, today: chrono::NaiveDate) -> Self {
        self.config.today = today;
        self
    }

    /// The seed that chooses which requests [`SimulatorBuilder::fault_rate`] hits.
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.fault_seed = seed;
        self
    }

    /// Gives this share of the requests (0 to 1), chosen at random, this answer.
    ///
    /// The same seed chooses the same requests, counted in the order of their arrival. Scripted
    /// answers go before; shares of several calls add up.
    pub fn fault_rate(mut self, answer: impl Into<MockResponse>, rate: f64) -> Self {
        self.rates.push((rate, answer.into()));
        self
    }

    /// Starts serving on the current tokio runtime.
    ///
    /// It has no timers of its own. Under a paused clock (`tokio::time::pause`, tokio 1.53.3 or
    /// later) only the delays that a script asks for pass, at once.
    ///
    /// # Errors
    /// [`Error::Listen`] if no loopback socket can be opened.
    pub async fn start(self) -> Result<Simulator, Error> {
        let ready = self.ready()?;
        let (address, guard) = wire::spawn(Arc::clone(&ready.engine) as _).await?;
        Ok(Simulator::new(ready.engine, guard, address, &ready.base_path, ready.config))
    }

    /// Starts serving on a thread of its own, for tests without a runtime, and for load tests:
    /// thousands of connections that one thread opens at once are not accepted by the same thread
    /// before the system's queue is full.
    ///
    /// # Errors
    /// [`Error::Listen`] if no loopback socket can be opened.
    pub fn start_blocking(self) -> Result<Simulator, Error> {
        let ready = self.ready()?;
        let (address, guard) = wire::spawn_thread(Arc::clone(&ready.engine) as _)?;
        Ok(Simulator::new(ready.engine, guard, address, &ready.base_path, ready.config))
    }

    fn ready(self) -> Result<Ready, Error> {
        let Parts { service, base_path } = (self.api)(&self.config)?;
        let engine = Arc::new(Engine::new(service, Script::new(self.fault_seed, self.rates)));
        Ok(Ready { engine, base_path, config: self.config })
    }
}

struct Ready {
    engine: Arc<Engine>,
    base_path: String,
    config: Config,
}

/// The token is left out.
impl std::fmt::Debug for SimulatorBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SimulatorBuilder").field("rates", &self.rates).finish_non_exhaustive()
    }
}
