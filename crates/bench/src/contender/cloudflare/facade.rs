//! Our facade.

use anyhow::Result;
use cloudflare_user::CloudflareClient;

use crate::{
    contender::{Client, TOKEN, consume, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Facade(CloudflareClient);

impl Client for Facade {
    fn build(server: &str) -> Result<Self> {
        let base_url = format!("{server}/client/v4");
        Ok(Self(CloudflareClient::builder().api_token(TOKEN).base_url(base_url).build()?))
    }

    async fn call(&self, work: Work) -> Result<()> {
        if work != Work::AuditLogs {
            return not_ours(work);
        }
        consume(self.0.user().audit_logs().list().per_page(1000).await?);
        Ok(())
    }
}
