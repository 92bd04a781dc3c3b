//! `openapi-codegen`: a Rust client from an OpenAPI document.

use std::{error::Error, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use openapi_codegen::cli::Generate;

#[derive(Parser)]
#[command(
    version,
    about = "Generates a Rust client from an OpenAPI document",
    args_conflicts_with_subcommands = true
)]
#[command(arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    generate: Generate,
}

#[derive(Subcommand)]
enum Command {
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "openapi-codegen", &mut std::io::stdout());
            ExitCode::SUCCESS
        }
        None => match cli.generate.run() {
            Ok(code) => code,
            Err(error) => {
                eprintln!("error: {}", with_causes(&error));
                ExitCode::FAILURE
            }
        },
    }
}

/// Returns the message of an error, followed by those of its causes.
fn with_causes(error: &dyn Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", with_causes(cause)),
        None => error.to_string(),
    }
}
