//! Commands and their arguments.

use std::io::Write;

use anyhow::Result;
use clap::{Command, CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    apify, cloudflare,
    exit::{self, Verdict, misuse},
    metrics,
    output::Format,
    page,
    session::Options,
    simulate,
};

/// Watches budgets, tokens and audit logs of Apify and Cloudflare accounts.
#[derive(Debug, Parser)]
#[command(name = "account", version, about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: AccountCommand,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Usage, limits and credit of an Apify account
    #[command(subcommand)]
    Apify(apify::Command),
    /// Tokens, audit log and subscriptions of a Cloudflare user
    #[command(subcommand)]
    Cloudflare(cloudflare::Command),
    /// Write a page about both accounts, which needs no network and no scripts
    Report(page::Arguments),
    /// Serve metrics of both accounts for Prometheus, until stopped
    Metrics(metrics::Arguments),
    /// Serve a simulated API, to try out other programs without an account
    Simulate {
        /// API to serve
        vendor: simulate::Vendor,
    },
    /// Print completions for a shell
    Completions {
        /// Shell to complete for
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

impl AccountCommand {
    fn prints_report(&self) -> bool {
        matches!(self, Self::Apify(_) | Self::Cloudflare(_) | Self::Report(_))
    }
}

/// Parses the arguments; wrong ones and `--help` end the program.
pub fn parse() -> Arguments {
    let matches = command().get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// Returns the command line, in which the help of every command lists the exit statuses.
fn command() -> Command {
    explain_statuses(Arguments::command())
}

fn explain_statuses(command: Command) -> Command {
    command.after_help(exit::HELP).mut_subcommands(explain_statuses)
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> Result<Verdict> {
    let Arguments { command, options } = arguments;
    if options.format() != Format::Table && !command.prints_report() {
        return Err(misuse("this command prints no report: --json and --csv have no meaning"));
    }
    match command {
        AccountCommand::Apify(command) => apify::run(command, &options).await,
        AccountCommand::Cloudflare(command) => cloudflare::run(command, &options).await,
        AccountCommand::Report(arguments) => page::run(&arguments, &options).await,
        AccountCommand::Metrics(arguments) => metrics::run(&arguments, &options).await,
        AccountCommand::Simulate { vendor } => simulate::run(vendor),
        AccountCommand::Completions { shell } => completions(shell),
        AccountCommand::Man => manual(),
    }
}

/// Generates into memory first: the generator panics if the reader has left.
fn completions(shell: Shell) -> Result<Verdict> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "account", &mut script);
    print(&script)
}

/// Prints one page for the program and all of its commands.
fn manual() -> Result<Verdict> {
    let mut page = Vec::new();
    let mut root = command();
    root.build();
    write_root(&root, &mut page)?;
    for command in shown_commands(&root) {
        write_section(command, "account", &mut page)?;
    }
    let statuses = exit::HELP.split_once('\n').map_or(exit::HELP, |(_, statuses)| statuses);
    write!(page, ".SH \"EXIT STATUS\"\n.nf\n{statuses}\n.fi\n")?;
    print(&page)
}

/// Writes all but the list of commands, which would name pages that do not exist.
fn write_root(root: &Command, page: &mut Vec<u8>) -> Result<()> {
    let man = clap_mangen::Man::new(root.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    Ok(())
}

/// Writes what a page of its own would say of a command, without the parts that all have.
fn write_section(command: &Command, parent: &str, page: &mut Vec<u8>) -> Result<()> {
    let title = format!("{parent} {}", command.get_name());
    writeln!(page, ".SH \"{}\"", title.to_uppercase())?;
    let own = command.clone().mut_args(|argument| {
        let is_common = argument.is_global_set() || argument.get_id() == "help";
        argument.hide(is_common)
    });
    let man = clap_mangen::Man::new(own);
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    for subcommand in shown_commands(command) {
        write_section(subcommand, &title, page)?;
    }
    Ok(())
}

fn shown_commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| command.get_name() != "help")
}

fn print(bytes: &[u8]) -> Result<Verdict> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Verdict::Fine)
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
}
