//! Invitations to organizations.

use api_runtime::{CallOptions, Response, request_options};

use super::check;
use crate::{CloudflareClient, Error, Invite, InviteStatus, Page, envelope, page::single_page_list};

/// Invitations to organizations. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct InvitesClient {
    client: CloudflareClient,
}

impl InvitesClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the invitations; they come in one piece. From
    /// [`GET /user/invites`](https://developers.cloudflare.com/api/resources/user/subresources/invites/methods/list/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// for invite in client.user().invites().list().await?.items {
    ///     println!("{} {:?} {:?}", invite.id, invite.organization_name, invite.status);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> ListInvites {
        ListInvites { client: self.client.clone(), options: CallOptions::default() }
    }

    /// Reads one invitation. From
    /// [`GET /user/invites/{invite_id}`](https://developers.cloudflare.com/api/resources/user/subresources/invites/methods/get/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// # let all = client.user().invites().list().await?;
    /// # let id = &all.items[0].id;
    /// let invite = client.user().invites().get(id).await?;
    /// println!("{:?} lapses on {:?}", invite.organization_name, invite.expires_on);
    /// # Ok(()) }
    /// ```
    pub fn get(&self, id: impl Into<String>) -> GetInvite {
        GetInvite { client: self.client.clone(), id: id.into(), options: CallOptions::default() }
    }

    /// Answers an invitation: [`InviteStatus::Accepted`] or [`InviteStatus::Rejected`], nothing
    /// else. Resolves to the invitation as it is then.
    ///
    /// From [`PATCH /user/invites/{invite_id}`](https://developers.cloudflare.com/api/resources/user/subresources/invites/methods/edit/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::InviteStatus;
    /// # let all = client.user().invites().list().await?;
    /// # let pending = |invite: &&cloudflare_user::Invite| invite.status == Some(InviteStatus::Pending);
    /// # let id = &all.items.iter().find(pending).ok_or("no invitation is pending")?.id;
    ///
    /// let invite = client.user().invites().edit(id, InviteStatus::Accepted).await?;
    /// assert_eq!(invite.status, Some(InviteStatus::Accepted));
    /// # Ok(()) }
    /// ```
    pub fn edit(&self, id: impl Into<String>, status: InviteStatus) -> EditInvite {
        let (client, id) = (self.client.clone(), id.into());
        EditInvite { client, id, status, options: CallOptions::default() }
    }
}

/// Lists invitations when awaited; see [`InvitesClient::list`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListInvites {
    client: CloudflareClient,
    options: CallOptions,
}

request_options!(ListInvites, Page<Invite>, Error);
single_page_list!(ListInvites, Invite);

impl ListInvites {
    async fn send(self) -> Result<Response<Page<Invite>>, Error> {
        let (call, api) = self.client.begin(self.options);
        envelope::page(&call, api.user_invites_list().await)
    }
}

/// Reads an invitation when awaited; see [`InvitesClient::get`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetInvite {
    client: CloudflareClient,
    id: String,
    options: CallOptions,
}

request_options!(GetInvite, Invite, Error);

impl GetInvite {
    async fn send(self) -> Result<Response<Invite>, Error> {
        check("invitation", &self.id)?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_invites_get(&self.id).await)
    }
}

/// Answers an invitation when awaited; see [`InvitesClient::edit`].
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct EditInvite {
    client: CloudflareClient,
    id: String,
    status: InviteStatus,
    options: CallOptions,
}

request_options!(EditInvite, Invite, Error);

impl EditInvite {
    async fn send(self) -> Result<Response<Invite>, Error> {
        check("invitation", &self.id)?;
        let body = self.status.checked()?;
        let (call, api) = self.client.begin(self.options);
        envelope::result(&call, api.user_invites_edit(&self.id, &body).await)
    }
}
