//! Clients of Apify.

use anyhow::Result;
use api_runtime::{BaseUrl, CallOptions, Credential, Product, Secret, Settings, Transport};
use apify_user_api::{ApifyProblem, MonthlyUsageParams};
use serde::de::DeserializeOwned;

use super::{
    Client, TOKEN,
    apify_types::{AccountLimits, Envelope, MonthlyUsage, User},
    consume, unsupported,
};
use crate::workload::Workload;

/// reqwest and serde as a careful user writes them by hand.
#[derive(Clone)]
pub(super) struct Bare {
    http: reqwest::Client,
    server: String,
}

impl Bare {
    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let url = format!("{}/v2/users/{path}", self.server);
        let response = self.http.get(url).bearer_auth(TOKEN).send().await?.error_for_status()?;
        let Envelope { data } = serde_json::from_slice(&response.bytes().await?)?;
        Ok(data)
    }
}

impl Client for Bare {
    fn build(server: &str) -> Result<Self> {
        Ok(Self { http: reqwest::Client::builder().build()?, server: server.to_owned() })
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        match workload {
            Workload::Get => consume(self.get::<User>("me").await?),
            Workload::MonthlyUsage => consume(self.get::<MonthlyUsage>("me/usage/monthly").await?),
            Workload::Limits => consume(self.get::<AccountLimits>("me/limits").await?),
            other => return unsupported(other),
        }
        Ok(())
    }
}

/// The low-level crate without the facade.
#[derive(Clone)]
pub(super) struct Generated(Transport);

impl Client for Generated {
    fn build(server: &str) -> Result<Self> {
        let credentials = vec![Credential::bearer(Secret::from(TOKEN))];
        let product = Product::new("bench", "0.1.0");
        let base_url = BaseUrl::parse(server, "/v2")?;
        Ok(Self(Transport::new::<ApifyProblem>(base_url, credentials, product, Settings::default())?))
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        let api = apify_user_api::Client::new(self.0.call(CallOptions::default()));
        match workload {
            Workload::Get => consume(api.users_me_get().await?.into_value()),
            Workload::MonthlyUsage => {
                consume(api.users_me_usage_monthly_get(&MonthlyUsageParams::new()).await?.into_value());
            }
            Workload::Limits => consume(api.users_me_limits_get().await?.into_value()),
            other => return unsupported(other),
        }
        Ok(())
    }
}

#[derive(Clone)]
pub(super) struct Facade(apify_user::ApifyClient);

impl Client for Facade {
    fn build(server: &str) -> Result<Self> {
        Ok(Self(apify_user::ApifyClient::builder().token(TOKEN).base_url(server).build()?))
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        match workload {
            Workload::Get => consume(self.0.me().get().await?),
            Workload::MonthlyUsage => consume(self.0.me().monthly_usage().await?),
            Workload::Limits => consume(self.0.me().limits().await?),
            other => return unsupported(other),
        }
        Ok(())
    }
}

/// Apify's own crate.
#[derive(Clone)]
pub(super) struct Official(apify_client::ApifyClient);

impl Client for Official {
    fn build(server: &str) -> Result<Self> {
        Ok(Self(apify_client::ApifyClient::builder().token(TOKEN).base_url(server).build()))
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        match workload {
            Workload::Get => consume(self.0.me().get().await?),
            Workload::MonthlyUsage => consume(self.0.me().monthly_usage().await?),
            Workload::Limits => consume(self.0.me().limits().await?),
            other => return unsupported(other),
        }
        Ok(())
    }
}
