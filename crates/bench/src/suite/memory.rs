//! Peak memory of many calls at the same time.

use anyhow::Result;

use super::process::{Contenders, Server, run_round};
use crate::{
    figures::{Figures, Measure},
    workload::{Cell, Contender, Threads, Workload},
};

const AT_A_TIME: usize = 64;
const IN_FLIGHT: usize = 10_000;
/// Returns the number of rounds. Which large bodies arrive first differs from round to round, and with it which freed
/// memory the process keeps.
fn rounds(workload: Workload) -> usize {
    if workload == Workload::AuditLogs { 7 } else { 3 }
}

/// Measures 64 calls of every workload, and 10,000 calls.
pub(super) fn measure(contenders: &Contenders, figures: &mut Figures) -> Result<()> {
    for workload in Workload::CALLS {
        measure_pages(contenders, &Contender::ALL, workload, figures)?;
    }
    eprintln!("memory: {IN_FLIGHT} calls in flight");
    let cell = Cell { workload: Workload::Get, threads: Threads::Current, concurrency: IN_FLIGHT };
    for contender in contenders.of(cell.workload).filter(|contender| *contender != Contender::Npm) {
        let server = Server::start(contenders, IN_FLIGHT)?;
        let round = run_round(contenders.command(&server.round(contender, cell, 0, IN_FLIGHT)))?;
        figures.add(Measure::InFlight(IN_FLIGHT), contender, round.peak_bytes as f64);
    }
    Ok(())
}

/// Measures 64 calls of which each holds its whole body, but for the last byte, before the first one may end.
pub(super) fn measure_pages(
    contenders: &Contenders,
    compared: &[Contender],
    workload: Workload,
    figures: &mut Figures,
) -> Result<()> {
    eprintln!("memory: {workload}");
    let cell = Cell { concurrency: AT_A_TIME, ..Cell::sequential(workload) };
    for contender in contenders.of(workload).filter(|contender| compared.contains(contender)) {
        for _ in 0..rounds(workload) {
            let server = Server::start(contenders, AT_A_TIME)?;
            let round = run_round(contenders.counting_command(&server.round(contender, cell, 0, AT_A_TIME)))?;
            figures.add(Measure::PeakMemory(workload), contender, round.peak_bytes as f64);
            if let Some(allocations) = round.allocations {
                figures.add(Measure::PeakHeap(workload), contender, allocations.peak_bytes as f64);
            }
        }
    }
    Ok(())
}
