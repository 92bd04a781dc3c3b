//! All measurements, one after the other: beside a contender only the server runs.

mod builds;
mod codegen;
mod memory;
mod per_call;
mod process;
mod timing;

use std::{
    fs,
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result};
use clap::Args;

use self::process::Contenders;
use crate::{
    figures::Figures,
    goals, report,
    workload::{Contender, Workload},
};

/// Arguments of a full run.
#[derive(Debug, Args)]
pub(crate) struct SuiteArgs {
    /// Run fewer rounds and no cold builds
    #[arg(long)]
    quick: bool,
    /// Root of the workspace
    #[arg(long)]
    root: PathBuf,
    /// The `xtask` whose code generation is timed
    #[arg(long)]
    xtask: PathBuf,
}

/// Measures everything, prints the report and writes it to BENCHMARKS.md.
pub(crate) fn run_all(args: &SuiteArgs) -> Result<()> {
    let SuiteArgs { quick, root, xtask } = args;
    let mut figures = Figures::default();
    let contenders = Contenders::find(Some(root), &mut figures)?;
    // Cold builds come first because they may fail: nothing else compiles their programs.
    if *quick {
        figures.skip("cold builds and binary sizes, which take minutes: run it without `--quick`");
    } else {
        builds::measure(root, &mut figures)?;
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
    codegen::measure(root, xtask, &mut figures)?;
    let report = report::document(&figures, &goals::evaluate(&figures), root, *quick)?;
    println!("{report}");
    let path = root.join("crates/bench/BENCHMARKS.md");
    fs::write(&path, report).with_context(|| format!("cannot write {}", path.display()))
}

/// Counts instructions and allocations per call and prints them with their goals.
pub(crate) fn run_steady() -> Result<ExitCode> {
    let mut figures = Figures::default();
    let contenders = Contenders::find(None, &mut figures)?;
    let compared = [Contender::Bare, Contender::Generated, Contender::Facade];
    per_call::measure(&contenders, &compared, &Workload::CALLS, &mut figures)?;
    println!("{}\n", report::table(&figures, Some((Contender::Facade, Contender::Bare))));
    let mut goals = goals::evaluate(&figures);
    goals.retain(|goal| goal.figure.is_some());
    print!("{}", report::goal_list(&goals));
    Ok(if goals.iter().all(|goal| goal.is_met) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns `true` if the program can be run.
fn is_installed(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
