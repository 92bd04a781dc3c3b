//! `cargo xtask`: the repository's own commands.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use openapi_codegen::cli::Generate;
use xtask::{
    bench::{self, Part},
    codegen, drift, licenses, msrv,
    vendor::Vendor,
};

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
    /// Compare a vendor's own OpenAPI document with ours
    ///
    /// Lists the differences that show on the wire, those first that nothing answers, and the overlay's actions that
    /// correct nothing any more.
    ///
    /// Exit status: 0 if the overlay answers every difference, 1 if it does not, 2 if the documents could not be compared;
    /// with --json, {"error": …} says why.
    #[command(verbatim_doc_comment)]
    Drift(Drift),
    /// Measure the clients beside other ways to call the APIs; print tables and write them to crates/bench/BENCHMARKS.md
    /// and README.md
    ///
    /// Exit status with --steady: 0 if no figure is worse than in crates/bench/steady.json, 1 if one is by more than 2 %
    Bench(Bench),
    /// List the crates that programs with our crates contain, with their licences, in LICENSES.md
    Licenses {
        /// Write nothing; exit with 1 if the list is stale
        #[arg(long)]
        check: bool,
    },
    /// Compare the Rust versions that manifests and READMEs state with those that dependencies declare
    Msrv,
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
    /// The vendor's own document, OpenAPI 3.0 or 3.1, JSON or YAML; `-` for standard input
    ///
    /// It may be a part of the vendor's API, and in many files.
    #[arg(long, value_name = "FILE")]
    upstream: PathBuf,
    /// Leave out the differences that are answered
    #[arg(long)]
    unanswered: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Bench {
    /// Run fewer rounds, no cold builds and no starts, and leave README.md as it is
    #[arg(long)]
    quick: bool,
    /// Measure cold builds and starts of programs that make one call, and only print them
    #[arg(long, conflicts_with = "quick")]
    build: bool,
    /// Compare what is the same on a busy machine with crates/bench/steady.json; takes a minute
    #[arg(long, conflicts_with_all = ["quick", "build"])]
    steady: bool,
    /// Write crates/bench/steady.json
    #[arg(long, requires = "steady")]
    update: bool,
}

impl Bench {
    fn part(&self) -> Part {
        let Self { quick, build, steady, update } = *self;
        match (build, steady) {
            (true, _) => Part::Builds,
            (_, true) => Part::Steady { update },
            _ => Part::All { quick },
        }
    }
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Codegen(arguments) => run_codegen(&arguments),
        Command::Drift(arguments) => return run_drift(&arguments),
        Command::Bench(arguments) => bench::run(root(), arguments.part()),
        Command::Licenses { check } => run_licenses(check),
        Command::Msrv => run_msrv(),
    };
    match result {
        Ok(code) => code,
        Err(error) => fail(&error, ExitCode::FAILURE),
    }
}

fn fail(error: &anyhow::Error, code: ExitCode) -> ExitCode {
    eprintln!("error: {error:#}");
    code
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

fn run_licenses(check: bool) -> Result<ExitCode> {
    if licenses::run(root(), check)? || !check {
        return Ok(ExitCode::SUCCESS);
    }
    println!("LICENSES.md is stale; run `cargo xtask licenses` and commit it");
    Ok(ExitCode::FAILURE)
}

fn run_drift(arguments: &Drift) -> ExitCode {
    let Drift { vendor, upstream, unanswered, json } = arguments;
    let compared = Vendor::named(vendor, root()).and_then(|vendor| {
        let drift = drift::vendor(&vendor, root(), upstream)?;
        let count = drift.unanswered();
        drift::print(&drift::report(drift, &vendor, upstream, *json, *unanswered))?;
        Ok(count)
    });
    match compared {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            let report = serde_json::json!({ "error": format!("{error:#}") });
            // Standard error has the message, too, so that a closed output loses nothing.
            let _ = json.then(|| drift::print(&format!("{report:#}")));
            fail(&error, ExitCode::from(2))
        }
    }
}

fn run_msrv() -> Result<ExitCode> {
    let wrong = msrv::check(root())?;
    for line in &wrong {
        println!("{line}");
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the root of the workspace.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}
