//! Shared parts of the tests of faults: the four operations, their well-formed responses, the end of a call.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test binary uses a part, and a test says what it expects"
)]

pub mod bodies;
pub mod capture;
pub mod ended;

use std::time::Duration;

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, ApifyClientBuilder, Error, LimitsUpdateOptions};
use serde_json::{Value, json};
use tokio::time::Instant;

pub use ended::{Ended, Outcome};

/// Looked for in everything that is printed.
pub const TOKEN: &str = "sentinel-token-4f1c";

/// Number of retries in the tests that share this.
pub const RETRIES: u32 = 2;

/// Builder of a client that waits one to two seconds before the first retry and two to four before the second.
pub fn builder(base_url: &str) -> ApifyClientBuilder {
    ApifyClient::builder()
        .token(TOKEN)
        .base_url(base_url)
        .max_retries(RETRIES)
        .min_delay_between_retries(Duration::from_secs(1))
        .jitter_seed(7)
}

pub fn client(simulator: &Simulator) -> ApifyClient {
    builder(simulator.base_url()).build().unwrap()
}

pub async fn plain() -> Simulator {
    Simulator::plain().start().await.unwrap()
}

/// One of the facade's calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Get,
    MonthlyUsage,
    Limits,
    UpdateLimits,
}

impl Operation {
    pub const ALL: [Self; 4] = [Self::Get, Self::MonthlyUsage, Self::Limits, Self::UpdateLimits];

    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::MonthlyUsage => "monthly_usage",
            Self::Limits => "limits",
            Self::UpdateLimits => "update_limits",
        }
    }

    /// A well-formed body for the operation.
    pub fn body(self) -> Value {
        match self {
            Self::Get => bodies::user(),
            Self::MonthlyUsage => bodies::monthly_usage(),
            Self::Limits => bodies::limits(),
            Self::UpdateLimits => json!({}),
        }
    }

    /// A well-formed response for the operation.
    pub fn response(self) -> MockResponse {
        MockResponse::json(if self == Self::UpdateLimits { 201 } else { 200 }, &self.body())
    }

    /// Makes the call; the value, if one came, as it prints itself.
    async fn send(self, client: &ApifyClient) -> Result<Option<String>, Error> {
        let me = client.me();
        let update = LimitsUpdateOptions::new().max_monthly_usage_usd(300.0);
        Ok(match self {
            Self::Get => me
                .get()
                .await?
                .map(|value| format!("{value:?} {value:#?} {}", serde_json::to_string(&value).unwrap())),
            Self::MonthlyUsage => me.monthly_usage().await?.map(|value| format!("{value:?}")),
            Self::Limits => me.limits().await?.map(|value| format!("{value:?}")),
            Self::UpdateLimits => Some(format!("{:?}", me.update_limits(update).await?)),
        })
    }

    /// Makes the call and returns its end. An hour on the clock, which is paused, is a hang.
    pub async fn call(self, client: &ApifyClient) -> Ended {
        let sent_before = client.stats().requests;
        let begin = Instant::now();
        let guard = Duration::from_secs(3600);
        let result = tokio::time::timeout(guard, self.send(client)).await.expect("the call hangs");
        Ended::new(result, client.stats().requests - sent_before, begin.elapsed())
    }
}
