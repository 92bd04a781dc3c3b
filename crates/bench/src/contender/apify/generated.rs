//! Our generated crate, without the facade.

use anyhow::Result;
use api_runtime::{BaseUrl, CallOptions, Credential, Product, Secret, Settings, Transport};
use apify_user::ApifyProblem;
use apify_user_api::Client as Api;

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
        let base_url = BaseUrl::parse(server, "/v2")?;
        Ok(Self(Transport::new::<ApifyProblem>(base_url, credentials, product, Settings::default())?))
    }

    async fn call(&self, work: Work) -> Result<()> {
        let api = Api::from(self.0.begin(CallOptions::default()));
        match work {
            Work::Get => consume(api.users_me_get().await?.into_value()),
            Work::MonthlyUsage => consume(api.users_me_usage_monthly_get(None).await?.into_value()),
            Work::Limits => consume(api.users_me_limits_get().await?.into_value()),
            other => return not_ours(other),
        }
        Ok(())
    }
}
