//! Creating, rolling and deleting API tokens.

use std::path::PathBuf;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use clap::Args;
use cloudflare_user::{
    CloudflareClient, NewPolicy, NewToken, PermissionGroup, Secret, Token, TokenStatus, TokensClient,
};
use serde::{Serialize, Serializer};

use super::tokens::{self, Owner};
use crate::{
    args::Moment,
    change::{Consent, Plan, SecretArguments, SecretFile},
    exit::{Verdict, misuse},
    output::{Cell, Format, Layout, Output, Report, Sheet, Value, column, print},
    session::Connection,
};

/// Arguments of `token create`.
#[derive(Args, Debug)]
pub struct CreateArguments {
    #[command(flatten)]
    owner: Owner,
    /// Name of the token
    name: String,
    /// Name or id of a permission group that the token gets; may be given again
    #[arg(long, value_name = "GROUP", required = true)]
    allow: Vec<String>,
    /// Resource that the permissions are for, such as com.cloudflare.api.account.zone.*; may be given again
    #[arg(long, value_name = "RESOURCE", required = true)]
    on: Vec<String>,
    /// End of the token: a day, a time, or a period from now, such as 90d
    #[arg(long, value_name = "MOMENT")]
    expires: Option<Moment>,
    /// Network from which the token may be used, such as 203.0.113.0/24; may be given again
    #[arg(long, value_name = "CIDR")]
    ip: Vec<String>,
    #[command(flatten)]
    secret: SecretArguments,
    #[command(flatten)]
    consent: Consent,
}

/// Arguments of `token roll`.
#[derive(Args, Debug)]
pub struct RollArguments {
    #[command(flatten)]
    owner: Owner,
    /// Id or name of the token
    token: String,
    #[command(flatten)]
    secret: SecretArguments,
    #[command(flatten)]
    consent: Consent,
}

/// Arguments of `token delete`.
#[derive(Args, Debug)]
pub struct DeleteArguments {
    #[command(flatten)]
    owner: Owner,
    /// Id or name of the token
    token: String,
    #[command(flatten)]
    consent: Consent,
}

/// Creates a token and hands over its secret.
pub async fn create(
    arguments: CreateArguments,
    connection: &Connection<CloudflareClient>,
    output: Output,
) -> Result<Verdict> {
    arguments.consent.check()?;
    let tokens = arguments.owner.tokens(&connection.client);
    let groups = find_groups(&tokens, &arguments.allow).await?;
    let expires_on = arguments.expires.map(|moment| moment.after(connection.now));
    let names: Vec<&str> = groups.iter().filter_map(|group| group.name.as_deref()).collect();
    let plan = Plan::new(format!("Create the Cloudflare API token {:?}:", arguments.name))
        .fact("allow", names.join(", "))
        .fact("on", arguments.on.join(", "))
        .fact(
            "from",
            if arguments.ip.is_empty() { "any address".to_owned() } else { arguments.ip.join(", ") },
        )
        .fact("expires (UTC)", expires_on.map_or(Value::from("never"), Value::from));
    let file = arguments.secret.create()?;
    arguments.consent.ask(&plan)?;

    let policy = arguments
        .on
        .into_iter()
        .fold(NewPolicy::allow(groups.into_iter().map(|group| group.id)), NewPolicy::on);
    let token = NewToken::new().name(arguments.name).policy(policy);
    let token = arguments.ip.into_iter().fold(token, NewToken::request_ip_in);
    let token = match expires_on {
        Some(end) => token.expires_on(end),
        None => token,
    };
    let created = tokens.create(token).await?;
    let secret =
        created.value.with_context(|| format!("the token {} has no secret in the response", created.id))?;
    hand_over(NewSecret::new(created.id, created.name, created.expires_on), &secret, file, output)
}

/// Replaces the secret of a token and hands over the new one.
pub async fn roll(
    arguments: RollArguments,
    connection: &Connection<CloudflareClient>,
    output: Output,
) -> Result<Verdict> {
    arguments.consent.check()?;
    let tokens = arguments.owner.tokens(&connection.client);
    let token = find(&tokens, &arguments.token).await?;
    let plan = describe("Replace the secret; the previous one stops working:", &token);
    let file = arguments.secret.create()?;
    arguments.consent.ask(&plan)?;
    let secret = tokens.value().update(&token.id).await?;
    hand_over(NewSecret::new(token.id, token.name, token.expires_on), &secret, file, output)
}

