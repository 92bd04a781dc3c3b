//! Tenants: organizations that the user may manage.

use api_runtime::{CallOptions, Response};
use cloudflare_user_api::Tenant;

use crate::{CloudflareClient, Error, Page, envelope, page::list_request};

/// Methods for organizations that the user may manage. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct TenantsClient {
    client: CloudflareClient,
}

impl TenantsClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the tenants, in one response.
    ///
    /// Operation
    /// [`GET /user/tenants`](https://developers.cloudflare.com/api/resources/user/subresources/tenants/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// for tenant in client.user().tenants().list().await? {
    ///     println!("{} {:?}", tenant.id, tenant.name);
    /// }
    /// # });
    /// ```
    pub fn list(&self) -> ListTenants {
        ListTenants { client: self.client.clone(), options: CallOptions::default() }
    }
}

/// Lists tenants when awaited; see [`TenantsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListTenants {
    client: CloudflareClient,
    options: CallOptions,
}

list_request!(ListTenants, Tenant);

impl ListTenants {
    async fn send(self) -> Result<Response<Page<Tenant>>, Error> {
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_tenants_list().await)
    }
}
