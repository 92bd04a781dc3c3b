//! Commands for an Apify account.

mod limits;
mod me;
mod set_limits;
mod usage;
mod watch;

pub use limits::{LimitRow, LimitsReport};

use anyhow::{Context, Result};
use apify_user::{AccountAndUsageLimits, ApifyClient, Error, MonthlyUsage, User};
use clap::Subcommand;

use crate::{
    exit::Verdict,
    output::{Single, print},
    session::Options,
};

/// Commands for an Apify account.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the user and the plan
    Me,
    /// Print the cost of the current billing cycle, a month or any days, by service or by day
    Usage(usage::Arguments),
    /// Print the prepaid usage that is left in the billing cycle
    Credit(usage::CreditArguments),
    /// Print the limits and the usage of each
    Limits(limits::Arguments),
    /// Change the maximum cost of a billing cycle, or the number of days that data is kept
    SetLimits(set_limits::Arguments),
    /// Print each limit that rises to a share or falls below it, until stopped
    Watch(watch::Arguments),
}

/// Runs a command.
pub async fn run(command: Command, options: &Options) -> Result<Verdict> {
    options.announce();
    if let Command::SetLimits(arguments) = &command {
        arguments.check()?;
    }
    let connection = options.apify().await?;
    let output = options.output();
    match command {
        Command::Me => print(&Single(found(connection.client.me().get().await?)?), output),
        Command::Usage(arguments) => print(&usage::read(&connection, &arguments).await?, output),
        Command::Credit(arguments) => print(&usage::read_credit(&connection, &arguments).await?, output),
        Command::Limits(arguments) => print(&limits::read(&connection, &arguments).await?, output),
        Command::SetLimits(arguments) => print(&set_limits::run(&connection, &arguments).await?, output),
        Command::Watch(arguments) => watch::run(&connection, &arguments, output.format).await,
    }
}

/// Returns the value, which is absent if the token's user no longer exists.
pub fn found<T>(value: Option<T>) -> Result<T> {
    value.context("Apify reports that the token belongs to no user")
}

/// Reads the user, the usage of the running cycle and the limits, each `None` if the token belongs to no user.
pub async fn read_account(
    client: &ApifyClient,
) -> Result<(Option<User>, Option<MonthlyUsage>, Option<AccountAndUsageLimits>), Error> {
    let me = client.me();
    tokio::try_join!(me.get().into_future(), me.monthly_usage().into_future(), me.limits().into_future())
}
