//! Tests of code that calls Apify, with `api-simulator`: no network, no account, no recorded
//! responses. The code is `would_overspend`; its tests are below, and run with
//! `cargo test -p apify-user --example testing`.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example testing
//! At this pace the cycle will not exceed the limit.
//! ```

mod connect;

use anyhow::{Context, Result};
use apify_user::ApifyClient;
use chrono::{DateTime, Utc};

/// Returns `true` if the account will exceed its monthly limit at the pace of the cycle so far.
async fn would_overspend(client: &ApifyClient, now: DateTime<Utc>) -> Result<bool> {
    let me = client.me();
    let usage = me.monthly_usage().await?.context("no such user")?;
    let limits = me.limits().await?.context("no such user")?;
    let projected = usage.projection(now).map(|projection| projection.projected_usd);
    // An unlimited account has no maximum.
    Ok(projected.zip(limits.limits.max_monthly_usage_usd).is_some_and(|(usd, maximum)| usd > maximum))
}

#[tokio::main]
async fn main() -> Result<()> {
    let connection = connect::connect()?;
    let over = would_overspend(&connection.client, connection.now).await?;
    println!("At this pace the cycle {} exceed the limit.", if over { "will" } else { "will not" });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::would_overspend;
    use api_simulator::{Fault, MockResponse, Point, Simulator};
    use apify_user::{ApifyClient, Error, LimitsUpdateOptions};
    use chrono::{DateTime, Utc};
    use serde_json::json;

    const USAGE: &str = "GET /v2/users/me/usage/monthly";
    const LIMITS: &str = "GET /v2/users/me/limits";

    /// Noon of a day in the third week of a simulated cycle.
    fn noon() -> DateTime<Utc> {
        "2026-06-02T12:00:00Z".parse().unwrap()
    }

    async fn simulator() -> Simulator {
        Simulator::apify().today(noon().date_naive()).start().await.unwrap()
    }

    fn client(simulator: &Simulator) -> ApifyClient {
        ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build().unwrap()
    }

    /// The simulator keeps state: what a test changes is what the code then reads.
    #[tokio::test]
    async fn the_limit_decides() {
        let simulator = simulator().await;
        let client = client(&simulator);
        for (limit, expected) in [(1_000_000.0, false), (0.01, true)] {
            let update = LimitsUpdateOptions::new().max_monthly_usage_usd(limit);
            client.me().update_limits(update).await.unwrap();
            assert_eq!(would_overspend(&client, noon()).await.unwrap(), expected, "limit {limit}");
        }
        simulator.assert_no_violations();
    }

    /// Responses can be changed: here, the cycle started an hour ago and has cost 5,000 USD.
    #[tokio::test]
    async fn a_cycle_that_has_hardly_started_has_no_projection() {
        let simulator = simulator().await;
        simulator.on(
            USAGE,
            MockResponse::simulated().merge(json!({ "data": {
                "usageCycle": { "startAt": "2026-06-02T11:00:00Z", "endAt": "2026-07-02T10:59:59.999Z" },
                "totalUsageCreditsUsdAfterVolumeDiscount": 5000,
            }})),
        );
        assert!(!would_overspend(&client(&simulator), noon()).await.unwrap());
        assert_eq!(simulator.unused_responses(), 0);
    }

    /// So can faults. The client retries after these; its waits take no time, since the clock is
    /// paused.
    #[tokio::test(start_paused = true)]
    async fn a_bad_day_of_the_network_changes_nothing() {
        let simulator = simulator().await;
        simulator.on(USAGE, MockResponse::status(503));
        simulator.on(USAGE, Fault::Reset(Point::InBody));
        simulator.on(LIMITS, MockResponse::status(429).header("retry-after", "30"));
        assert!(would_overspend(&client(&simulator), noon()).await.is_ok());
        simulator.assert_requests([USAGE, USAGE, USAGE, LIMITS, LIMITS]);
    }

    /// Errors keep their type.
    #[tokio::test]
    async fn a_revoked_token_is_an_error() {
        let simulator = simulator().await;
        simulator.on(LIMITS, MockResponse::documented(401));
        let error = would_overspend(&client(&simulator), noon()).await.unwrap_err();
        assert!(error.downcast_ref::<Error>().unwrap().is_unauthorized());
        simulator.assert_requests([USAGE, LIMITS]);
    }
}
