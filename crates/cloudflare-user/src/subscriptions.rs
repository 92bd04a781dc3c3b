//! Subscriptions: paid plans that renew.

use std::collections::BTreeMap;

use api_runtime::{CallError, CallOptions, Response};
use cloudflare_user_api::{Subscription, SubscriptionUpdate};
use serde_json::Value;

use crate::{CloudflareClient, Error, Page, Request, envelope, page::list_request, user::check};

/// Methods for subscriptions, which are paid plans that renew. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct SubscriptionsClient {
    client: CloudflareClient,
}

impl SubscriptionsClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists all subscriptions, in one response.
    ///
    /// Operation
    /// [`GET /user/subscriptions`](https://developers.cloudflare.com/api/resources/user/subresources/subscriptions/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// for subscription in client.user().subscriptions().get().await? {
    ///     println!("{} {:?} {:?} USD", subscription.id, subscription.state, subscription.price);
    /// }
    /// # });
    /// ```
    #[doc(alias("list"))]
    pub fn get(&self) -> GetSubscriptions {
        GetSubscriptions { client: self.client.clone(), options: CallOptions::default() }
    }

    /// Changes how often a subscription renews, its rate plan or its components. Returns the response
    /// as a JSON object: Cloudflare does not document its fields.
    ///
    /// An update without changes is an error before anything is sent. Operation
    /// [`PUT /user/subscriptions/{identifier}`](https://developers.cloudflare.com/api/resources/user/subresources/subscriptions/methods/update/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::{SubscriptionFrequency, SubscriptionUpdate};
    ///
    /// let subscriptions = client.user().subscriptions();
    /// let subscription = subscriptions.get().await?.into_iter().next().ok_or("no subscription")?;
    /// let update = SubscriptionUpdate::new().frequency(SubscriptionFrequency::Yearly);
    /// let updated = subscriptions.update(subscription.id, update).await?;
    /// println!("{:?}", updated.get("frequency"));
    /// # });
    /// ```
    #[doc(alias("upgrade", "downgrade", "plan"))]
    pub fn update(
        &self,
        id: impl Into<String>,
        update: SubscriptionUpdate,
    ) -> Request<BTreeMap<String, Value>> {
        let (client, id) = (self.client.clone(), id.into());
        Request::new(move |options| async move {
            check("subscription", &id)?;
            check_update(&update)?;
            let (call, api) = client.call(options);
            // The subscription has changed: a response without a result is not a failure.
            let response = api.user_subscriptions_update(&id, &update).await;
            envelope::result_or_default(&call, response.map_err(Error::from))
        })
    }

    /// Cancels a subscription and returns its id.
    ///
    /// Operation
    /// [`DELETE /user/subscriptions/{identifier}`](https://developers.cloudflare.com/api/resources/user/subresources/subscriptions/methods/delete/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let subscriptions = client.user().subscriptions();
    /// let subscription = subscriptions.get().await?.into_iter().next().ok_or("no subscription")?;
    /// subscriptions.delete(subscription.id).await?;
    /// # });
    /// ```
    #[doc(alias("cancel", "end"))]
    pub fn delete(&self, id: impl Into<String>) -> Request<String> {
        self.client.delete(id.into(), |api, id| async move {
            check("subscription", &id)?;
            Ok(api.user_subscriptions_delete(&id).await?)
        })
    }
}

/// Lists subscriptions when awaited; see [`SubscriptionsClient::get`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct GetSubscriptions {
    client: CloudflareClient,
    options: CallOptions,
}

list_request!(GetSubscriptions, Subscription);

impl GetSubscriptions {
    async fn send(self) -> Result<Response<Page<Subscription>>, Error> {
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_subscriptions_get().await)
    }
}

/// Rejects an update without changes, and amounts that JSON cannot express.
fn check_update(update: &SubscriptionUpdate) -> Result<(), CallError> {
    if *update == SubscriptionUpdate::new() {
        return Err(CallError::input("the subscription update is empty: set at least one field"));
    }
    let mut amounts = update.component_values.iter().filter_map(|component| component.value);
    if amounts.any(|amount| !amount.is_finite()) {
        return Err(CallError::input("an amount of the subscription update is not a finite number"));
    }
    Ok(())
}
