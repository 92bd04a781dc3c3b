//! Prints who a Cloudflare user is, its tokens and which of them end soon, its invitations and
//! subscriptions, and the latest entries of its audit log.
//!
//! ```text
//! cargo run -p cloudflare-user --example account
//! ```
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it asks the real API. Without, it starts the
//! built-in simulator and says so.

use anyhow::Result;
use api_simulator::Simulator;
use chrono::{DateTime, Duration, Utc};
use cloudflare_user::{AuditLog, CloudflareClient, Invite, Organization, Subscription, Token, User};
use futures_util::TryStreamExt;

/// How close the end of a token may be before it is pointed out.
const SOON: Duration = Duration::days(30);

/// How many entries of the audit log are shown.
const LATEST: u32 = 10;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _simulator) = connect().await?;
    let user = client.user();
    print_user(&user.get().await?);
    let tokens: Vec<Token> = user.tokens().list().include_expired(true).into_stream().try_collect().await?;
    print_tokens(&tokens);
    print_invites(&user.invites().list().await?.items);
    print_subscriptions(&user.subscriptions().get().await?.items);
    print_audit_logs(&user.audit_logs().list().per_page(LATEST).await?.items);
    Ok(())
}

/// A client of the real API where there is a token, of the simulator otherwise.
async fn connect() -> Result<(CloudflareClient, Option<Simulator>)> {
    if std::env::var_os("CLOUDFLARE_API_TOKEN").is_some_and(|token| !token.is_empty()) {
        return Ok((CloudflareClient::from_env()?, None));
    }
    println!("CLOUDFLARE_API_TOKEN is not set: this is the built-in simulator, and its data is made up.\n");
    let simulator = Simulator::cloudflare().start().await?;
    let client =
        CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    Ok((client, Some(simulator)))
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

fn print_tokens(tokens: &[Token]) {
    println!("\nTOKENS");
    println!("  {:<34} {:<10} {:<12} ends", "name", "status", "last used");
    for token in tokens {
        let status = token.status.as_ref().map_or("-", |status| status.as_str());
        let (used, ends) =
            (day(token.last_used_on), token.expires_on.map_or("never".into(), |_| day(token.expires_on)));
        println!(
            "  {:<34} {status:<10} {used:<12} {ends:<12} {}",
            or_dash(token.name.as_deref()),
            warning(token)
        );
    }
}

/// What is to be said of a token's end.
fn warning(token: &Token) -> String {
    let left = token.expires_on.map(|end| end - Utc::now());
    match left {
        Some(left) if left < Duration::zero() => "over".to_owned(),
        Some(left) if left < SOON => format!("ends in {} days", left.num_days()),
        _ => String::new(),
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
