//! Our facade.

use anyhow::Result;
use apify_user::ApifyClient;

use crate::{
    contender::{Client, TOKEN, consume, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Facade(ApifyClient);

impl Client for Facade {
    fn build(server: &str) -> Result<Self> {
        Ok(Self(ApifyClient::builder().token(TOKEN).base_url(server).build()?))
    }

    async fn call(&self, work: Work) -> Result<()> {
        match work {
            Work::Get => consume(self.0.me().get().await?),
            Work::MonthlyUsage => consume(self.0.me().monthly_usage().await?),
            Work::Limits => consume(self.0.me().limits().await?),
            other => return not_ours(other),
        }
        Ok(())
    }
}
