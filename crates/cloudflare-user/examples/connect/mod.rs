//! The connection of every example.

use anyhow::{Context, Result};
use api_simulator::Simulator;
use chrono::{DateTime, NaiveDate, Utc};
use cloudflare_user::CloudflareClient;

/// Client of the real API if there is a token, of the simulator otherwise.
pub struct Connection {
    pub client: CloudflareClient,
    /// Current time of the API.
    #[allow(dead_code, reason = "not every example asks for the time")]
    pub now: DateTime<Utc>,
    _simulator: Option<Simulator>,
}

pub fn connect() -> Result<Connection> {
    const TOKEN: &str = "CLOUDFLARE_API_TOKEN";
    if std::env::var_os(TOKEN).is_some_and(|token| !token.is_empty()) {
        return Ok(Connection { client: CloudflareClient::from_env()?, now: Utc::now(), _simulator: None });
    }
    // Always the same day, so that an example always prints the same.
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).context("no such day")?;
    let now = today.and_hms_opt(12, 0, 0).context("no such time")?.and_utc();
    eprintln!("{TOKEN} is not set: this is the built-in simulator on {today}, and its data is made up.");
    let simulator = Simulator::cloudflare().today(today).start_blocking()?;
    let client =
        CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    Ok(Connection { client, now, _simulator: Some(simulator) })
}
