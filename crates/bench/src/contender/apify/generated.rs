//! Our generated crate, without the facade.

use anyhow::Result;
use api_runtime::{BaseUrl, Call, CallOptions, Credential, Product, Secret, Settings, Transport};
use apify_user::ApifyProblem;

use crate::{
    contender::{Client, TOKEN, consume, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Generated(Transport);

impl Generated {
    fn begin(&self) -> (Call, apify_user_api::Client) {
        let call = self.0.begin(CallOptions::default());
        (call.clone(), call.into())
    }
}

impl Client for Generated {
    fn build(server: &str) -> Result<Self> {
        let credentials = vec![Credential::bearer(Secret::from(TOKEN))];
        let product = Product::new("bench", "0.1.0");
        let base_url = BaseUrl::parse(server, "/v2")?;
        Ok(Self(Transport::new::<ApifyProblem>(base_url, credentials, product, Settings::default())?))
    }

    async fn call(&self, work: Work) -> Result<()> {
        let (call, api) = self.begin();
        match work {
            Work::Get => {
                let answer = api.users_me_get().await;
                consume(call.settle::<_, _, ApifyProblem>(answer)?.into_value());
            }
            Work::MonthlyUsage => {
                let answer = api.users_me_usage_monthly_get(None).await;
                consume(call.settle::<_, _, ApifyProblem>(answer)?.into_value());
            }
            Work::Limits => {
                let answer = api.users_me_limits_get().await;
                consume(call.settle::<_, _, ApifyProblem>(answer)?.into_value());
            }
            other => return not_ours(other),
        }
        Ok(())
    }
}
