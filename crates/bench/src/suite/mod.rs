//! All measurements, one after the other: beside a contender only the server runs.

mod builds;
mod codegen;
mod memory;
mod per_call;
mod process;
mod start;
mod timing;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure};
use clap::Args;

use self::process::Contenders;
use crate::{
    figures::Figures,
    goals::{self, Goal},
    readme, report,
    steady::{self, Change, SteadyTable},
    workload::{Contender, Workload},
};

/// Arguments of a full run.
#[derive(Debug, Args)]
pub(crate) struct SuiteArgs {
    /// Run fewer rounds, no cold builds and no starts
    #[arg(long)]
    quick: bool,
    /// Root of the workspace
    #[arg(long)]
    root: PathBuf,
    /// The `xtask` whose code generation is timed
    #[arg(long)]
    xtask: PathBuf,
}

/// Arguments of a comparison of the steady figures.
#[derive(Debug, Args)]
pub(crate) struct SteadyArgs {
    /// Root of the workspace
    #[arg(long)]
    root: PathBuf,
    /// Write the checked-in table instead of comparing with it
    #[arg(long)]
    update: bool,
}

/// Measures everything, prints the report and writes it to BENCHMARKS.md, and its main tables to the README.
pub(crate) fn run_all(args: &SuiteArgs) -> Result<()> {
    let SuiteArgs { quick, root, xtask } = args;
    let mut figures = Figures::default();
    let contenders = Contenders::find(Some(root), &mut figures)?;
    // Code generation and cold builds come first because they may fail: nothing else compiles the programs.
    codegen::measure(root, xtask, &mut figures)?;
    if *quick {
        figures.skip("cold builds and starts, which take minutes: run it without `--quick`");
    } else {
        measure_programs(&contenders, root, &mut figures)?;
    }
    timing::measure(&contenders, *quick, &mut figures)?;
    memory::measure(&contenders, &mut figures)?;
    let per_call: &[Contender] = match quick {
        // The official client takes long to build under valgrind.
        true => &[Contender::Bare, Contender::Generated, Contender::Facade],
        false => &Contender::ALL,
    };
    per_call::measure(&contenders, per_call, &Workload::CALLS, &mut figures)?;
    per_call::count_build(&contenders, &mut figures)?;
    let report = report::document(&figures, root, *quick)?;
    println!("{report}");
    let path = root.join("crates/bench/BENCHMARKS.md");
    fs::write(&path, report).with_context(|| format!("cannot write {}", path.display()))?;
    if *quick { Ok(()) } else { readme::update(root, &figures) }
}

/// Builds the programs that make one call, runs them, and prints what they weigh.
pub(crate) fn run_builds(root: &Path) -> Result<()> {
    let mut figures = Figures::default();
    let contenders = Contenders::find(Some(root), &mut figures)?;
    measure_programs(&contenders, root, &mut figures)?;
    println!("{}", report::table(&figures));
    Ok(())
}

fn measure_programs(contenders: &Contenders, root: &Path, figures: &mut Figures) -> Result<()> {
    let binaries = builds::measure(root, figures)?;
    start::measure(contenders, &binaries, figures)
}

/// Counts what is the same on a busy machine, prints it beside its goals and compares it with the checked-in table.
pub(crate) fn run_steady(args: &SteadyArgs) -> Result<ExitCode> {
    let SteadyArgs { root, update } = args;
    let path = root.join("crates/bench/steady.json");
    let figures = measure_steady()?;
    let goals = goals::steady();
    let compared = goals.iter().filter(|goal| goal.measure.is_steady());
    let name_and_figure = |goal: &Goal| Some((goal.measure.to_string(), goal.figure(&figures)?));
    let measured: SteadyTable = compared.filter_map(name_and_figure).collect();
    let has_all = figures.skipped().is_empty();
    println!("{}\n", report::table(&figures));
    if *update {
        ensure!(has_all, "the table needs all figures: {}", figures.skipped().join("; "));
        println!("{}", report::goal_table(&goals, &figures, &SteadyTable::new()));
        steady::write(&path, &measured)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut accepted = steady::read(&path)?;
    println!("{}\n", report::goal_table(&goals, &figures, &accepted));
    if !has_all {
        let skipped = |figure: &str| figure.starts_with("instructions");
        accepted.retain(|figure, _| !skipped(figure));
    }
    let changes = steady::compare(&accepted, &measured);
    for change in &changes {
        println!("{change}");
    }
    Ok(if changes.iter().any(Change::is_failure) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn measure_steady() -> Result<Figures> {
    let mut figures = Figures::default();
    let contenders = Contenders::find(None, &mut figures)?;
    let compared = [Contender::Bare, Contender::Generated, Contender::Facade];
    per_call::measure(&contenders, &compared, &Workload::CALLS, &mut figures)?;
    memory::measure_pages(
        &contenders,
        &[Contender::Bare, Contender::Facade],
        Workload::AuditLogs,
        &mut figures,
    )?;
    Ok(figures)
}

/// Returns `true` if the program can be run.
fn is_installed(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
