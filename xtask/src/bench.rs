//! `cargo xtask bench`: build the benchmark and run it.

use std::{env, path::Path, process::Command, process::ExitCode};

use anyhow::{Context, Result, ensure};

/// Part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything; writes `crates/bench/BENCHMARKS.md` and the tables of the README.
    All {
        /// Fewer rounds, no cold builds, no starts, and no tables of the README.
        quick: bool,
    },
    /// Cold builds and starts of programs that make one call.
    Builds,
    /// Figures that are the same on a busy machine, beside `crates/bench/steady.json`.
    Steady {
        /// Writes the file instead of comparing with it.
        update: bool,
    },
}

/// Builds the benchmark and runs a part of it. Fails with 1 if a steady figure is worse than the checked-in one.
///
/// # Errors
/// If the benchmark cannot be built or run.
pub fn run(root: &Path, part: Part) -> Result<ExitCode> {
    // It has several binaries: one measures time, another counts allocations.
    let mut build = cargo(root);
    let status =
        build.args(["build", "--release", "--package=bench"]).status().context("cannot run cargo")?;
    ensure!(status.success(), "{build:?} failed: {status}");
    let mut command = cargo(root);
    command.args(["run", "--quiet", "--release", "--package=bench", "--bin=bench", "--"]);
    match part {
        Part::All { quick } => {
            let xtask = env::current_exe().context("cannot find this binary")?;
            command.args(["all", "--xtask"]).arg(xtask).args(quick.then_some("--quick"));
        }
        Part::Builds => {
            command.arg("builds");
        }
        Part::Steady { update } => {
            command.arg("steady").args(update.then_some("--update"));
        }
    }
    let status = command.arg("--root").arg(root).status().context("cannot run cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root);
    command
}
