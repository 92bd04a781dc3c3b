//! Lists of what the user has.

use anyhow::Result;
use cloudflare_user::{
    BillingHistoryItem, CloudflareClient, Invite, Membership, PermissionGroup, PermissionGroupScope,
    Subscription, Tenant, TokensClient, User, UserClient,
};
use futures_util::TryStreamExt;

use crate::output::{Cell, Column, Listing, Row, Value, column, detail};

/// Reads the permission groups whose name contains `name`.
pub async fn groups(tokens: &TokensClient, name: Option<&str>) -> Result<Listing<PermissionGroup>> {
    let mut groups = tokens.permission_groups().list().await?.items;
    if let Some(name) = name.map(str::to_lowercase) {
        groups.retain(|group| group.name.as_deref().unwrap_or_default().to_lowercase().contains(&name));
    }
    Ok(Listing(groups))
}

/// Reads the user's memberships in accounts.
pub async fn memberships(client: &CloudflareClient) -> Result<Listing<Membership>> {
    Ok(Listing(client.memberships().list().into_stream().try_collect().await?))
}

/// Reads past charges.
#[allow(deprecated, reason = "deprecated by Cloudflare, which still serves it")]
pub async fn billing(user: &UserClient) -> Result<Listing<BillingHistoryItem>> {
    Ok(Listing(user.billing().history().list().into_stream().try_collect().await?))
}

impl Row for User {
    fn columns() -> Vec<Column> {
        vec![
            column("id", "Id"),
            column("email", "E-mail"),
            column("first_name", "First name"),
            column("last_name", "Last name"),
            column("country", "Country"),
            column("organizations", "Organizations"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        let organizations: Vec<&str> = self
            .organizations
            .iter()
            .map(|organization| organization.name.as_deref().unwrap_or("?"))
            .collect();
        vec![
            Cell::new(&self.id),
            Cell::new(self.email.as_ref()),
            Cell::new(self.first_name.as_ref()),
            Cell::new(self.last_name.as_ref()),
            Cell::new(self.country.as_ref()),
            Cell::new(organizations.join(", ")),
        ]
    }
}

impl Row for PermissionGroup {
    fn columns() -> Vec<Column> {
        vec![column("name", "Name"), column("scopes", "Scopes"), detail("id", "Id")]
    }

    fn cells(&self) -> Vec<Cell> {
        let scopes: Vec<&str> = self.scopes.iter().map(PermissionGroupScope::as_str).collect();
        vec![Cell::new(self.name.as_ref()), Cell::new(scopes.join(" ")), Cell::new(&self.id)]
    }
}

impl Row for Invite {
    fn columns() -> Vec<Column> {
        vec![
            column("organization", "Organization"),
            column("status", "Status"),
            detail("invited_by", "Invited by"),
            column("expires_on", "Expires (UTC)"),
            detail("id", "Id"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.organization_name.as_ref()),
            Cell::new(self.status.as_ref().map(|status| status.as_str())),
            Cell::new(self.invited_by.as_ref()),
            Cell::new(self.expires_on),
            Cell::new(&self.id),
        ]
    }
}

impl Row for Membership {
    fn columns() -> Vec<Column> {
        vec![
            column("account", "Account"),
            column("status", "Status"),
            column("account_id", "Account id"),
            detail("id", "Id"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        let account = self.account.as_ref();
        vec![
            Cell::new(account.and_then(|account| account.name.as_ref())),
            Cell::new(self.status.as_ref().map(|status| status.as_str())),
            Cell::new(account.map(|account| &account.id)),
            Cell::new(&self.id),
        ]
    }
}

impl Row for Subscription {
    fn columns() -> Vec<Column> {
        vec![
            column("plan", "Plan"),
            column("zone", "Zone"),
            column("state", "State"),
            column("price", "Price"),
            column("currency", "Currency"),
            detail("frequency", "Frequency"),
            column("current_period_end", "Renews (UTC)"),
            detail("id", "Id"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(
                self.rate_plan.as_ref().and_then(|plan| plan.public_name.as_ref().or(plan.id.as_ref())),
            ),
            Cell::new(self.zone.as_ref().and_then(|zone| zone.name.as_ref())),
            Cell::new(self.state.as_ref().map(|state| state.as_str())),
            Cell::new(self.price.map(Value::Money)),
            Cell::new(self.currency.as_ref()),
            Cell::new(self.frequency.as_ref().map(|frequency| frequency.as_str())),
            Cell::new(self.current_period_end.map(|end| end.date_naive())),
            Cell::new(&self.id),
        ]
    }
}

impl Row for Tenant {
    fn columns() -> Vec<Column> {
        vec![
            column("name", "Name"),
            detail("parent", "Parent"),
            column("created", "Created (UTC)"),
            detail("id", "Id"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.name.as_ref()),
            Cell::new(self.parent.as_ref().and_then(|parent| parent.name.as_ref())),
            Cell::new(self.create_time.map(|time| time.date_naive())),
            Cell::new(&self.id),
        ]
    }
}

impl Row for BillingHistoryItem {
    fn columns() -> Vec<Column> {
        vec![
            column("occurred_at", "Time (UTC)"),
            column("type", "Type"),
            column("action", "Action"),
            column("amount", "Amount"),
            column("currency", "Currency"),
            column("description", "Description"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.occurred_at),
            Cell::new(self.kind.as_ref()),
            Cell::new(self.action.as_ref()),
            Cell::new(self.amount.map(Value::Money)),
            Cell::new(self.currency.as_ref()),
            Cell::new(self.description.as_ref()),
        ]
    }
}
