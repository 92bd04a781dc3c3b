//! Time: every cell, its contenders by turns.

use anyhow::Result;

use super::process::{Contenders, Load, Server, round};
use crate::{
    figures::{Figures, Measure},
    work::{Cell, Contender, Threads, Work},
};

const ROUNDS: usize = 15;

/// Node takes longest, and its figures are the furthest from all others.
fn quick_rounds(contender: Contender) -> usize {
    if contender == Contender::Npm { 1 } else { 3 }
}

/// A slow spell of the machine meets all contenders of a cell, because they take turns; each round
/// begins with another, so that none always follows the one that leaves the processor hot.
pub(super) fn measure(contenders: &Contenders, quick: bool, figures: &mut Figures) -> Result<()> {
    let server = Server::start(contenders, None)?;
    for cell in Cell::of_calls().chain([Cell::alone(Work::Build)]) {
        eprintln!("{cell}");
        let mut turns: Vec<Contender> = contenders.of(cell.work).collect();
        for round_number in 0..ROUNDS {
            for &contender in &turns {
                if !quick || round_number < quick_rounds(contender) {
                    time(contenders, contender, cell, &server, figures)?;
                }
            }
            turns.rotate_left(1);
        }
    }
    Ok(())
}

/// One round of one contender.
fn time(
    contenders: &Contenders,
    contender: Contender,
    cell: Cell,
    server: &Server,
    figures: &mut Figures,
) -> Result<()> {
    // Node has one thread for JavaScript, whatever we do.
    if contender == Contender::Npm && cell.threads == Threads::Multi {
        return Ok(());
    }
    let calls = calls(cell, contender);
    // Node compiles what it runs often, which is not to be measured.
    let warm_up = if contender == Contender::Npm { calls } else { calls / 10 };
    let load = Load { server: server.address(), cell, warm_up, calls };
    let spent = round(contenders.command(contender, &load))?;
    let per_call = 1.0 / spent.calls as f64;
    figures.add(Measure::Cpu(cell), contender, spent.cpu_seconds * per_call);
    figures.add(Measure::Rate(cell), contender, 1.0 / (spent.wall_seconds * per_call));
    Ok(())
}

/// As many as take a fraction of a second, and enough for all callers.
fn calls(cell: Cell, contender: Contender) -> usize {
    let calls = match (cell.work, contender) {
        (Work::Build, _) => 20,
        (Work::AuditLogs, Contender::Npm) => 20,
        (Work::AuditLogs, _) => 40,
        (Work::MonthlyUsage, Contender::Npm) => 100,
        (Work::MonthlyUsage, _) => 400,
        (_, Contender::Npm) => 300,
        _ => 3000,
    };
    calls.max(cell.concurrency)
}
