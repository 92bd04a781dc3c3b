//! API tokens: list and check.

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use cloudflare_user::{CloudflareClient, Token, TokenStatus, TokenVerification, TokensClient};
use futures_util::TryStreamExt;
use serde::Serialize;

use super::token_changes;
use crate::{
    args::Period,
    exit::Verdict,
    output::{Cell, Layout, Report, Sheet, Value, column, detail, print},
    session::{Connection, Options},
};

/// Owner of tokens.
#[derive(Args, Debug)]
pub struct Owner {
    /// Id of the account that owns the tokens, instead of the user; `memberships` lists accounts
    #[arg(long, value_name = "ID")]
    account: Option<String>,
}

impl Owner {
    /// Returns the methods for the owner's tokens.
    pub fn tokens(&self, client: &CloudflareClient) -> TokensClient {
        match &self.account {
            Some(id) => client.account(id).tokens(),
            None => client.user().tokens(),
        }
    }
}

/// Arguments of `tokens`.
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(flatten)]
    owner: Owner,
    /// Print tokens that expire within this period, such as 30d, and exit with 1 if there is one
    #[arg(long, value_name = "PERIOD")]
    expiring: Option<Period>,
    /// Print tokens that were not used for this period, such as 90d, and exit with 1 if there is one
    #[arg(long, value_name = "PERIOD")]
    unused: Option<Period>,
}

/// Token, and the reasons to look at it.
#[derive(Debug, Serialize)]
pub struct TokenRow {
    /// Token.
    #[serde(flatten)]
    pub token: Token,
    /// Reasons to look at the token.
    pub remarks: Vec<String>,
}

/// API tokens.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct TokensReport {
    /// Tokens.
    pub tokens: Vec<TokenRow>,
    #[serde(skip)]
    now: DateTime<Utc>,
}

/// Reads all tokens, or those that the arguments ask for.
pub async fn read(connection: &Connection<CloudflareClient>, arguments: &Arguments) -> Result<TokensReport> {
    let tokens = all(&arguments.owner.tokens(&connection.client)).await?;
    let now = connection.now;
    let has_filter = arguments.expiring.is_some() || arguments.unused.is_some();
    let rows = tokens.into_iter().map(|token| TokenRow { remarks: arguments.remarks(&token, now), token });
    Ok(TokensReport { tokens: rows.filter(|row| !has_filter || !row.remarks.is_empty()).collect(), now })
}

/// Reads all tokens, also those that have expired.
pub async fn all(tokens: &TokensClient) -> Result<Vec<Token>> {
    Ok(tokens.list().include_expired(true).per_page(50).into_stream().try_collect().await?)
}

impl Arguments {
    /// Returns the reasons to look at a token that works.
    fn remarks(&self, token: &Token, now: DateTime<Utc>) -> Vec<String> {
        if !is_usable(token, now) {
            return Vec::new();
        }
        let expires = self.expiring.is_some_and(|period| token.expires_within(period.delta(), now));
        let unused_since = self.unused.map(|period| now - period.delta());
        let last_use = token.last_used_on.or(token.issued_on);
        let is_unused = unused_since.is_some_and(|since| last_use.is_none_or(|last| last < since));
        [(expires, "expires soon"), (is_unused, "not used")]
            .into_iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, remark)| remark.to_owned())
            .collect()
    }
}

/// Returns `true` if the token may be used now.
fn is_usable(token: &Token, now: DateTime<Utc>) -> bool {
    !matches!(token.status, Some(TokenStatus::Disabled | TokenStatus::Expired))
        && token.expires_on.is_none_or(|end| end > now)
}

