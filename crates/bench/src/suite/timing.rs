//! Time of every cell, with the contenders taking turns.

use anyhow::Result;

use super::process::{Contenders, Server, run_round};
use crate::{
    figures::{Figures, Measure},
    workload::{Cell, Contender, Threads, Workload},
};

const ROUNDS: usize = 15;

/// Returns the number of rounds of a quick run. Node takes longest, and its figures are far from all others.
fn quick_rounds(contender: Contender) -> usize {
    if contender == Contender::Npm { 1 } else { 3 }
}

/// Measures every cell. If the machine slows down, all contenders of the cell are slower, because they take turns. Each
/// round begins with another contender, so that none always follows the one that heats the processor most.
pub(super) fn measure(contenders: &Contenders, quick: bool, figures: &mut Figures) -> Result<()> {
    let server = Server::start(contenders, 0)?;
    for cell in Cell::of_calls().chain([Cell::sequential(Workload::Build)]) {
        eprintln!("{cell}");
        let mut order: Vec<Contender> = contenders.of(cell.workload).collect();
        for round_number in 0..ROUNDS {
            for &contender in &order {
                if !quick || round_number < quick_rounds(contender) {
                    measure_round(contenders, contender, cell, &server, figures)?;
                }
            }
            order.rotate_left(1);
        }
    }
    Ok(())
}

fn measure_round(
    contenders: &Contenders,
    contender: Contender,
    cell: Cell,
    server: &Server,
    figures: &mut Figures,
) -> Result<()> {
    // Node has one thread for JavaScript.
    if contender == Contender::Npm && cell.threads == Threads::Multi {
        return Ok(());
    }
    let calls = calls(cell, contender);
    // Node compiles hot code first, which is not measured.
    let warm_up = if contender == Contender::Npm { calls } else { calls / 10 };
    let round = run_round(contenders.command(&server.round(contender, cell, warm_up, calls)))?;
    let per_call = 1.0 / round.calls as f64;
    figures.add(Measure::Cpu(cell), contender, round.cpu_seconds * per_call);
    figures.add(Measure::Rate(cell), contender, 1.0 / (round.wall_seconds * per_call));
    Ok(())
}

/// Returns a number of calls that takes a fraction of a second and suffices for all callers.
fn calls(cell: Cell, contender: Contender) -> usize {
    let calls = match (cell.workload, contender) {
        (Workload::Build, _) => 20,
        (Workload::AuditLogs, Contender::Npm) => 20,
        (Workload::AuditLogs, _) => 40,
        (Workload::MonthlyUsage, Contender::Npm) => 100,
        (Workload::MonthlyUsage, _) => 400,
        (_, Contender::Npm) => 300,
        _ => 3000,
    };
    calls.max(cell.concurrency)
}
