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
    /// Generate the low-level clients from their descriptions
    Codegen(Codegen),
    /// Show where a vendor's own document says something else than our description; exit with 1 if it does so without
    /// an answer in the overlay
    Drift(Drift),
    /// Measure the clients beside what a user would pick instead; prints a table and writes it to
    /// crates/bench/BENCHMARKS.md
    Bench(Bench),
}

#[derive(clap::Args)]
struct Codegen {
    /// Only this vendor (a directory below openapi/); all of them if not given
    #[arg(conflicts_with = "spec")]
    vendor: Option<String>,
    /// Write nothing; show what is stale and exit with 1
    #[arg(long, conflicts_with = "spec")]
    check: bool,
    /// Also say, location by location, what lowering rewrites and leaves out
    #[arg(long, conflicts_with = "spec")]
    locations: bool,
    /// A crate of its own from any document, instead of a vendor's
    #[command(flatten)]
    generate: Option<Generate>,
}

#[derive(clap::Args)]
struct Drift {
    /// The vendor (a directory below openapi/)
    vendor: String,
    /// The vendor's own OpenAPI 3.0 or 3.1 document, JSON or YAML, whole or a slice
    #[arg(long)]
    upstream: PathBuf,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Bench {
    /// Fewer rounds and no cold builds: two minutes
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
    if let Some(generate) = &arguments.generate {
        return Ok(generate.run()?);
    }
    let root = root();
    let vendors = match &arguments.vendor {
        Some(name) => vec![Vendor::named(name, root)?],
        None => Vendor::all(root)?,
    };
    let mut code = ExitCode::SUCCESS;
    for vendor in vendors {
        if arguments.locations {
            print!("{}", codegen::report(&vendor, root)?);
        }
        let stale = codegen::vendor(&vendor, root, arguments.check)?;
        if arguments.check && !stale.is_empty() {
            println!("stale: run `cargo xtask codegen {}` and commit what it writes", vendor.name());
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

/// The workspace, above this package.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}
