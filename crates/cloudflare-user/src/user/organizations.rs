//! Organizations that the user belongs to.

use api_runtime::{CallOptions, Response, request_options};
use serde_json::{Map, Value};

use super::check;
use crate::{
    CloudflareClient, Error, Match, Organization, OrganizationOrder, OrganizationStatus, Page, SortDirection,
    envelope,
    page::{Paging, paged_list},
};

/// Organizations that the user belongs to; Cloudflare calls these methods deprecated. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct OrganizationsClient {
    client: CloudflareClient,
}

impl OrganizationsClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the organizations, page by page. Deprecated by Cloudflare, and still answered.
    /// From [`GET /user/organizations`](https://developers.cloudflare.com/api/resources/user/subresources/organizations/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::{OrganizationOrder, OrganizationStatus};
    ///
    /// let organizations = client.user().organizations();
    /// let mut joined = organizations
    ///     .list()
    ///     .status(OrganizationStatus::Member)
    ///     .order(OrganizationOrder::Name)
    ///     .into_stream();
    /// while let Some(organization) = joined.try_next().await? {
    ///     println!("{} {:?}", organization.id, organization.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListOrganizations {
        ListOrganizations {
            client: self.client.clone(),
            name: None,
            status: None,
            matching: None,
            order: None,
            direction: None,
            paging: Paging::default(),
            options: CallOptions::default(),
        }
    }

    /// Reads one organization, with whatever fields Cloudflare gives it: the description leaves
    /// them open. Deprecated by Cloudflare. From
    /// [`GET /user/organizations/{organization_id}`](https://developers.cloudflare.com/api/resources/user/subresources/organizations/methods/get/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().organizations().list().await?;
    /// # let id = &all.items[0].id;
    /// let organization = client.user().organizations().get(id).await?;
    /// println!("{:?}", organization.get("name"));
    /// # Ok(()) }
    /// ```
    pub fn get(&self, id: impl Into<String>) -> GetOrganization {
        let (client, id) = (self.client.clone(), id.into());
        GetOrganization { client, id, options: CallOptions::default() }
    }

    /// Leaves an organization; resolves to its id. Deprecated by Cloudflare. From
    /// [`DELETE /user/organizations/{organization_id}`](https://developers.cloudflare.com/api/resources/user/subresources/organizations/methods/delete/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().organizations().list().await?;
    /// # let id = &all.items[0].id;
    /// let left = client.user().organizations().delete(id).await?;
    /// assert_eq!(&left, id);
    /// # Ok(()) }
    /// ```
    pub fn delete(&self, id: impl Into<String>) -> DeleteOrganization {
        let (client, id) = (self.client.clone(), id.into());
        DeleteOrganization { client, id, options: CallOptions::default() }
    }
}

/// Lists organizations when awaited; see [`OrganizationsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListOrganizations {
    client: CloudflareClient,
    name: Option<String>,
    status: Option<OrganizationStatus>,
    matching: Option<Match>,
    order: Option<OrganizationOrder>,
    direction: Option<SortDirection>,
    paging: Paging,
    options: CallOptions,
}

request_options!(ListOrganizations, Page<Organization>, Error);
paged_list!(ListOrganizations, Organization, 5..=50, default 20);

impl ListOrganizations {
    /// Only organizations of this name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Only those that the user has, or has not yet, joined.
    pub fn status(mut self, status: OrganizationStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Whether an organization has to pass all filters, as by default, or any of them.
    pub fn matching(mut self, matching: Match) -> Self {
        self.matching = Some(matching);
        self
    }

    /// What the list is sorted by.
    pub fn order(mut self, order: OrganizationOrder) -> Self {
        self.order = Some(order);
        self
    }

    /// Which end of the list comes first.
    pub fn direction(mut self, direction: SortDirection) -> Self {
        self.direction = Some(direction);
        self
    }

    async fn send(self) -> Result<Response<Page<Organization>>, Error> {
        self.paging.check(Self::SIZES)?;
        let (call, api) = self.client.begin(self.options);
        let answer = api
            .user_organizations_list(
                self.direction.as_ref().map(SortDirection::as_str),
                self.matching.as_ref().map(Match::as_str),
                self.name.as_deref(),
                self.order.as_ref().map(OrganizationOrder::as_str),
                self.paging.page.map(i64::from),
                self.paging.per_page.map(i64::from),
                self.status.as_ref().map(OrganizationStatus::as_str),
            )
            .await;
        envelope::page(&call, answer)
    }
}

/// Reads an organization when awaited; see [`OrganizationsClient::get`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetOrganization {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(GetOrganization, Map<String, Value>, Error);

impl GetOrganization {
    async fn send(self) -> Result<Response<Map<String, Value>>, Error> {
        check("organization", &self.id)?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_organizations_get(&self.id).await)
    }
}

/// Leaves an organization when awaited; see [`OrganizationsClient::delete`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct DeleteOrganization {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(DeleteOrganization, String, Error);

impl DeleteOrganization {
    async fn send(self) -> Result<Response<String>, Error> {
        check("organization", &self.id)?;
        let (call, api) = self.client.begin(self.options);
        envelope::deleted(&call, api.user_organizations_delete(&self.id).await, self.id)
    }
}
