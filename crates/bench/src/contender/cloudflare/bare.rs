//! What a careful user writes by hand: reqwest, serde, and no more.

use anyhow::Result;

use super::wire::AuditLogs;
use crate::{
    contender::{Client, TOKEN, consume, not_ours},
    work::Work,
};

#[derive(Clone)]
pub(crate) struct Bare {
    http: reqwest::Client,
    server: String,
}

impl Client for Bare {
    fn build(server: &str) -> Result<Self> {
        Ok(Self { http: reqwest::Client::builder().build()?, server: server.to_owned() })
    }

    async fn call(&self, work: Work) -> Result<()> {
        if work != Work::AuditLogs {
            return not_ours(work);
        }
        let url = format!("{}/client/v4/user/audit_logs?per_page=1000", self.server);
        let response = self.http.get(url).bearer_auth(TOKEN).send().await?.error_for_status()?;
        let logs: AuditLogs = serde_json::from_slice(&response.bytes().await?)?;
        consume(logs);
        Ok(())
    }
}
