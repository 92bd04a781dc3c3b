//! Organizations that the user belongs to.

use std::collections::BTreeMap;

use api_runtime::{CallOptions, Response};
use cloudflare_user_api::{ListOrganizationsParams, Organization};
use serde_json::Value;

use crate::{
    CloudflareClient, Error, Page, Request, envelope,
    page::{check_page, list_request},
    user::check,
};

/// Methods for organizations that the user belongs to, which Cloudflare has deprecated. Creating one
/// sends no request.
#[derive(Debug, Clone)]
pub struct OrganizationsClient {
    client: CloudflareClient,
}

impl OrganizationsClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the organizations. Deprecated by Cloudflare, which still serves it.
    ///
    /// Operation
    /// [`GET /user/organizations`](https://developers.cloudflare.com/api/resources/user/subresources/organizations/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::{CloudflareClient, OrganizationStatus};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let organizations = client.user().organizations();
    /// let mut joined = organizations.list().status(OrganizationStatus::Member).into_stream();
    /// while let Some(organization) = joined.try_next().await? {
    ///     println!("{} {:?}", organization.id, organization.name);
    /// }
    /// # });
    /// ```
    pub fn list(&self) -> ListOrganizations {
        let params = ListOrganizationsParams::new();
        ListOrganizations { client: self.client.clone(), params, options: CallOptions::default() }
    }

    /// Returns an organization as a JSON object: Cloudflare does not document its fields. Deprecated
    /// by Cloudflare, which still serves it.
    ///
    /// Operation
    /// [`GET /user/organizations/{organization_id}`](https://developers.cloudflare.com/api/resources/user/subresources/organizations/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let organizations = client.user().organizations();
    /// for organization in organizations.list().await? {
    ///     println!("{:?}", organizations.get(organization.id).await?.get("name"));
    /// }
    /// # });
    /// ```
    pub fn get(&self, id: impl Into<String>) -> Request<BTreeMap<String, Value>> {
        let id = id.into();
        self.client.request(move |api| async move {
            check("organization", &id)?;
            Ok(api.user_organizations_get(&id).await?)
        })
    }

    /// Leaves an organization and returns its id. Deprecated by Cloudflare, which still serves it.
    ///
    /// Operation
    /// [`DELETE /user/organizations/{organization_id}`](https://developers.cloudflare.com/api/resources/user/subresources/organizations/methods/delete/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let organizations = client.user().organizations();
    /// let organization = organizations.list().await?.into_iter().next().ok_or("no organization")?;
    /// organizations.delete(organization.id).await?;
    /// # });
    /// ```
    #[doc(alias("leave"))]
    pub fn delete(&self, id: impl Into<String>) -> Request<String> {
        self.client.delete(id.into(), |api, id| async move {
            check("organization", &id)?;
            Ok(api.user_organizations_delete(&id).await?)
        })
    }
}

/// Lists organizations when awaited; see [`OrganizationsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListOrganizations {
    client: CloudflareClient,
    pub(crate) params: ListOrganizationsParams,
    options: CallOptions,
}

list_request!(ListOrganizations, Organization, pages);

impl ListOrganizations {
    async fn send(self) -> Result<Response<Page<Organization>>, Error> {
        check_page(self.params.page, self.params.per_page, 5..=50)?;
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_organizations_list(&self.params).await)
    }
}
