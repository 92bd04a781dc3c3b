//! `cargo xtask bench`: build the benchmark and run it.

use std::{env, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

/// Measures all contenders, prints the table and writes `crates/bench/BENCHMARKS.md`.
///
/// # Errors
/// If the benchmark cannot be built or one of the contenders fails.
pub fn run(root: &Path, quick: bool) -> Result<()> {
    let xtask = env::current_exe().context("cannot find this binary")?;
    // It has several binaries: one measures time, another counts allocations.
    cargo(Command::new(env!("CARGO")).current_dir(root).args(["build", "--release", "--package=bench"]))?;
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root).args([
        "run",
        "--quiet",
        "--release",
        "--package=bench",
        "--bin=bench",
        "--",
        "all",
    ]);
    command.arg("--root").arg(root).arg("--xtask").arg(xtask);
    if quick {
        command.arg("--quick");
    }
    cargo(&mut command)
}

fn cargo(command: &mut Command) -> Result<()> {
    let status = command.status().context("cannot run cargo")?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok(())
}