/// Deletes a token.
pub async fn delete(
    arguments: DeleteArguments,
    connection: &Connection<CloudflareClient>,
    output: Output,
) -> Result<Verdict> {
    arguments.consent.check()?;
    let tokens = arguments.owner.tokens(&connection.client);
    let token = find(&tokens, &arguments.token).await?;
    arguments.consent.ask(&describe("Delete the token; what uses it stops working:", &token))?;
    let deleted = tokens.delete(&token.id).await?;
    print(&DeletedToken { deleted, name: token.name }, output)
}

/// Finds a token by its id or by a name that only one token has.
async fn find(tokens: &TokensClient, wanted: &str) -> Result<Token> {
    let mut found = tokens::all(tokens).await?;
    found.retain(|token| token.id == wanted || token.name.as_deref() == Some(wanted));
    match found.len() {
        0 => Err(misuse(format!("no token has the id or name {wanted:?}"))),
        1 => Ok(found.remove(0)),
        count => Err(misuse(format!("{count} tokens have the name {wanted:?}: give the id"))),
    }
}

/// Finds permission groups by id or by a name that only one group has.
async fn find_groups(tokens: &TokensClient, wanted: &[String]) -> Result<Vec<PermissionGroup>> {
    let all = tokens.permission_groups().list().await?.items;
    let mut groups = Vec::new();
    for wanted in wanted {
        groups.push(match all.iter().find(|group| group.id == *wanted) {
            Some(group) => group.clone(),
            None => tokens.permission_groups().find(wanted, None).await?,
        });
    }
    Ok(groups)
}

fn describe(action: &str, token: &Token) -> Plan {
    Plan::new(action)
        .fact("token", token.name.as_ref())
        .fact("id", &token.id)
        .fact("status", token.status.as_ref().map(TokenStatus::as_str))
        .fact("expires (UTC)", token.expires_on.map_or(Value::from("never"), Value::from))
        .fact("last used (UTC)", token.last_used_on.map_or(Value::from("never"), Value::from))
}

/// Token with a new secret.
#[derive(Debug, Serialize)]
struct NewSecret {
    id: String,
    name: Option<String>,
    expires_on: Option<DateTime<Utc>>,
    /// Secret, unless it is in a file; the only one that is serialized, because it is shown only this once.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "expose")]
    secret: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_file: Option<PathBuf>,
}

fn expose<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(Secret::expose).serialize(serializer)
}

impl NewSecret {
    fn new(id: String, name: Option<String>, expires_on: Option<DateTime<Utc>>) -> Self {
        Self { id, name, expires_on, secret: None, secret_file: None }
    }
}

/// Hands over the secret: to the file, or to standard output, where it stands alone unless the format says otherwise.
fn hand_over(
    report: NewSecret,
    secret: &Secret,
    file: Option<SecretFile>,
    output: Output,
) -> Result<Verdict> {
    let report = match file {
        Some(file) => NewSecret { secret_file: Some(file.write(secret)?), ..report },
        None => NewSecret { secret: Some(secret.clone()), ..report },
    };
    if output.format == Format::Table && report.secret_file.is_none() {
        use std::io::Write;

        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", secret.expose()).and_then(|()| out.flush()).with_context(|| {
            format!("the token {} has a new secret, which could not be printed: roll it again", report.id)
        })?;
        return Ok(Verdict::Fine);
    }
    print(&report, Output { is_quiet: false, ..output })
}

impl Report for NewSecret {
    fn sheet(&self) -> Sheet {
        let columns = [
            column("id", "Id"),
            column("name", "Token"),
            column("expires_on", "Expires (UTC)"),
            column("secret", ""),
            column("secret_file", "Secret in"),
        ];
        Sheet::new(columns).layout(Layout::Record).row([
            Cell::new(&self.id),
            Cell::new(self.name.as_ref()),
            Cell::new(self.expires_on.map_or(Value::from("never"), Value::from)),
            Cell::new(self.secret.as_ref().map(Secret::expose).unwrap_or_default()),
            Cell::new(self.secret_file.as_ref().map(|path| path.display().to_string()).unwrap_or_default()),
        ])
    }
}

/// Token that no longer exists.
#[derive(Debug, Serialize)]
struct DeletedToken {
    deleted: String,
    name: Option<String>,
}

impl Report for DeletedToken {
    fn sheet(&self) -> Sheet {
        let cells = [Cell::new(&self.deleted), Cell::new(self.name.as_ref())];
        Sheet::new([column("deleted", "Deleted"), column("name", "Token")]).layout(Layout::Record).row(cells)
    }
}
