//! The user that the credentials belong to, and what may be asked of it. The modules stand as
//! the methods do.

mod audit_logs;
mod billing;
mod edit;
mod get;
mod invites;
mod organizations;
mod subscriptions;
mod tenants;
mod tokens;

use api_runtime::check_id;
use chrono::{DateTime, Datelike, Utc};

pub use audit_logs::{AuditLogsClient, ExportAuditLogs, ListAuditLogs};
pub use billing::{
    BillingClient, BillingHistoryClient, BillingProfileClient, GetBillingProfile, ListBillingHistory,
};
pub use edit::EditUser;
pub use get::GetUser;
pub use invites::{EditInvite, GetInvite, InvitesClient, ListInvites};
pub use organizations::{DeleteOrganization, GetOrganization, ListOrganizations, OrganizationsClient};
pub use subscriptions::{DeleteSubscription, GetSubscriptions, SubscriptionsClient, UpdateSubscription};
pub use tenants::{ListTenants, TenantsClient};
pub use tokens::{
    CreateToken, DeleteToken, GetToken, ListPermissionGroups, ListTokens, PermissionGroupsClient,
    TokenValueClient, TokensClient, UpdateToken, UpdateTokenValue, VerifyToken,
};

use crate::{CloudflareClient, Error, UserEdit};

/// The user that the credentials belong to. Making one sends nothing, and neither does a request
/// that is not awaited.
///
/// # Errors
/// Requests fail with an [`Error`]: of the kind [`Input`](crate::ErrorKind::Input), before anything is
/// sent, where an id or an argument cannot be meant; [`Status`](crate::ErrorKind::Status) or
/// [`Refused`](crate::ErrorKind::Refused) where Cloudflare says no;
/// [`Decode`](crate::ErrorKind::Decode) where a resource has no id; or one of the network's. What may
/// pass, and does no harm twice, is sent again first.
#[derive(Debug, Clone)]
pub struct UserClient {
    client: CloudflareClient,
}

impl UserClient {
    pub(crate) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Reads the user. From
    /// [`GET /user`](https://developers.cloudflare.com/api/resources/user/methods/get/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let user = client.user().get().await?;
    /// println!("{} logs in as {:?}", user.id, user.email);
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> GetUser {
        GetUser::new(self.client.clone())
    }

    /// Changes the user's personal details; resolves to the user as it is then.
    ///
    /// An edit that changes nothing is refused before anything is sent. From
    /// [`PATCH /user`](https://developers.cloudflare.com/api/resources/user/methods/edit/).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::UserEdit;
    ///
    /// let edit = UserEdit::new().first_name("Jane").clear_telephone();
    /// let user = client.user().edit(edit).await?;
    /// assert_eq!(user.first_name.as_deref(), Some("Jane"));
    /// # Ok(()) }
    /// ```
    pub fn edit(&self, edit: UserEdit) -> EditUser {
        EditUser::new(self.client.clone(), edit)
    }

    /// What was changed, by whom; see [`AuditLogsClient::list`].
    pub fn audit_logs(&self) -> AuditLogsClient {
        AuditLogsClient::new(self.client.clone())
    }

    /// Who pays, and what was paid; see [`BillingProfileClient::get`] and
    /// [`BillingHistoryClient::list`].
    pub fn billing(&self) -> BillingClient {
        BillingClient::new(self.client.clone())
    }

    /// Invitations to organizations; see [`InvitesClient`].
    pub fn invites(&self) -> InvitesClient {
        InvitesClient::new(self.client.clone())
    }

    /// Organizations that the user belongs to; see [`OrganizationsClient`].
    pub fn organizations(&self) -> OrganizationsClient {
        OrganizationsClient::new(self.client.clone())
    }

    /// Paid plans that renew; see [`SubscriptionsClient`].
    pub fn subscriptions(&self) -> SubscriptionsClient {
        SubscriptionsClient::new(self.client.clone())
    }

    /// Organizations that the user may manage; see [`TenantsClient::list`].
    pub fn tenants(&self) -> TenantsClient {
        TenantsClient::new(self.client.clone())
    }

    /// API tokens; see [`TokensClient`].
    pub fn tokens(&self) -> TokensClient {
        TokensClient::new(self.client.clone())
    }
}

/// Refuses what cannot stand in a path; `what` is the thing that the id is of.
fn check(what: &str, id: &str) -> Result<(), Error> {
    check_id(id).map_err(|fault| Error::input(format!("no such {what} can be asked for: {fault}")))
}

/// Refuses a moment that RFC 3339, and so the API, cannot write.
fn check_moment(what: &str, moment: Option<DateTime<Utc>>) -> Result<(), Error> {
    match moment {
        Some(moment) if !(0..=9999).contains(&moment.year()) => {
            Err(Error::input(format!("the year of `{what}` has no four digits")))
        }
        _ => Ok(()),
    }
}
