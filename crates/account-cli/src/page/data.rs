//! Content of the page, read from both accounts.

use anyhow::{Result, bail};
use apify_user::{ApifyClient, Credit, MonthlyUsage, User};
use chrono::{DateTime, Utc};
use cloudflare_user::{AuditLog, CloudflareClient, Token};

use crate::{
    apify::{LimitsReport, found, read_account},
    cloudflare::{audit_log, tokens},
    exit::{Misuse, describe},
    session::{Connection, Options},
};

/// Number of entries of the audit log.
const AUDIT_ENTRIES: u32 = 12;

/// Content of the page.
#[derive(Debug)]
pub struct Dashboard {
    /// Current time of the accounts.
    pub now: DateTime<Utc>,
    /// `true` if the accounts are simulated.
    pub is_simulated: bool,
    /// Apify's part.
    pub apify: Part<ApifyPart>,
    /// Cloudflare's part.
    pub cloudflare: Part<CloudflarePart>,
}

/// One vendor's part of the page.
#[derive(Debug)]
pub enum Part<T> {
    /// Read.
    Read(Box<T>),
    /// There are no credentials.
    Absent(String),
    /// Could not be read.
    Failed(String),
}

/// Content about an Apify account.
#[derive(Debug)]
pub struct ApifyPart {
    pub user: User,
    pub usage: MonthlyUsage,
    pub credit: Credit,
    pub limits: LimitsReport,
}

/// Content about a Cloudflare user.
#[derive(Debug)]
pub struct CloudflarePart {
    pub user: cloudflare_user::User,
    pub tokens: Vec<Token>,
    pub audit_log: Vec<AuditLog>,
}

impl<T> Part<T> {
    /// Returns the state in a few words.
    pub fn state(&self) -> String {
        match self {
            Self::Read(_) => "read".to_owned(),
            Self::Absent(reason) | Self::Failed(reason) => reason.clone(),
        }
    }

    fn from_result(result: Result<T>) -> Self {
        match result {
            Ok(content) => Self::Read(Box::new(content)),
            Err(error) => Self::Failed(describe(&error)),
        }
    }
}

impl Dashboard {
    /// Reads both accounts; fails if there are credentials for neither.
    pub async fn read(options: &Options) -> Result<Self> {
        let (apify, cloudflare) = (options.apify().await, options.cloudflare().await);
        let now = match (&apify, &cloudflare) {
            (Ok(connection), _) => connection.now,
            (_, Ok(connection)) => connection.now,
            (Err(apify), Err(cloudflare)) => {
                let reason = format!("{apify:#}; {cloudflare:#}");
                bail!(Misuse(reason));
            }
        };
        let apify = match apify {
            Ok(connection) => Part::from_result(read_apify(&connection).await),
            Err(error) => Part::Absent(describe(&error)),
        };
        let cloudflare = match cloudflare {
            Ok(connection) => Part::from_result(read_cloudflare(&connection).await),
            Err(error) => Part::Absent(describe(&error)),
        };
        Ok(Self { now, is_simulated: options.is_simulated(), apify, cloudflare })
    }
}

async fn read_apify(connection: &Connection<ApifyClient>) -> Result<ApifyPart> {
    let (user, usage, limits) = read_account(&connection.client).await?;
    let (user, usage) = (found(user)?, found(usage)?);
    let credit = usage.credit(user.plan.as_ref(), connection.now);
    Ok(ApifyPart { credit, user, usage, limits: LimitsReport::of_all(&found(limits)?) })
}

async fn read_cloudflare(connection: &Connection<CloudflareClient>) -> Result<CloudflarePart> {
    let client = &connection.client;
    let user = client.user().get().await?;
    let tokens = tokens::all(&client.user().tokens()).await?;
    let mut audit_log = audit_log::fetch(client, None, Some(AUDIT_ENTRIES)).await?;
    audit_log.reverse();
    Ok(CloudflarePart { user, tokens, audit_log })
}
