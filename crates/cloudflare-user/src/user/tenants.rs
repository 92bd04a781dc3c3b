//! Tenants: organizations that the user may manage.

use api_runtime::{CallOptions, Response, request_options};

use crate::{CloudflareClient, Error, Page, Tenant, envelope, page::single_page_list};

/// Organizations that the user may manage. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct TenantsClient {
    client: CloudflareClient,
}

impl TenantsClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the tenants; they come in one piece. From
    /// [`GET /user/tenants`](https://developers.cloudflare.com/api/resources/user/subresources/tenants/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// for tenant in client.user().tenants().list().await?.items {
    ///     println!("{} {:?}", tenant.id, tenant.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListTenants {
        ListTenants { client: self.client.clone(), options: CallOptions::default() }
    }
}

/// Lists tenants when awaited; see [`TenantsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListTenants {
    client: CloudflareClient,
    options: CallOptions,
}

request_options!(ListTenants, Page<Tenant>, Error);
single_page_list!(ListTenants, Tenant);

impl ListTenants {
    async fn send(self) -> Result<Response<Page<Tenant>>, Error> {
        let (call, api) = self.client.begin(self.options);
        envelope::page(&call, api.user_tenants_list().await)
    }
}
