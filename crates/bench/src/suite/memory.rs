//! Memory: allocations of a call, and the peak of many.

use anyhow::Result;

use super::process::{Contenders, Load, Server, round};
use crate::{
    figures::{Figures, Measure},
    work::{Cell, Contender, Threads, Work},
};

const IN_FLIGHT: usize = 10_000;

pub(super) fn measure(contenders: &Contenders, figures: &mut Figures) -> Result<()> {
    let server = Server::start(contenders, None)?;
    for work in Work::CALLS.into_iter().chain([Work::Build]) {
        eprintln!("memory: {work}");
        for contender in contenders.of(work) {
            if contender != Contender::Npm {
                count(contenders, server.address(), work, contender, figures)?;
            }
            if work != Work::Build {
                let cell = Cell { concurrency: 64, ..Cell::alone(work) };
                let load = Load { server: server.address(), cell, warm_up: 0, calls: 128 };
                let spent = round(contenders.command(contender, &load))?;
                figures.add(Measure::PeakMemory(work), contender, spent.peak_bytes as f64);
            }
        }
    }
    in_flight(contenders, figures)
}

/// Allocations are the same in every round but for what connections and timers keep.
fn count(
    contenders: &Contenders,
    server: &str,
    work: Work,
    contender: Contender,
    figures: &mut Figures,
) -> Result<()> {
    let calls = if work == Work::Build { 10 } else { 100 };
    let load = Load { server, cell: Cell::alone(work), warm_up: calls / 5, calls };
    let spent = round(contenders.counting_command(contender, &load))?;
    if let Some(allocations) = spent.allocations {
        let per_call = |figure: usize| figure as f64 / spent.calls as f64;
        figures.add(Measure::Allocations(work), contender, per_call(allocations.count));
        figures.add(Measure::AllocatedBytes(work), contender, per_call(allocations.bytes));
    }
    Ok(())
}

fn in_flight(contenders: &Contenders, figures: &mut Figures) -> Result<()> {
    eprintln!("memory: {IN_FLIGHT} calls in flight");
    let cell = Cell { work: Work::Get, threads: Threads::Current, concurrency: IN_FLIGHT };
    for contender in contenders.of(cell.work).filter(|contender| *contender != Contender::Npm) {
        let server = Server::start(contenders, Some(IN_FLIGHT))?;
        let load = Load { server: server.address(), cell, warm_up: 0, calls: IN_FLIGHT };
        let spent = round(contenders.command(contender, &load))?;
        figures.add(Measure::InFlight(IN_FLIGHT), contender, spent.peak_bytes as f64);
    }
    Ok(())
}
