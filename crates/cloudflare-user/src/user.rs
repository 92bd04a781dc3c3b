//! Methods of the user whom the credentials belong to.

use api_runtime::{CallError, check_id};
use cloudflare_user_api::{User, UserEdit};

use crate::{
    AuditLogsClient, BillingClient, CloudflareClient, InvitesClient, OrganizationsClient, Request,
    SubscriptionsClient, TenantsClient, TokensClient,
};

/// Methods of the user whom the credentials belong to. Creating one sends no request.
///
/// # Errors
/// Requests fail with an [`Error`](crate::Error), whose [`kind`](api_runtime::Error::kind) is
/// [`Input`](crate::ErrorKind::Input) for an id or argument that cannot be valid, before anything is
/// sent; [`Status`](crate::ErrorKind::Status) or [`Rejected`](crate::ErrorKind::Rejected) when
/// Cloudflare reports a failure; [`Decode`](crate::ErrorKind::Decode) when a resource has no id; or one
/// of the network's. Transient failures are retried first, where a second request does no harm.
#[derive(Debug, Clone)]
pub struct UserClient {
    client: CloudflareClient,
}

impl UserClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Returns the user.
    ///
    /// Operation [`GET /user`](https://developers.cloudflare.com/api/resources/user/methods/get/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::CloudflareClient;
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let user = client.user().get().await?;
    /// println!("{} logs in as {:?}", user.id, user.email);
    /// # });
    /// ```
    #[doc(alias("me", "whoami", "profile"))]
    pub fn get(&self) -> Request<User> {
        self.client.request(|api| async move { Ok(api.user_get().await?) })
    }

    /// Changes the user's personal details and returns the changed user.
    ///
    /// An edit without changes is an error before anything is sent. Operation
    /// [`PATCH /user`](https://developers.cloudflare.com/api/resources/user/methods/edit/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::UserEdit;
    ///
    /// let edit = UserEdit::new().first_name("Jane").clear_telephone();
    /// let user = client.user().edit(edit).await?;
    /// assert_eq!(user.first_name.as_deref(), Some("Jane"));
    /// # });
    /// ```
    #[doc(alias("update", "rename"))]
    pub fn edit(&self, edit: UserEdit) -> Request<User> {
        self.client.request(move |api| async move {
            if edit == UserEdit::new() {
                return Err(CallError::input("the user edit is empty: set at least one field").into());
            }
            Ok(api.user_edit(&edit).await?)
        })
    }

    /// Returns the methods for API tokens.
    pub fn tokens(&self) -> TokensClient {
        TokensClient::new(self.client.clone())
    }

    /// Returns the methods for audit logs.
    #[doc(alias("activity", "history", "events"))]
    pub fn audit_logs(&self) -> AuditLogsClient {
        AuditLogsClient::new(self.client.clone())
    }

    /// Returns the methods for invitations to organizations.
    #[doc(alias("memberships"))]
    pub fn invites(&self) -> InvitesClient {
        InvitesClient::new(self.client.clone())
    }

    /// Returns the methods for subscriptions, which are paid plans that renew.
    pub fn subscriptions(&self) -> SubscriptionsClient {
        SubscriptionsClient::new(self.client.clone())
    }

    /// Returns the methods for organizations that the user belongs to.
    pub fn organizations(&self) -> OrganizationsClient {
        OrganizationsClient::new(self.client.clone())
    }

    /// Returns the methods for the billing profile and the billing history.
    pub fn billing(&self) -> BillingClient {
        BillingClient::new(self.client.clone())
    }

    /// Returns the methods for organizations that the user may manage.
    pub fn tenants(&self) -> TenantsClient {
        TenantsClient::new(self.client.clone())
    }
}

/// Rejects an id that cannot stand in a path; `resource` names what the id is of.
pub(crate) fn check(resource: &str, id: &str) -> Result<(), CallError> {
    check_id(id).map_err(|error| CallError::input(format!("not a valid {resource}: {error}")))
}
