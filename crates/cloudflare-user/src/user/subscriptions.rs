//! Paid plans that renew.

use api_runtime::{CallOptions, Response, request_options};
use serde_json::{Map, Value};

use super::check;
use crate::{
    CloudflareClient, Error, Page, Subscription, SubscriptionUpdate, envelope, page::single_page_list,
};

/// Paid plans that renew. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct SubscriptionsClient {
    client: CloudflareClient,
}

impl SubscriptionsClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Reads all subscriptions; they come in one piece. From
    /// [`GET /user/subscriptions`](https://developers.cloudflare.com/api/resources/user/subresources/subscriptions/methods/get/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// for subscription in client.user().subscriptions().get().await?.items {
    ///     println!("{} {:?} {:?} USD", subscription.id, subscription.state, subscription.price);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> GetSubscriptions {
        GetSubscriptions { client: self.client.clone(), options: CallOptions::default() }
    }

    /// Changes a subscription: how often it renews, the plan that it is to. Resolves to what
    /// Cloudflare answers, which the description leaves open.
    ///
    /// An update that changes nothing is refused before anything is sent. From
    /// [`PUT /user/subscriptions/{identifier}`](https://developers.cloudflare.com/api/resources/user/subresources/subscriptions/methods/update/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::{SubscriptionFrequency, SubscriptionUpdate};
    /// # let all = client.user().subscriptions().get().await?;
    /// # let id = &all.items[0].id;
    ///
    /// let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
    /// let answer = client.user().subscriptions().update(id, update).await?;
    /// println!("{:?}", answer.get("frequency"));
    /// # Ok(()) }
    /// ```
    pub fn update(&self, id: impl Into<String>, update: SubscriptionUpdate) -> UpdateSubscription {
        let (client, id) = (self.client.clone(), id.into());
        UpdateSubscription { client, id, update, options: CallOptions::default() }
    }

    /// Ends a subscription; resolves to its id. From
    /// [`DELETE /user/subscriptions/{identifier}`](https://developers.cloudflare.com/api/resources/user/subresources/subscriptions/methods/delete/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().subscriptions().get().await?;
    /// # let id = &all.items[0].id;
    /// let ended = client.user().subscriptions().delete(id).await?;
    /// assert_eq!(&ended, id);
    /// # Ok(()) }
    /// ```
    pub fn delete(&self, id: impl Into<String>) -> DeleteSubscription {
        let (client, id) = (self.client.clone(), id.into());
        DeleteSubscription { client, id, options: CallOptions::default() }
    }
}

/// Reads subscriptions when awaited; see [`SubscriptionsClient::get`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetSubscriptions {
    client: CloudflareClient,
    options: CallOptions,
}

request_options!(GetSubscriptions, Page<Subscription>, Error);
single_page_list!(GetSubscriptions, Subscription);

impl GetSubscriptions {
    async fn send(self) -> Result<Response<Page<Subscription>>, Error> {
        let (call, api) = self.client.begin(self.options);
        envelope::page(&call, api.user_subscriptions_get().await)
    }
}

/// Changes a subscription when awaited; see [`SubscriptionsClient::update`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct UpdateSubscription {
    client: CloudflareClient,
    id: String,
    update: SubscriptionUpdate,
    options: CallOptions,
}

request_options!(UpdateSubscription, Map<String, Value>, Error);

impl UpdateSubscription {
    async fn send(self) -> Result<Response<Map<String, Value>>, Error> {
        check("subscription", &self.id)?;
        let body = self.update.checked()?;
        let (call, api) = self.client.begin(self.options);
        // The change is made: an answer that does not repeat it is no failure.
        envelope::result_or_default(&call, api.user_subscriptions_update(&self.id, &body).await)
    }
}

/// Ends a subscription when awaited; see [`SubscriptionsClient::delete`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct DeleteSubscription {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(DeleteSubscription, String, Error);

impl DeleteSubscription {
    async fn send(self) -> Result<Response<String>, Error> {
        check("subscription", &self.id)?;
        let (call, api) = self.client.begin(self.options);
        envelope::deleted(&call, api.user_subscriptions_delete(&self.id).await, self.id)
    }
}
