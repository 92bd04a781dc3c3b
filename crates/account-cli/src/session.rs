//! Connections to the accounts: with credentials, or to the simulator.

use std::time::Instant;

use anyhow::Result;
use api_simulator::Simulator;
use apify_user::ApifyClient;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use clap::Args;
use cloudflare_user::CloudflareClient;

use crate::{
    args::Period,
    exit::misuse,
    output::{Format, Output},
    profile::{self, Access},
};

/// Day of the simulated accounts; always the same, so that documentation shows what a command prints.
const SIMULATED_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 21) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Options of all commands.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Print one JSON document
    #[arg(long, global = true, conflicts_with = "csv", help_heading = "Output")]
    json: bool,
    /// Print comma-separated values
    #[arg(long, global = true, help_heading = "Output")]
    csv: bool,
    /// Print nothing if all is fine, for cron
    #[arg(long, short, global = true, help_heading = "Output")]
    quiet: bool,
    /// Use simulated accounts: no credentials, no network, made-up data
    #[arg(long, global = true, conflicts_with = "profile", help_heading = "Account")]
    simulate: bool,
    /// Take credentials from this profile of profiles.toml instead of the environment
    #[arg(long, global = true, value_name = "NAME", help_heading = "Account")]
    profile: Option<String>,
    /// Maximum time for each call, retries included
    #[arg(long, global = true, value_name = "PERIOD", default_value = "30s", help_heading = "Account")]
    timeout: Period,
}

/// Client of an account, with the current time of its API.
#[derive(Debug)]
pub struct Connection<C> {
    /// Client.
    pub client: C,
    /// Time of the API when the connection was made.
    pub now: DateTime<Utc>,
    /// Moment at which the connection was made.
    since: Instant,
    /// Keeps the simulator running.
    _simulator: Option<Simulator>,
}

impl Options {
    /// Returns the form of the output.
    pub fn output(&self) -> Output {
        Output { format: self.format(), is_quiet: self.quiet }
    }

    /// Returns the form of the output of what is printed in any case.
    pub fn format(&self) -> Format {
        match (self.json, self.csv) {
            (true, _) => Format::Json,
            (_, true) => Format::Csv,
            _ => Format::Table,
        }
    }

    /// Returns `true` if the accounts are simulated.
    pub fn is_simulated(&self) -> bool {
        self.simulate
    }

    /// Says on standard error that the accounts are simulated, if they are.
    pub fn announce(&self) {
        if self.simulate {
            anstream::eprintln!("account: simulated on {SIMULATED_DAY}; all data is made up");
        }
    }

    /// Connects to Apify.
    pub async fn apify(&self) -> Result<Connection<ApifyClient>> {
        let builder = ApifyClient::builder().deadline(self.timeout.duration()).user_agent_suffix(USER_AGENT);
        if self.simulate {
            let simulator = Simulator::apify().today(SIMULATED_DAY).start().await?;
            let builder = builder.token(simulator.token()).base_url(simulator.base_url());
            return Ok(Connection::simulated(builder.build()?, simulator));
        }
        let Some(name) = &self.profile else {
            if std::env::var_os("APIFY_TOKEN").is_none_or(|token| token.is_empty()) {
                return Err(no_credentials("Apify", "APIFY_TOKEN"));
            }
            return Ok(Connection::real(builder.from_env().build()?));
        };
        let access = access(name, "apify", profile::load(name)?.apify)?;
        let builder = builder.token(access.token()?.expose());
        let builder = match access.base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        };
        Ok(Connection::real(builder.build()?))
    }

    /// Connects to Cloudflare.
    pub async fn cloudflare(&self) -> Result<Connection<CloudflareClient>> {
        let builder =
            CloudflareClient::builder().deadline(self.timeout.duration()).user_agent_suffix(USER_AGENT);
        if self.simulate {
            let simulator = Simulator::cloudflare().today(SIMULATED_DAY).start().await?;
            let builder = builder.api_token(simulator.token()).base_url(simulator.base_url());
            return Ok(Connection::simulated(builder.build()?, simulator));
        }
        let Some(name) = &self.profile else {
            let variables = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY", "CLOUDFLARE_API_USER_SERVICE_KEY"];
            if variables.iter().all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty())) {
                return Err(no_credentials("Cloudflare", "CLOUDFLARE_API_TOKEN"));
            }
            return Ok(Connection::real(builder.from_env().build()?));
        };
        let access = access(name, "cloudflare", profile::load(name)?.cloudflare)?;
        let builder = builder.api_token(access.token()?.expose());
        let builder = match access.base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        };
        Ok(Connection::real(builder.build()?))
    }
}

/// Name of this program in the user agent.
const USER_AGENT: &str = concat!("account/", env!("CARGO_PKG_VERSION"));

impl<C> Connection<C> {
    /// Creates a connection to the real API, or one that is taken for it.
    pub fn real(client: C) -> Self {
        Self { client, now: Utc::now(), since: Instant::now(), _simulator: None }
    }

    fn simulated(client: C, simulator: Simulator) -> Self {
        let now = SIMULATED_DAY.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
        Self { client, now, since: Instant::now(), _simulator: Some(simulator) }
    }

    /// Returns the current time of the API, for commands that run on.
    pub fn current_time(&self) -> DateTime<Utc> {
        self.now + self.since.elapsed()
    }
}

fn access(profile: &str, vendor: &str, access: Option<Access>) -> Result<Access> {
    access.ok_or_else(|| misuse(format!("the profile {profile:?} has no [{profile}.{vendor}]")))
}

fn no_credentials(vendor: &str, variable: &str) -> anyhow::Error {
    misuse(format!(
        "no credentials for {vendor}: set {variable}, choose a --profile, or try --simulate, which needs none"
    ))
}
