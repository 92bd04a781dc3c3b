//! Everything, one after the other: nothing else of ours runs beside a contender but the server.

mod builds;
mod calls;
mod codegen;
mod instructions;
mod memory;
mod process;

use std::fs;

use anyhow::{Context, Result};

use self::process::Contenders;
use crate::{cli::All, figures::Figures, goals, report};

pub(crate) fn run(all: &All) -> Result<()> {
    let mut figures = Figures::default();
    let contenders = Contenders::find(&all.root, &mut figures)?;
    // First what can fail: the programs that it builds are compiled nowhere else.
    if all.quick {
        figures.skip("cold builds and binary sizes, which take minutes: run it without `--quick`");
    } else {
        builds::measure(&all.root, &mut figures)?;
    }
    calls::measure(&contenders, all.quick, &mut figures)?;
    memory::measure(&contenders, &mut figures)?;
    instructions::measure(&contenders, all.quick, &mut figures)?;
    codegen::measure(&all.root, &all.xtask, &mut figures)?;
    let report = report::write(&figures, &goals::judge(&figures), all)?;
    println!("{report}");
    let path = all.root.join("crates/bench/BENCHMARKS.md");
    fs::write(&path, report).with_context(|| format!("cannot write {}", path.display()))
}
