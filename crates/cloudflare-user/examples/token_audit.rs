//! Prints a Cloudflare user's API tokens that work, and that expire soon, never expire, or were never used. It exits
//! with 1 if there are such tokens, and with 2 if it could not find out.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example token_audit
//! Cache purge from CI    expires soon, never used   allow Zone Settings Read
//! Nightly audit export   never expires              allow Account Audit Logs Read
//! Origin monitor         never used                 allow Zone Settings Read
//! Deploy preview         expires soon, never used   allow Zone Settings Read
//! Bucket backup          never used                 allow Bucket Item Read
//!
//! Tokens by scope:
//!   1  com.cloudflare.api.account
//!   6  com.cloudflare.api.account.zone
//!   1  com.cloudflare.edge.r2.bucket
//! $ echo $?
//! 1
//! ```

mod connect;

use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use cloudflare_user::{Token, TokenPolicy, TokenStatus, tokens_by_scope};
use futures_util::TryStreamExt;

/// Period before its expiry in which a token is printed.
const SOON: TimeDelta = TimeDelta::days(30);

#[tokio::main]
async fn main() -> ExitCode {
    clap::Command::new("token_audit").about("Prints the API tokens that need a look").get_matches();
    audit().await.unwrap_or_else(|error| {
        eprintln!("token_audit: {error:#}");
        ExitCode::from(2)
    })
}

async fn audit() -> Result<ExitCode> {
    let connection = connect::connect()?;
    let list = connection.client.user().tokens().list().include_expired(true).per_page(50);
    let tokens: Vec<Token> = list.into_stream().try_collect().await?;

    let mut code = ExitCode::SUCCESS;
    for token in &tokens {
        let concerns = concerns(token, connection.now);
        if !concerns.is_empty() {
            let name = token.name.as_deref().unwrap_or(&token.id);
            println!("{name:<22} {:<26} {}", concerns.join(", "), permissions(token));
            code = ExitCode::from(1);
        }
    }
    println!("\nTokens by scope:");
    for (scope, tokens) in tokens_by_scope(&tokens) {
        println!("{:>3}  {scope}", tokens.len());
    }
    Ok(code)
}

/// Returns the reasons to look at a token. One that does not work can do no harm.
fn concerns(token: &Token, now: DateTime<Utc>) -> Vec<&'static str> {
    if matches!(token.status, Some(TokenStatus::Disabled | TokenStatus::Expired)) {
        return Vec::new();
    }
    let concerns = [
        (token.expires_within(SOON, now), "expires soon"),
        (token.expires_on.is_none(), "never expires"),
        (token.last_used_on.is_none(), "never used"),
    ];
    concerns.into_iter().filter_map(|(holds, concern)| holds.then_some(concern)).collect()
}

/// Returns the names of the permission groups that the token's policies allow or deny.
fn permissions(token: &Token) -> String {
    let names = |policy: &TokenPolicy| {
        let names = policy.permission_groups.iter().filter_map(|group| group.name.as_deref());
        let effect = policy.effect.as_ref().map_or("?", |effect| effect.as_str());
        format!("{effect} {}", names.collect::<Vec<_>>().join(", "))
    };
    token.policies.iter().map(names).collect::<Vec<_>>().join("; ")
}
