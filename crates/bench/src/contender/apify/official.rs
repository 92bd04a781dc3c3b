//! Apify's own crate.

use std::hint::black_box;

use anyhow::Result;
use apify_client::ApifyClient;

use crate::{
    contender::{Client, TOKEN, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Official(ApifyClient);

impl Client for Official {
    fn build(server: &str) -> Result<Self> {
        Ok(Self(ApifyClient::builder().token(TOKEN).base_url(server).build()))
    }

    async fn call(&self, work: Work) -> Result<()> {
        match work {
            Work::Get => drop(black_box(self.0.me().get().await?)),
            Work::MonthlyUsage => drop(black_box(self.0.me().monthly_usage().await?)),
            Work::Limits => drop(black_box(self.0.me().limits().await?)),
            other => return not_ours(other),
        }
        Ok(())
    }
}
