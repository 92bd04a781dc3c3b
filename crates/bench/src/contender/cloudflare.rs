//! Clients of Cloudflare.

use anyhow::Result;
use api_runtime::{BaseUrl, CallOptions, Credential, Product, Secret, Settings, Transport};
use cloudflare_user_api::{CloudflareProblem, ListAuditLogsParams};

use super::{Client, TOKEN, cloudflare_types::AuditLogs, consume, unsupported};
use crate::workload::Workload;

/// reqwest and serde as a careful user writes them by hand.
#[derive(Clone)]
pub(super) struct Bare {
    http: reqwest::Client,
    server: String,
}

impl Client for Bare {
    fn build(server: &str) -> Result<Self> {
        Ok(Self { http: reqwest::Client::builder().build()?, server: server.to_owned() })
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        if workload != Workload::AuditLogs {
            return unsupported(workload);
        }
        let url = format!("{}/client/v4/user/audit_logs?per_page=1000", self.server);
        let response = self.http.get(url).bearer_auth(TOKEN).send().await?.error_for_status()?;
        let logs: AuditLogs = serde_json::from_slice(&response.bytes().await?)?;
        consume(logs);
        Ok(())
    }
}

/// The low-level crate without the facade.
#[derive(Clone)]
pub(super) struct Generated(Transport);

impl Client for Generated {
    fn build(server: &str) -> Result<Self> {
        let credentials = vec![Credential::bearer(Secret::from(TOKEN))];
        let product = Product::new("bench", "0.1.0");
        let base_url = BaseUrl::parse(&format!("{server}/client/v4"), "")?;
        let settings = Settings::default();
        Ok(Self(Transport::new::<CloudflareProblem>(base_url, credentials, product, settings)?))
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        if workload != Workload::AuditLogs {
            return unsupported(workload);
        }
        let api = cloudflare_user_api::Client::new(self.0.call(CallOptions::default()));
        let params = ListAuditLogsParams::new().per_page(1000);
        consume(api.user_audit_logs_list(&params).await?.into_value());
        Ok(())
    }
}

#[derive(Clone)]
pub(super) struct Facade(cloudflare_user::CloudflareClient);

impl Client for Facade {
    fn build(server: &str) -> Result<Self> {
        let builder = cloudflare_user::CloudflareClient::builder().api_token(TOKEN);
        Ok(Self(builder.base_url(format!("{server}/client/v4")).build()?))
    }

    async fn call(&self, workload: Workload) -> Result<()> {
        if workload != Workload::AuditLogs {
            return unsupported(workload);
        }
        consume(self.0.user().audit_logs().list().per_page(1000).await?);
        Ok(())
    }
}
