//! Who pays, and what was paid.

mod history;
mod profile;

pub use history::{BillingHistoryClient, ListBillingHistory};
pub use profile::{BillingProfileClient, GetBillingProfile};

use crate::CloudflareClient;

/// Who pays, and what was paid; Cloudflare calls these methods deprecated. Making one sends nothing.
#[derive(Debug, Clone)]
pub struct BillingClient {
    client: CloudflareClient,
}

impl BillingClient {
    pub(super) fn new(client: CloudflareClient) -> Self {
        Self { client }
    }

    /// Charges, refunds and credits.
    pub fn history(&self) -> BillingHistoryClient {
        BillingHistoryClient::new(self.client.clone())
    }

    /// Who pays, and how.
    pub fn profile(&self) -> BillingProfileClient {
        BillingProfileClient::new(self.client.clone())
    }
}
