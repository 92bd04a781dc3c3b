//! Lists a Cloudflare user's API tokens and marks those that work and expire soon, never expire, or
//! were never used.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example token_audit -- --strict
//!  Token                  Status     Ends          Last used    Look at                 Policies
//! ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
//!  Tide chart publisher   active     in 99 days    2026-11-19                           allow Zone Settings Read, DNS Write: zone 0d6b2e8f
//!  Cache purge from CI    active     in 25 days    never        ends soon, never used   allow Zone Settings Read: zone *
//!  Analytics dashboard    disabled   never         never                                allow Account Audit Logs Read: account *
//!  Old migration script   expired    over          never                                allow Zone Settings Read: zone *
//!  Nightly audit export   active     never         2026-11-20   never ends              allow Account Audit Logs Read: account b7e40a95 (zone *)
//!  Origin monitor         active     in 400 days   never        never used              allow Zone Settings Read: zone *
//!  Deploy preview         active     in 3 days     never        ends soon, never used   allow Zone Settings Read: zone *
//!  Bucket backup          active     in 60 days    never        never used              allow Bucket Item Read: bucket *
//!
//!   1 reach com.cloudflare.api.account
//!   6 reach com.cloudflare.api.account.zone
//!   1 reach com.cloudflare.edge.r2.bucket
//!
//! 5 of 8 tokens need a look
//! $ echo $?
//! 1
//! ```

mod connect;

use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use cloudflare_user::{Token, TokenPolicy, TokenResource, TokenResources, TokenStatus, tokens_by_scope};
use comfy_table::{Attribute, Cell, Color, ContentArrangement, LineStyle, Table, presets};
use futures_util::TryStreamExt;

#[derive(Parser)]
#[command(about = "Lists a Cloudflare user's API tokens and marks those that need a look")]
struct Arguments {
    /// Number of days before its expiry from which a token is listed as expiring
    #[arg(long, default_value_t = 30)]
    days: u16,
    /// Exit with status 1 if a token needs a look
    #[arg(long)]
    strict: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    audit(Arguments::parse()).await.unwrap_or_else(|error| {
        eprintln!("token_audit: {error:#}");
        ExitCode::from(2)
    })
}

async fn audit(arguments: Arguments) -> Result<ExitCode> {
    let connection = connect::connect()?;
    let list = connection.client.user().tokens().list().include_expired(true).per_page(50);
    let tokens: Vec<Token> = list.into_stream().try_collect().await?;
    let audit = Audit { now: connection.now, soon: TimeDelta::days(arguments.days.into()) };

    println!("{}\n", audit.table(&tokens).trim_fmt());
    for (scope, tokens) in tokens_by_scope(&tokens) {
        println!("{:>3} reach {scope}", tokens.len());
    }
    let concerns = tokens.iter().filter(|token| !audit.concerns(token).is_empty()).count();
    println!("\n{concerns} of {} tokens need a look", tokens.len());
    Ok(if arguments.strict && concerns > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

struct Audit {
    now: DateTime<Utc>,
    soon: TimeDelta,
}

impl Audit {
    /// Returns the reasons to look at a token. One that does not work can do no harm.
    fn concerns(&self, token: &Token) -> Vec<&'static str> {
        if matches!(token.status, Some(TokenStatus::Disabled | TokenStatus::Expired)) {
            return Vec::new();
        }
        let concerns = [
            (token.expires_within(self.soon, self.now), "ends soon"),
            (token.expires_on.is_none(), "never ends"),
            (token.last_used_on.is_none(), "never used"),
        ];
        concerns.into_iter().filter_map(|(holds, concern)| holds.then_some(concern)).collect()
    }

    fn table(&self, tokens: &[Token]) -> Table {
        let mut table = Table::new();
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
        let titles = ["Token", "Status", "Ends", "Last used", "Look at", "Policies"];
        table.set_header(titles.map(|title| Cell::new(title).add_attribute(Attribute::Bold)));
        for token in tokens {
            let status = token.status.as_ref().map_or("-", |status| status.as_str());
            let policies: Vec<String> = token.policies.iter().map(describe).collect();
            table.add_row([
                Cell::new(token.name.as_deref().unwrap_or(&token.id)),
                Cell::new(status),
                Cell::new(self.end(token)),
                Cell::new(token.last_used_on.map_or("never".into(), |used| used.date_naive().to_string())),
                Cell::new(self.concerns(token).join(", ")).fg(Color::Yellow),
                Cell::new(policies.join("\n")),
            ]);
        }
        table
    }

    fn end(&self, token: &Token) -> String {
        match token.expires_on.map(|end| (end - self.now).num_days()) {
            None => "never".to_owned(),
            Some(_) if token.expires_on <= Some(self.now) => "over".to_owned(),
            Some(days) => format!("in {days} days"),
        }
    }
}

/// Formats a policy on one line: `allow DNS Read, DNS Write: zone *`.
fn describe(policy: &TokenPolicy) -> String {
    let effect = policy.effect.as_ref().map_or("?", |effect| effect.as_str());
    let groups = policy.permission_groups.iter();
    let groups: Vec<&str> =
        groups.filter_map(|group| group.name.as_deref().or(group.id.as_deref())).collect();
    format!(
        "{effect} {}: {}",
        groups.join(", "),
        policy.resources.as_ref().map(resources).unwrap_or_default()
    )
}

/// Formats each resource as its kind and the first characters of its id, with those inside it.
fn resources(resources: &TokenResources) -> String {
    let one = |(name, resource): (&String, &TokenResource)| {
        let (kind, id) = name.rsplit_once('.').unwrap_or(("", name));
        let kind = kind.rsplit('.').next().unwrap_or_default();
        match resource {
            TokenResource::Within(inside) => format!("{kind} {id:.8} ({})", self::resources(inside)),
            _ => format!("{kind} {id:.8}"),
        }
    };
    resources.iter().map(one).collect::<Vec<_>>().join(", ")
}
