//! The connection that every example starts with.

use anyhow::{Context, Result};
use api_simulator::Simulator;
use apify_user::ApifyClient;
use chrono::{DateTime, NaiveDate, Utc};

/// A client of the real API if there is a token, of the simulator otherwise.
pub struct Connection {
    pub client: ApifyClient,
    /// Current time of the API.
    #[allow(dead_code, reason = "not every example needs the time")]
    pub now: DateTime<Utc>,
    _simulator: Option<Simulator>,
}

pub fn connect() -> Result<Connection> {
    if std::env::var_os("APIFY_TOKEN").is_some_and(|token| !token.is_empty()) {
        return Ok(Connection { client: ApifyClient::from_env()?, now: Utc::now(), _simulator: None });
    }
    // Always the same day, so that an example always prints the same.
    let today = NaiveDate::from_ymd_opt(2026, 6, 5).context("no such day")?;
    let now = today.and_hms_opt(12, 0, 0).context("no such time")?.and_utc();
    eprintln!("APIFY_TOKEN is not set: this is the built-in simulator on {today}, and its data is made up.");
    let simulator = Simulator::apify().today(today).start_blocking()?;
    let client = ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    Ok(Connection { client, now, _simulator: Some(simulator) })
}
