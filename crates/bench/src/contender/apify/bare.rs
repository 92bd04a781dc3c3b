//! What a careful user writes by hand: reqwest, serde, and no more.

use anyhow::Result;
use serde::de::DeserializeOwned;

use super::wire::{Account, Envelope, MonthlyUsage, Private};
use crate::{
    contender::{Client, TOKEN, consume, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Bare {
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

    async fn call(&self, work: Work) -> Result<()> {
        match work {
            Work::Get => consume(self.get::<Private>("me").await?),
            Work::MonthlyUsage => {
                consume(self.get::<MonthlyUsage>("me/usage/monthly").await?);
            }
            Work::Limits => consume(self.get::<Account>("me/limits").await?),
            other => return not_ours(other),
        }
        Ok(())
    }
}
