//! What tokens can be allowed to do.

use api_runtime::{CallOptions, Response, request_options};

use crate::{
    CloudflareClient, Error, Page, PermissionGroup, PermissionGroupScope, envelope, page::single_page_list,
};

/// What tokens can be allowed to do. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct PermissionGroupsClient {
    client: CloudflareClient,
}

impl PermissionGroupsClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the bundles of operations that a token's policies can name; they come in one
    /// piece. From
    /// [`GET /user/tokens/permission_groups`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/subresources/permission_groups/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::PermissionGroupScope;
    ///
    /// let groups = client.user().tokens().permission_groups();
    /// for group in groups.list().scope(PermissionGroupScope::Zone).await?.items {
    ///     println!("{} {:?}", group.id, group.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListPermissionGroups {
        ListPermissionGroups {
            client: self.client.clone(),
            name: None,
            scope: None,
            options: CallOptions::default(),
        }
    }
}

/// Lists permission groups when awaited; see [`PermissionGroupsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListPermissionGroups {
    client: CloudflareClient,
    name: Option<String>,
    scope: Option<PermissionGroupScope>,
    options: CallOptions,
}

request_options!(ListPermissionGroups, Page<PermissionGroup>, Error);
single_page_list!(ListPermissionGroups, PermissionGroup);

impl ListPermissionGroups {
    /// Only groups of this name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Only groups for this kind of resources.
    pub fn scope(mut self, scope: PermissionGroupScope) -> Self {
        self.scope = Some(scope);
        self
    }

    async fn send(self) -> Result<Response<Page<PermissionGroup>>, Error> {
        let (call, api) = self.client.begin(self.options);
        let scope = self.scope.as_ref().map(PermissionGroupScope::as_str);
        let answer = api.user_tokens_permission_groups_list(self.name.as_deref(), scope).await;
        envelope::page(&call, answer)
    }
}
