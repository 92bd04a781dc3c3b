//! Instructions, allocations and requests per call, which are the same on a busy machine.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{
    is_installed,
    process::{Contenders, Server, run_round},
};
use crate::{
    figures::{Figures, Measure},
    workload::{Cell, Contender, Workload},
};

/// Reason why there are no instructions.
pub(super) const NO_VALGRIND: &str = "instructions: there is no `valgrind`";

/// Counts all three for every contender that runs in this binary and supports the workload.
pub(super) fn measure(
    contenders: &Contenders,
    compared: &[Contender],
    workloads: &[Workload],
    figures: &mut Figures,
) -> Result<()> {
    let has_valgrind = is_installed("valgrind");
    if !has_valgrind {
        figures.skip(NO_VALGRIND);
    }
    let server = Server::start(contenders, 0)?;
    for &workload in workloads {
        eprintln!("instructions, allocations and requests: {workload}");
        for contender in contenders.of(workload).filter(|contender| compared.contains(contender)) {
            if contender == Contender::Npm {
                continue;
            }
            count_allocations(contenders, workload, contender, figures)?;
            if has_valgrind {
                let per_call = instructions(contenders, &server, workload, contender)?;
                figures.add(Measure::Instructions(workload), contender, per_call);
            }
        }
    }
    Ok(())
}

/// Counts the allocations of building each client.
pub(super) fn count_build(contenders: &Contenders, figures: &mut Figures) -> Result<()> {
    for contender in contenders.of(Workload::Build) {
        count_allocations(contenders, Workload::Build, contender, figures)?;
    }
    Ok(())
}

fn count_allocations(
    contenders: &Contenders,
    workload: Workload,
    contender: Contender,
    figures: &mut Figures,
) -> Result<()> {
    let calls = if workload == Workload::Build { 10 } else { 100 };
    let warm_up = calls / 5;
    let server = Server::start(contenders, 0)?;
    let args = server.round(contender, Cell::sequential(workload), warm_up, calls);
    let round = run_round(contenders.counting_command(&args))?;
    if workload != Workload::Build {
        let requests = server.stop()? as f64 / (warm_up + calls) as f64;
        figures.add(Measure::Requests(workload), contender, requests);
    }
    let allocations = round.allocations.context("the binary counts no allocations")?;
    let per_call = |figure: usize| figure as f64 / round.calls as f64;
    figures.add(Measure::Allocations(workload), contender, per_call(allocations.count));
    figures.add(Measure::AllocatedBytes(workload), contender, per_call(allocations.bytes));
    Ok(())
}

/// Returns the instructions per call: the difference of two runs leaves out the process's start and end.
fn instructions(
    contenders: &Contenders,
    server: &Server,
    workload: Workload,
    contender: Contender,
) -> Result<f64> {
    let (few, many) = match workload {
        Workload::AuditLogs => (5, 10),
        Workload::MonthlyUsage => (5, 55),
        _ => (5, 205),
    };
    let count = |calls| {
        let args = server.round(contender, Cell::sequential(workload), 5, calls);
        callgrind(&contenders.command(&args))
    };
    Ok((count(many)? - count(few)?) / (many - few) as f64)
}

fn callgrind(command: &Command) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .context("cannot run valgrind")?;
    let log = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{command:?} failed under valgrind: {log}");
    }
    let collected = log.lines().find_map(|line| line.split_once("Collected : ")?.1.parse().ok());
    collected.with_context(|| format!("valgrind counted nothing: {log}"))
}
