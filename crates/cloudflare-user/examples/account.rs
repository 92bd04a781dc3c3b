//! Prints a Cloudflare user's details, tokens (with those that expire soon), invitations and
//! subscriptions, and the latest entries of the audit log.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example account
//! USER
//!   id               7c5f0b1e94d84a6f8e2b3d7a1c60f95e
//!   e-mail           ines.maravall@example.com
//!   name             Ines Maravall
//!   country          PT
//!   second factor    yes
//!   suspended        no
//!   organization     Maravall Tide Charts               e1a84c2f0b9d4735a6c8f21d57b3904e  member
//!
//! TOKENS
//!   name                               status     last used    ends
//!   Tide chart publisher               active     2026-11-19   2027-03-01
//!   Cache purge from CI                active     -            2026-12-16   in 25 days
//!   Analytics dashboard                disabled   -            never
//!   Old migration script               expired    -            2026-11-19   over
//!   Nightly audit export               active     2026-11-20   never
//!   Origin monitor                     active     -            2027-12-26
//!   Deploy preview                     active     -            2026-11-24   in 3 days
//!   Bucket backup                      active     -            2027-01-20
//!
//! INVITATIONS
//!   Harbour Almanac Press              pending    until 2026-12-10
//!   Maravall Tide Charts               accepted   until 2024-04-17
//!
//! SUBSCRIPTIONS
//!   Pro Plan                           Paid                 20.50 USD monthly    until 2026-12-03
//!
//! LATEST AUDIT LOG ENTRIES
//!   2026-11-21 11:41   change_setting   zone             ines.maravall@example.com
//!   2026-11-21 11:16   add              dns_record       ines.maravall@example.com
//!   2026-11-21 11:05   change_setting   zone             rui.belchior@example.com
//!   2026-11-21 11:01   purge            zone             tomas.quill@example.com
//!   2026-11-21 10:42   change_setting   zone             ines.maravall@example.com
//!   2026-11-21 10:19   change_setting   zone             tomas.quill@example.com
//!   2026-11-21 09:54   add              dns_record       ines.maravall@example.com
//!   2026-11-21 09:25   add              dns_record       ines.maravall@example.com
//!   2026-11-21 09:13   change_setting   zone             ines.maravall@example.com
//!   2026-11-21 08:55   purge            zone             tomas.quill@example.com
//! ```

mod connect;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use cloudflare_user::{AuditLog, Invite, Organization, Subscription, Token, User};
use futures_util::TryStreamExt;

/// Period before its expiry in which a token is marked.
const SOON: TimeDelta = TimeDelta::days(30);

/// Number of audit log entries that are printed.
const LATEST: u32 = 10;

#[tokio::main]
async fn main() -> Result<()> {
    let connection = connect::connect()?;
    let user = connection.client.user();
    print_user(&user.get().await?);
    let tokens: Vec<Token> = user.tokens().list().include_expired(true).into_stream().try_collect().await?;
    print_tokens(&tokens, connection.now);
    print_invites(&user.invites().list().await?.items);
    print_subscriptions(&user.subscriptions().get().await?.items);
    print_audit_logs(&user.audit_logs().list().per_page(LATEST).await?.items);
    Ok(())
}

fn print_user(user: &User) {
    println!("USER");
    line("id", &user.id);
    line("e-mail", or_dash(user.email.as_deref()));
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    line("name", &names.into_iter().flatten().collect::<Vec<_>>().join(" "));
    line("country", or_dash(user.country.as_deref()));
    line("second factor", yes_or_no(user.two_factor_authentication_enabled));
    line("suspended", yes_or_no(user.suspended));
    for Organization { id, name, status, .. } in &user.organizations {
        let status = status.as_ref().map_or("-", |status| status.as_str());
        println!("  {:<16} {:<34} {id}  {status}", "organization", or_dash(name.as_deref()));
    }
}

fn print_tokens(tokens: &[Token], now: DateTime<Utc>) {
    println!("\nTOKENS");
    println!("  {:<34} {:<10} {:<12} ends", "name", "status", "last used");
    for token in tokens {
        let status = token.status.as_ref().map_or("-", |status| status.as_str());
        let ends = token.expires_on.map_or("never".to_owned(), |_| day(token.expires_on));
        let warning = match token.expires_on {
            Some(end) if end <= now => "over".to_owned(),
            Some(end) if token.expires_within(SOON, now) => format!("in {} days", (end - now).num_days()),
            _ => String::new(),
        };
        let (name, used) = (or_dash(token.name.as_deref()), day(token.last_used_on));
        println!("  {name:<34} {status:<10} {used:<12} {ends:<12} {warning}");
    }
}

fn print_invites(invites: &[Invite]) {
    println!("\nINVITATIONS");
    for invite in invites {
        let status = invite.status.as_ref().map_or("-", |status| status.as_str());
        let organization = or_dash(invite.organization_name.as_deref());
        println!("  {organization:<34} {status:<10} until {:<12}", day(invite.expires_on));
    }
}

fn print_subscriptions(subscriptions: &[Subscription]) {
    println!("\nSUBSCRIPTIONS");
    for subscription in subscriptions {
        let plan = subscription.rate_plan.as_ref().and_then(|plan| plan.public_name.as_deref());
        let state = subscription.state.as_ref().map_or("-", |state| state.as_str());
        let frequency = subscription.frequency.as_ref().map_or("-", |frequency| frequency.as_str());
        let price = subscription.price.map_or("-".to_owned(), |price| format!("{price:.2}"));
        println!(
            "  {:<34} {state:<16} {price:>9} {} {frequency:<10} until {}",
            or_dash(plan),
            or_dash(subscription.currency.as_deref()),
            day(subscription.current_period_end),
        );
    }
}

fn print_audit_logs(logs: &[AuditLog]) {
    println!("\nLATEST AUDIT LOG ENTRIES");
    for log in logs {
        let when = log.when.map_or("-".to_owned(), |when| when.format("%Y-%m-%d %H:%M").to_string());
        let action = log.action.as_ref().and_then(|action| action.kind.as_deref());
        let resource = log.resource.as_ref().and_then(|resource| resource.kind.as_deref());
        let actor = log.actor.as_ref().and_then(|actor| actor.email.as_deref());
        println!("  {when:<18} {:<16} {:<16} {}", or_dash(action), or_dash(resource), or_dash(actor));
    }
}

fn line(what: &str, value: &str) {
    println!("  {what:<16} {value}");
}

fn or_dash(text: Option<&str>) -> &str {
    text.unwrap_or("-")
}

fn yes_or_no(flag: Option<bool>) -> &'static str {
    flag.map_or("-", |flag| if flag { "yes" } else { "no" })
}

fn day(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or("-".to_owned(), |moment| moment.format("%Y-%m-%d").to_string())
}
