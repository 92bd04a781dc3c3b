//! Invitations to organizations.

use api_runtime::{CallError, CallOptions, Response};
use cloudflare_user_api::{Invite, InviteEdit, InviteStatus};

use crate::{CloudflareClient, Error, Page, Request, envelope, page::list_request, user::check};

/// Methods for invitations to organizations. Creating one sends no request.
#[derive(Debug, Clone)]
pub struct InvitesClient {
    client: CloudflareClient,
}

impl InvitesClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Lists the invitations, in one response.
    ///
    /// Operation
    /// [`GET /user/invites`](https://developers.cloudflare.com/api/resources/user/subresources/invites/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// for invite in client.user().invites().list().await? {
    ///     println!("{} {:?} {:?}", invite.id, invite.organization_name, invite.status);
    /// }
    /// # });
    /// ```
    pub fn list(&self) -> ListInvites {
        ListInvites { client: self.client.clone(), options: CallOptions::default() }
    }

    /// Returns an invitation.
    ///
    /// Operation
    /// [`GET /user/invites/{invite_id}`](https://developers.cloudflare.com/api/resources/user/subresources/invites/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// let invites = client.user().invites();
    /// for invite in invites.list().await? {
    ///     println!("{:?}", invites.get(invite.id).await?.expires_on);
    /// }
    /// # });
    /// ```
    pub fn get(&self, id: impl Into<String>) -> Request<Invite> {
        let id = id.into();
        self.client.request(move |api| async move {
            check("invitation", &id)?;
            Ok(api.user_invites_get(&id).await?)
        })
    }

    /// Accepts or rejects an invitation and returns it. No other status than
    /// [`Accepted`](InviteStatus::Accepted) and [`Rejected`](InviteStatus::Rejected) is valid.
    ///
    /// Operation
    /// [`PATCH /user/invites/{invite_id}`](https://developers.cloudflare.com/api/resources/user/subresources/invites/methods/edit/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::InviteStatus;
    ///
    /// let invites = client.user().invites();
    /// for invite in invites.list().await? {
    ///     if invite.status == Some(InviteStatus::Pending) {
    ///         invites.edit(invite.id, InviteStatus::Accepted).await?;
    ///     }
    /// }
    /// # });
    /// ```
    #[doc(alias("accept", "reject", "decline", "join"))]
    pub fn edit(&self, id: impl Into<String>, status: impl Into<InviteStatus>) -> Request<Invite> {
        let (id, status) = (id.into(), status.into());
        self.client.request(move |api| async move {
            check("invitation", &id)?;
            if !matches!(status, InviteStatus::Accepted | InviteStatus::Rejected) {
                let detail = "the status of an invitation can be set to `Accepted` or `Rejected` only";
                return Err(CallError::input(detail).into());
            }
            Ok(api.user_invites_edit(&id, &InviteEdit::new().status(status)).await?)
        })
    }
}

/// Lists invitations when awaited; see [`InvitesClient::list`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListInvites {
    client: CloudflareClient,
    options: CallOptions,
}

list_request!(ListInvites, Invite);

impl ListInvites {
    async fn send(self) -> Result<Response<Page<Invite>>, Error> {
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, api.user_invites_list().await)
    }
}
