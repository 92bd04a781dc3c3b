//! Instructions, counted by callgrind: the one figure that is the same on a busy machine.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::process::{Contenders, Load, Server, is_there};
use crate::{
    figures::{Figures, Measure},
    work::{Cell, Contender, Work},
};

pub(super) fn measure(contenders: &Contenders, quick: bool, figures: &mut Figures) -> Result<()> {
    if !is_there("valgrind") {
        figures.skip("instructions: there is no `valgrind`");
        return Ok(());
    }
    let server = Server::start(contenders, None)?;
    for work in Work::CALLS {
        if quick && !matches!(work, Work::Get | Work::MonthlyUsage) {
            continue;
        }
        eprintln!("instructions: {work}");
        for contender in contenders.of(work) {
            // The official client takes long to build under valgrind.
            if contender == Contender::Npm || quick && contender == Contender::Official {
                continue;
            }
            let count = |calls| {
                let cell = Cell::alone(work);
                let load = Load { server: server.address(), cell, warm_up: 5, calls };
                callgrind(&contenders.command(contender, &load))
            };
            // What a process costs before and after its calls is in both.
            let (few, many) = (5, if work == Work::AuditLogs { 10 } else { 55 });
            let per_call = (count(many)? - count(few)?) / (many - few) as f64;
            figures.add(Measure::Instructions(work), contender, per_call);
        }
    }
    Ok(())
}

fn callgrind(command: &Command) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .context("cannot run valgrind")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{command:?} failed under valgrind: {said}");
    }
    let collected = said.lines().find_map(|line| line.split_once("Collected : ")?.1.parse().ok());
    collected.with_context(|| format!("valgrind counted nothing: {said}"))
}
