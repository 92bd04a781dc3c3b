//! The user's memberships in accounts.

use api_runtime::{CallError, CallOptions, Response};
use cloudflare_user_api::{ListMembershipsParams, Membership, MembershipEdit, MembershipStatus};

use crate::{
    CloudflareClient, Error, Page, Request, envelope,
    page::{check_page, list_request},
    user::check,
};

/// Methods for the user's memberships in accounts. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct MembershipsClient {
    client: CloudflareClient,
}

impl MembershipsClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the memberships, without their policies.
    ///
    /// Operation
    /// [`GET /memberships`](https://developers.cloudflare.com/api/resources/memberships/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::{CloudflareClient, MembershipStatus};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let list = client.memberships().list().status(MembershipStatus::Accepted);
    /// let mut memberships = list.into_stream();
    /// while let Some(membership) = memberships.try_next().await? {
    ///     let account = membership.account.ok_or("no account")?;
    ///     println!("{} {:?}: {:?}", account.id, account.name, membership.roles);
    /// }
    /// # });
    /// ```
    #[doc(alias("accounts"))]
    pub fn list(&self) -> ListMemberships {
        let params = ListMembershipsParams::new();
        ListMemberships { client: self.client.clone(), params, options: CallOptions::default() }
    }

    /// Returns a membership with its policies.
    ///
    /// Operation
    /// [`GET /memberships/{membership_id}`](https://developers.cloudflare.com/api/resources/memberships/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let memberships = client.memberships();
    /// for membership in memberships.list().await? {
    ///     println!("{:?}", memberships.get(membership.id).await?.policies);
    /// }
    /// # });
    /// ```
    pub fn get(&self, id: impl Into<String>) -> Request<Membership> {
        let id = id.into();
        self.client.result(move |api| async move {
            check("membership", &id)?;
            Ok(api.memberships_get(&id).await?)
        })
    }

    /// Accepts or rejects the invitation to an account and returns the membership. No other status than
    /// [`Accepted`](MembershipStatus::Accepted) and [`Rejected`](MembershipStatus::Rejected) is valid.
    ///
    /// Operation
    /// [`PUT /memberships/{membership_id}`](https://developers.cloudflare.com/api/resources/memberships/methods/update/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::MembershipStatus;
    ///
    /// let memberships = client.memberships();
    /// for invitation in memberships.list().status(MembershipStatus::Pending).await? {
    ///     memberships.update(invitation.id, MembershipStatus::Accepted).await?;
    /// }
    /// # });
    /// ```
    #[doc(alias("accept", "reject", "decline", "join"))]
    pub fn update(&self, id: impl Into<String>, status: impl Into<MembershipStatus>) -> Request<Membership> {
        let (id, status) = (id.into(), status.into());
        self.client.result(move |api| async move {
            check("membership", &id)?;
            if !matches!(status, MembershipStatus::Accepted | MembershipStatus::Rejected) {
                let detail = "the status of a membership can be set to `Accepted` or `Rejected` only";
                return Err(CallError::input(detail).into());
            }
            Ok(api.memberships_update(&id, &MembershipEdit::new().status(status)).await?)
        })
    }

    /// Ends a membership and returns its id: the user leaves the account.
    ///
    /// Operation
    /// [`DELETE /memberships/{membership_id}`](https://developers.cloudflare.com/api/resources/memberships/methods/delete/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let memberships = client.memberships();
    /// let membership = memberships.list().await?.into_iter().next().ok_or("no membership")?;
    /// memberships.delete(membership.id).await?;
    /// # });
    /// ```
    #[doc(alias("leave", "remove"))]
    pub fn delete(&self, id: impl Into<String>) -> Request<String> {
        self.client.delete(id.into(), |api, id| async move {
            check("membership", &id)?;
            Ok(api.memberships_delete(&id).await?)
        })
    }
}

/// Lists memberships when awaited; see [`MembershipsClient::list`].
///
/// ```
/// # api_simulator::cloudflare_example!(|simulated| {
/// use cloudflare_user::{CloudflareClient, MembershipOrder, SortDirection};
///
/// let client = CloudflareClient::new("my-api-token")?;
/// # let client = simulated;
/// let list = client.memberships().list().order(MembershipOrder::AccountName);
/// let memberships = list.direction(SortDirection::Descending).await?;
/// let last = memberships.items[0].account.as_ref().and_then(|account| account.name.as_deref());
/// assert_eq!(last, Some("Tide Watch"));
/// # });
/// ```
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListMemberships {
    client: CloudflareClient,
    pub(crate) params: ListMembershipsParams,
    options: CallOptions,
}

list_request!(ListMemberships, Membership, pages);

impl ListMemberships {
    async fn send(self) -> Result<Response<Page<Membership>>, Error> {
        check_page(self.params.page, self.params.per_page, 5..=50)?;
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.memberships_list(&self.params).await)
    }
}
