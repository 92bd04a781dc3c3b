//! Commands for a Cloudflare user.

pub mod audit_log;
mod listings;
mod token_changes;
pub mod tokens;

use anyhow::Result;
use clap::Subcommand;

use crate::{
    exit::Verdict,
    output::{Listing, Single, print},
    session::Options,
};

/// Commands for a Cloudflare user.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the user
    Me,
    /// Print the API tokens, or those that expire soon or are not used
    Tokens(tokens::Arguments),
    /// Create, roll, delete or check an API token
    #[command(subcommand)]
    Token(tokens::TokenCommand),
    /// Print the permission groups that tokens can have
    Groups {
        #[command(flatten)]
        owner: tokens::Owner,
        /// Part of the name, in any case
        name: Option<String>,
    },
    /// Print the audit log, or follow it
    AuditLog(audit_log::Arguments),
    /// Print invitations to organizations
    Invites,
    /// Print the accounts that the user is a member of
    Memberships,
    /// Print subscriptions
    Subscriptions,
    /// Print organizations that the user may manage
    Tenants,
    /// Print past charges
    Billing,
}

/// Runs a command.
pub async fn run(command: Command, options: &Options) -> Result<Verdict> {
    options.announce();
    let connection = options.cloudflare().await?;
    let user = connection.client.user();
    let output = options.output();
    match command {
        Command::Me => print(&Single(user.get().await?), output),
        Command::Tokens(arguments) => print(&tokens::read(&connection, &arguments).await?, output),
        Command::Token(command) => tokens::run(command, &connection, options).await,
        Command::Groups { owner, name } => {
            print(&listings::groups(&owner.tokens(&connection.client), name.as_deref()).await?, output)
        }
        Command::AuditLog(arguments) => audit_log::run(&arguments, &connection, output).await,
        Command::Invites => print(&Listing(user.invites().list().await?.items), output),
        Command::Memberships => print(&listings::memberships(&connection.client).await?, output),
        Command::Subscriptions => print(&Listing(user.subscriptions().get().await?.items), output),
        Command::Tenants => print(&Listing(user.tenants().list().await?.items), output),
        Command::Billing => print(&listings::billing(&user).await?, output),
    }
}
