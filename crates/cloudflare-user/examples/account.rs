//! Prints a Cloudflare user, its tokens and the latest entries of the audit log.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example account
//! USER
//!   id             7c5f0b1e94d84a6f8e2b3d7a1c60f95e
//!   e-mail         ines.maravall@example.com
//!   organization   Maravall Tide Charts
//!
//! TOKENS
//!   Tide chart publisher   active     until 2027-03-01
//!   Cache purge from CI    active     until 2026-12-16, soon
//!   Analytics dashboard    disabled   never expires
//!   Nightly audit export   active     never expires
//!   Origin monitor         active     until 2027-12-26
//!   Deploy preview         active     until 2026-11-24, soon
//!   Bucket backup          active     until 2027-01-20
//!
//! LATEST AUDIT LOG ENTRIES
//!   2026-11-21 11:41   change_setting   ines.maravall@example.com
//!   2026-11-21 11:16   add              ines.maravall@example.com
//!   2026-11-21 11:05   change_setting   rui.belchior@example.com
//!   2026-11-21 11:01   purge            tomas.quill@example.com
//!   2026-11-21 10:42   change_setting   ines.maravall@example.com
//! ```

mod connect;

use anyhow::Result;
use chrono::TimeDelta;
use cloudflare_user::{AuditLog, Token, User};
use connect::Connection;

/// Period before its expiry in which a token is marked.
const SOON: TimeDelta = TimeDelta::days(30);

#[tokio::main]
async fn main() -> Result<()> {
    clap::Command::new("account").about("Prints a Cloudflare user and its tokens").get_matches();
    let Connection { client, now, .. } = &connect::connect()?;
    print_user(&client.user().get().await?);

    println!("\nTOKENS");
    let mut tokens = client.user().tokens().list().into_stream();
    while let Some(token) = tokens.try_next().await? {
        print_token(&token, token.expires_within(SOON, *now));
    }
    println!("\nLATEST AUDIT LOG ENTRIES");
    for entry in client.user().audit_logs().list().per_page(5).await? {
        print_entry(&entry);
    }
    Ok(())
}

fn print_user(user: &User) {
    println!("USER\n  id             {}", user.id);
    println!("  e-mail         {}", user.email.as_deref().unwrap_or("unknown"));
    for organization in &user.organizations {
        println!("  organization   {}", organization.name.as_deref().unwrap_or("unnamed"));
    }
}

fn print_token(token: &Token, expires_soon: bool) {
    let name = token.name.as_deref().unwrap_or(&token.id);
    let status = token.status.as_ref().map_or("unknown", |status| status.as_str());
    let end =
        token.expires_on.map_or("never expires".to_owned(), |end| format!("until {}", end.date_naive()));
    println!("  {name:<22} {status:<10} {end}{}", if expires_soon { ", soon" } else { "" });
}

fn print_entry(entry: &AuditLog) {
    let time = entry.when.map_or("unknown".to_owned(), |when| when.format("%F %R").to_string());
    let action = entry.action.as_ref().and_then(|action| action.kind.as_deref());
    let actor = entry.actor.as_ref().and_then(|actor| actor.email.as_deref());
    println!("  {time}   {:<16} {}", action.unwrap_or("unknown"), actor.unwrap_or("unknown"));
}
