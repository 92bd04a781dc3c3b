//! Our generated crate, without the facade.

use anyhow::Result;
use api_runtime::{BaseUrl, CallOptions, Credential, Product, Secret, Settings, Transport};
use cloudflare_user::CloudflareProblem;
use cloudflare_user_api::Client as Api;

use crate::{
    contender::{Client, TOKEN, consume, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Generated(Transport);

impl Client for Generated {
    fn build(server: &str) -> Result<Self> {
        let credentials = vec![Credential::bearer(Secret::from(TOKEN))];
        let product = Product::new("bench", "0.1.0");
        let base_url = BaseUrl::parse(&format!("{server}/client/v4"), "")?;
        let settings = Settings::default();
        Ok(Self(Transport::new::<CloudflareProblem>(base_url, credentials, product, settings)?))
    }

    async fn call(&self, work: Work) -> Result<()> {
        if work != Work::AuditLogs {
            return not_ours(work);
        }
        let answer = Api::from(self.0.begin(CallOptions::default()))
            .user_audit_logs_list(
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                Some(1000),
                None,
                None,
            )
            .await?;
        consume(answer.into_value());
        Ok(())
    }
}
