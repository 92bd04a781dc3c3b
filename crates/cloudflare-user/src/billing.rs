//! The billing profile and the billing history.

use api_runtime::{CallOptions, Response};
use cloudflare_user_api::{BillingHistoryItem, BillingProfile, ListBillingHistoryParams};

use crate::{
    CloudflareClient, Error, Page, Request, envelope,
    page::{check_page, list_request},
};

/// Methods for the billing profile and the billing history, which Cloudflare has deprecated. Creating
/// one sends no request.
#[derive(Debug, Clone)]
pub struct BillingClient {
    client: CloudflareClient,
}

impl BillingClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Returns the methods for charges, refunds and credits.
    #[doc(alias("invoices", "payments"))]
    pub fn history(&self) -> BillingHistoryClient {
        BillingHistoryClient { client: self.client.clone() }
    }

    /// Returns the methods for the payer's data.
    pub fn profile(&self) -> BillingProfileClient {
        BillingProfileClient { client: self.client.clone() }
    }
}

/// Methods for charges, refunds and credits. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct BillingHistoryClient {
    client: CloudflareClient,
}

impl BillingHistoryClient {
    /// Lists charges, refunds and credits. Deprecated by Cloudflare, which still serves it.
    ///
    /// Operation
    /// [`GET /user/billing/history`](https://developers.cloudflare.com/api/resources/user/subresources/billing/subresources/history/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::{BillingHistoryOrder, CloudflareClient};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let history = client.user().billing().history();
    /// let mut items = history.list().order(BillingHistoryOrder::OccurredAt).into_stream();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{:?} {:?} {:?}", item.occurred_at, item.amount, item.currency);
    /// }
    /// # });
    /// ```
    #[doc(alias("invoices", "charges", "payments"))]
    pub fn list(&self) -> ListBillingHistory {
        let params = ListBillingHistoryParams::new();
        ListBillingHistory { client: self.client.clone(), params, options: CallOptions::default() }
    }
}

/// Lists billing items when awaited; see [`BillingHistoryClient::list`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListBillingHistory {
    client: CloudflareClient,
    pub(crate) params: ListBillingHistoryParams,
    options: CallOptions,
}

list_request!(ListBillingHistory, BillingHistoryItem, pages);

impl ListBillingHistory {
    async fn send(self) -> Result<Response<Page<BillingHistoryItem>>, Error> {
        check_page(self.params.page, self.params.per_page, 5..=50)?;
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_billing_history_list(&self.params).await)
    }
}

/// Methods for the payer's data. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct BillingProfileClient {
    client: CloudflareClient,
}

impl BillingProfileClient {
    /// Returns the payer, the payment method and the address on invoices. Deprecated by Cloudflare,
    /// which still serves it.
    ///
    /// Operation
    /// [`GET /user/billing/profile`](https://developers.cloudflare.com/api/resources/user/subresources/billing/subresources/profile/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let profile = client.user().billing().profile().get().await?;
    /// println!("{:?} pays, next on {:?}", profile.company, profile.next_bill_date);
    /// # });
    /// ```
    #[doc(alias("payer", "card", "invoice_address"))]
    pub fn get(&self) -> Request<BillingProfile> {
        self.client.request(|api| async move { Ok(api.user_billing_profile_get().await?) })
    }
}