impl Report for TokensReport {
    fn sheet(&self) -> Sheet {
        let columns = [
            column("name", "Token"),
            column("status", "Status"),
            column("expires_on", "Expires (UTC)"),
            column("last_used_on", "Last used"),
            column("remarks", "Remarks"),
            detail("id", "Id"),
        ];
        self.tokens.iter().fold(Sheet::new(columns), |sheet, TokenRow { token, remarks }| {
            sheet.row([
                Cell::new(token.name.as_ref()),
                Cell::new(token.status.as_ref().map(TokenStatus::as_str)),
                Cell::new(expiry(token)).warn_if(is_over(token, self.now)),
                Cell::new(token.last_used_on.map_or(Value::from("never"), |time| time.date_naive().into())),
                Cell::new(remarks.join(", ")).warn_if(true),
                Cell::new(&token.id),
            ])
        })
    }

    fn verdict(&self) -> Verdict {
        Verdict::attention_if(self.tokens.iter().any(|row| !row.remarks.is_empty()))
    }
}

fn expiry(token: &Token) -> Value {
    token.expires_on.map_or(Value::from("never"), |time| time.date_naive().into())
}

fn is_over(token: &Token, now: DateTime<Utc>) -> bool {
    token.expires_on.is_some_and(|end| end <= now)
}

/// Commands for one token.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create a token, and print its secret once
    Create(token_changes::CreateArguments),
    /// Replace the secret of a token (rotate it), and print the new one once
    Roll(token_changes::RollArguments),
    /// Delete a token
    Delete(token_changes::DeleteArguments),
    /// Check that the token of this program works, and exit with 1 if not
    Verify {
        #[command(flatten)]
        owner: Owner,
        /// Exit with 1 also if the token expires within this period, such as 30d
        #[arg(long, value_name = "PERIOD")]
        expiring: Option<Period>,
    },
}

/// Runs a command for one token.
pub async fn run(
    command: TokenCommand,
    connection: &Connection<CloudflareClient>,
    options: &Options,
) -> Result<Verdict> {
    let output = options.output();
    match command {
        TokenCommand::Create(arguments) => token_changes::create(arguments, connection, output).await,
        TokenCommand::Roll(arguments) => token_changes::roll(arguments, connection, output).await,
        TokenCommand::Delete(arguments) => token_changes::delete(arguments, connection, output).await,
        TokenCommand::Verify { owner, expiring } => {
            print(&verify(connection, &owner, expiring).await?, output)
        }
    }
}

/// Result of checking a token.
#[derive(Debug, Serialize)]
struct Verification {
    /// Id of the token, if it works.
    id: Option<String>,
    /// Status, `invalid` if Cloudflare does not accept the token.
    status: String,
    expires_on: Option<DateTime<Utc>>,
    expires_soon: bool,
}

async fn verify(
    connection: &Connection<CloudflareClient>,
    owner: &Owner,
    expiring: Option<Period>,
) -> Result<Verification> {
    let token = match owner.tokens(&connection.client).verify().await {
        Ok(token) => token,
        Err(error) if error.is_unauthorized() => {
            return Ok(Verification {
                id: None,
                status: "invalid".to_owned(),
                expires_on: None,
                expires_soon: false,
            });
        }
        Err(error) => return Err(error.into()),
    };
    let TokenVerification { id, status, expires_on, .. } = token;
    let soon = expiring.map(|period| connection.now + period.delta());
    Ok(Verification {
        id: Some(id),
        status: status.map_or("unknown".to_owned(), |status| status.as_str().to_owned()),
        expires_on,
        expires_soon: soon.is_some_and(|soon| expires_on.is_some_and(|end| end <= soon)),
    })
}

impl Report for Verification {
    fn sheet(&self) -> Sheet {
        let columns = [column("status", "Status"), column("expires_on", "Expires (UTC)"), column("id", "Id")];
        Sheet::new(columns).layout(Layout::Record).row([
            Cell::new(&self.status).warn_if(self.status != "active"),
            Cell::new(self.expires_on.map_or(Value::from("never"), Value::from)).warn_if(self.expires_soon),
            Cell::new(self.id.as_ref()),
        ])
    }

    fn verdict(&self) -> Verdict {
        Verdict::attention_if(self.status != "active" || self.expires_soon)
    }
}
