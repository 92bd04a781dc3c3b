//! Who pays, and how.

use api_runtime::{CallOptions, Response, request_options};

use crate::{BillingProfile, CloudflareClient, Error, envelope};

/// Who pays, and how. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct BillingProfileClient {
    client: CloudflareClient,
}

impl BillingProfileClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Reads who pays, how, and where invoices go. Deprecated by Cloudflare, and still answered.
    /// From [`GET /user/billing/profile`](https://developers.cloudflare.com/api/resources/user/subresources/billing/subresources/profile/methods/get/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let profile = client.user().billing().profile().get().await?;
    /// println!("{:?} pays, next on {:?}", profile.company, profile.next_bill_date);
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> GetBillingProfile {
        GetBillingProfile { client: self.client.clone(), options: CallOptions::default() }
    }
}

/// Reads the billing profile when awaited; see [`BillingProfileClient::get`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetBillingProfile {
    client: CloudflareClient,
    options: CallOptions,
}

request_options!(GetBillingProfile, BillingProfile, Error);

impl GetBillingProfile {
    async fn send(self) -> Result<Response<BillingProfile>, Error> {
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_billing_profile_get().await)
    }
}
