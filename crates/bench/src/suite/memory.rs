//! Peak memory of many calls.

use anyhow::Result;

use super::process::{Contenders, Server, run_round};
use crate::{
    figures::{Figures, Measure},
    workload::{Cell, Contender, Threads, Workload},
};

const IN_FLIGHT: usize = 10_000;

pub(super) fn measure(contenders: &Contenders, figures: &mut Figures) -> Result<()> {
    let server = Server::start(contenders, 0)?;
    for workload in Workload::CALLS {
        eprintln!("memory: {workload}");
        for contender in contenders.of(workload) {
            let cell = Cell { concurrency: 64, ..Cell::sequential(workload) };
            let round = run_round(contenders.command(&server.round(contender, cell, 0, 128)))?;
            figures.add(Measure::PeakMemory(workload), contender, round.peak_bytes as f64);
        }
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
