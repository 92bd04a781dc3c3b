//! Reading what the process has cost so far.

use std::{
    alloc::System,
    fs,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use nix::time::{ClockId, clock_gettime};
use stats_alloc::{Stats, StatsAlloc};

use super::{Allocations, Round};

/// The state of all counters at the start of a round.
pub(crate) struct Meter {
    allocator: Option<(&'static StatsAlloc<System>, Stats)>,
    cpu: Duration,
    wall: Instant,
}

impl Meter {
    pub(crate) fn start(allocator: Option<&'static StatsAlloc<System>>) -> Result<Self> {
        let allocator = allocator.map(|allocator| (allocator, allocator.stats()));
        Ok(Self { allocator, cpu: cpu_time()?, wall: Instant::now() })
    }

    pub(crate) fn read(self, calls: usize) -> Result<Round> {
        let allocations = self.allocator.map(|(allocator, before)| {
            let spent = allocator.stats() - before;
            let count = spent.allocations + spent.reallocations;
            Allocations { count, bytes: spent.bytes_allocated }
        });
        Ok(Round {
            calls,
            cpu_seconds: (cpu_time()? - self.cpu).as_secs_f64(),
            wall_seconds: self.wall.elapsed().as_secs_f64(),
            peak_bytes: peak_memory()?,
            allocations,
        })
    }
}

/// User and system time of all threads; `getrusage` has it by the tick on some kernels.
fn cpu_time() -> Result<Duration> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// The kernel's high-water mark; only Linux tells it in this way.
fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("this benchmark needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kib.map(|kib| kib * 1024).context("the kernel does not tell the peak memory")
}
