//! One round: a contender does its work many times, and what that cost is read.

mod cost;
mod load;

use std::alloc::System;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use stats_alloc::StatsAlloc;
use tokio::runtime::{self, Runtime};

use self::cost::Meter;
use crate::{
    cli::Run,
    contender::{self, Client, Task},
    work::{Threads, Work},
};

/// What a round cost. Contenders in Node say the same.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Round {
    pub(crate) calls: usize,
    /// User and system time of the process.
    pub(crate) cpu_seconds: f64,
    pub(crate) wall_seconds: f64,
    /// The highest that the process has reached so far.
    pub(crate) peak_bytes: u64,
    /// Only from the binary that counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allocations: Option<Allocations>,
}

/// What was asked of the allocator.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Allocations {
    /// Reallocations included.
    pub(crate) count: usize,
    pub(crate) bytes: usize,
}

/// Runs one round in this process.
pub(crate) fn run(run: &Run, allocator: Option<&'static StatsAlloc<System>>) -> Result<Round> {
    contender::dispatch(run.contender, run.work, Measure { run, allocator })
        .with_context(|| format!("{}: {}", run.contender, run.cell()))
}

struct Measure<'a> {
    run: &'a Run,
    allocator: Option<&'static StatsAlloc<System>>,
}

impl Task for Measure<'_> {
    type Output = Round;

    fn with<C: Client>(self) -> Result<Round> {
        let Self { run, allocator } = self;
        if run.work == Work::Build {
            let build = |times| (0..times).try_for_each(|_| C::build(&run.server).map(drop));
            build(run.warm_up)?;
            let meter = Meter::start(allocator)?;
            build(run.calls)?;
            return meter.read(run.calls);
        }
        let runtime = runtime(run.threads)?;
        let client = C::build(&run.server)?;
        let cell = run.cell();
        runtime.block_on(load::apply(&client, cell, run.warm_up))?;
        let meter = Meter::start(allocator)?;
        runtime.block_on(load::apply(&client, cell, run.calls))?;
        meter.read(run.calls)
    }
}

fn runtime(threads: Threads) -> Result<Runtime> {
    let mut builder = match threads {
        Threads::Current => runtime::Builder::new_current_thread(),
        Threads::Multi => runtime::Builder::new_multi_thread(),
    };
    Ok(builder.enable_all().build()?)
}
