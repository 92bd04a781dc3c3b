//! Makes a token from the name of a permission group, rolls, verifies and deletes it: once for the user,
//! and once for the first account that the user is a member of.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example token_lifecycle
//! user: created with DNS Write, until 2026-11-22 12:00:00 UTC
//! user: rolled; the new secret is active, the previous one no longer works
//! user: deleted
//! Harbour Charts: created with DNS Write, until 2026-11-22 12:00:00 UTC
//! Harbour Charts: rolled; the new secret is active, the previous one no longer works
//! Harbour Charts: deleted
//! $ cargo run -p cloudflare-user --example token_lifecycle -- --group Cache
//! token_lifecycle: no permission group has the name "Cache"; `permission_groups().list()` returns all
//! $ echo $?
//! 1
//! ```

mod connect;

use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use cloudflare_user::{
    CloudflareClient, MembershipStatus, NewToken, PermissionGroupScope, Secret, TokenStatus, TokensClient,
};
use connect::Connection;

#[derive(Parser)]
#[command(about = "Makes, rolls, verifies and deletes a token of the user and one of an account")]
struct Arguments {
    /// Name of the permission group for zones that the token gets
    #[arg(long, default_value = "DNS Write")]
    group: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { group } = Arguments::parse();
    match run(&group).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("token_lifecycle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(group: &str) -> Result<()> {
    let Connection { client, now, .. } = &connect::connect()?;
    let as_user = |client: &CloudflareClient| client.user().tokens();
    live("user", client, as_user, group, *now).await?;

    let memberships = client.memberships().list().status(MembershipStatus::Accepted).await?;
    let account = memberships.into_iter().find_map(|membership| membership.account);
    let account = account.context("the user is a member of no account")?;
    let name = account.name.unwrap_or_else(|| account.id.clone());
    let as_account = |client: &CloudflareClient| client.account(account.id.as_str()).tokens();
    live(&name, client, as_account, group, *now).await
}

/// Leads a token of one owner through its life; `tokens` returns the methods for the tokens of that owner.
async fn live(
    owner: &str,
    client: &CloudflareClient,
    tokens: impl Fn(&CloudflareClient) -> TokensClient,
    group: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let own = tokens(client);
    let policy = own.permission_groups().allow(PermissionGroupScope::Zone, [group]).await?;
    let policy = policy.on("com.cloudflare.api.account.zone.*");
    let token = NewToken::new().name("lifecycle example").policy(policy).expires_on(now + TimeDelta::days(1));
    let created = own.create(token).await?;
    let expiry = created.expires_on.context("the token never expires")?;
    println!("{owner}: created with {group}, until {expiry}");
    let first = created.value.context("the response has no secret")?;

    let second = own.value().update(&created.id).await?;
    let state = with_secret(client, &second, &tokens)?.verify().await?;
    ensure!(state.status == Some(TokenStatus::Active), "the token is not active");
    match with_secret(client, &first, &tokens)?.verify().await {
        Ok(_) => bail!("the previous secret still works"),
        Err(error) if error.is_unauthorized() => {}
        Err(error) => return Err(error.into()),
    }
    println!("{owner}: rolled; the new secret is active, the previous one no longer works");

    own.delete(&created.id).await?;
    println!("{owner}: deleted");
    Ok(())
}

/// Returns the same methods for a client with another token.
fn with_secret(
    client: &CloudflareClient,
    secret: &Secret,
    tokens: impl Fn(&CloudflareClient) -> TokensClient,
) -> Result<TokensClient> {
    let builder = CloudflareClient::builder().api_token(secret.expose()).base_url(client.base_url());
    Ok(tokens(&builder.build()?))
}
