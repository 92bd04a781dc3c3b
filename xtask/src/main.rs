//! `cargo xtask`: the repository's own commands.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use openapi_codegen::cli::Generate;
use xtask::{bench, codegen, drift, vendor::Vendor};

#[derive(Parser)]
#[command(about = "The repository's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the low-level clients from the OpenAPI documents
    Codegen(Codegen),
    /// Compare a vendor's own OpenAPI document with ours; exit with 1 if there is a difference that the overlay does not
    /// answer
    Drift(Drift),
    /// Measure the clients beside other ways to call the APIs; print a table and write it to crates/bench/BENCHMARKS.md
    Bench(Bench),
}

#[derive(clap::Args)]
struct Codegen {
    /// Vendor: a folder below openapi/ [default: all]
    #[arg(conflicts_with = "spec")]
    vendor: Option<String>,
    /// Write nothing; exit with 1 if a generated file is stale
    #[arg(long, conflicts_with = "spec")]
    check: bool,
    #[command(flatten)]
    generate: Generate,
}

#[derive(clap::Args)]
struct Drift {
    /// Vendor: a folder below openapi/
    vendor: String,
    /// The vendor's own OpenAPI 3.0 or 3.1 document, JSON or YAML, whole or a part of it
    #[arg(long)]
    upstream: PathBuf,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Bench {
    /// Run fewer rounds and no cold builds; takes two minutes
    #[arg(long)]
    quick: bool,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Codegen(arguments) => run_codegen(&arguments),
        Command::Drift(arguments) => run_drift(&arguments),
        Command::Bench(arguments) => bench::run(root(), arguments.quick).map(|()| ExitCode::SUCCESS),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_codegen(arguments: &Codegen) -> Result<ExitCode> {
    if arguments.generate.spec.is_some() {
        return Ok(arguments.generate.run()?);
    }
    let root = root();
    let vendors = match &arguments.vendor {
        Some(name) => vec![Vendor::named(name, root)?],
        None => Vendor::all(root)?,
    };
    let mut code = ExitCode::SUCCESS;
    for vendor in vendors {
        if arguments.generate.report.is_some() {
            print!("{}", codegen::report(&vendor, root)?);
        }
        let stale = codegen::vendor(&vendor, root, arguments.check)?;
        if arguments.check && !stale.is_empty() {
            println!("stale; run `cargo xtask codegen {}` and commit the files", vendor.name());
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn run_drift(arguments: &Drift) -> Result<ExitCode> {
    let vendor = Vendor::named(&arguments.vendor, root())?;
    let unanswered = drift::vendor(&vendor, root(), &arguments.upstream, arguments.json)?;
    Ok(if unanswered == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the root of the workspace.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}
