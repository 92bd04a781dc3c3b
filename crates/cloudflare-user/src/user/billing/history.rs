//! Charges, refunds and credits.

use api_runtime::{CallOptions, Response, request_options};
use chrono::{DateTime, Utc};

use crate::{
    BillingHistoryItem, BillingHistoryOrder, CloudflareClient, Error, Page, envelope,
    page::{Paging, paged_list},
    user::check_moment,
};

/// Charges, refunds and credits. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct BillingHistoryClient {
    client: CloudflareClient,
}

impl BillingHistoryClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists what was charged, refunded and credited, page by page. Deprecated by Cloudflare,
    /// and still answered. From
    /// [`GET /user/billing/history`](https://developers.cloudflare.com/api/resources/user/subresources/billing/subresources/history/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::BillingHistoryOrder;
    ///
    /// let history = client.user().billing().history();
    /// let mut items = history.list().order(BillingHistoryOrder::OccurredAt).into_stream();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{:?} {:?} {:?}", item.occurred_at, item.amount, item.currency);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListBillingHistory {
        ListBillingHistory {
            client: self.client.clone(),
            action: None,
            kind: None,
            occurred_at: None,
            order: None,
            paging: Paging::default(),
            options: CallOptions::default(),
        }
    }
}

/// Lists billing items when awaited; see [`BillingHistoryClient::list`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListBillingHistory {
    client: CloudflareClient,
    action: Option<String>,
    kind: Option<String>,
    occurred_at: Option<DateTime<Utc>>,
    order: Option<BillingHistoryOrder>,
    paging: Paging,
    options: CallOptions,
}

request_options!(ListBillingHistory, Page<BillingHistoryItem>, Error);
paged_list!(ListBillingHistory, BillingHistoryItem, 5..=50, default 20);

impl ListBillingHistory {
    /// Only items with this cause, such as `subscription`.
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Only items of this kind, such as `charge`; `type` on the wire.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Only items booked at this moment (UTC).
    pub fn occurred_at(mut self, moment: DateTime<Utc>) -> Self {
        self.occurred_at = Some(moment);
        self
    }

    /// What the list is sorted by.
    pub fn order(mut self, order: BillingHistoryOrder) -> Self {
        self.order = Some(order);
        self
    }

    async fn send(self) -> Result<Response<Page<BillingHistoryItem>>, Error> {
        self.paging.check(Self::SIZES)?;
        check_moment("occurred_at", self.occurred_at)?;
        let (call, api) = self.client.begin(self.options);
        let answer = api
            .user_billing_history_list(
                self.action.as_deref(),
                self.occurred_at.as_ref(),
                self.order.as_ref().map(BillingHistoryOrder::as_str),
                self.paging.page.map(i64::from),
                self.paging.per_page.map(i64::from),
                self.kind.as_deref(),
            )
            .await;
        envelope::page(&call, answer)
    }
}
