//! One round: a contender repeats a workload and measures the cost.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::Args;
use nix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use tokio::{
    runtime::{self, Runtime},
    task::JoinSet,
};

use crate::{
    contender::{self, Client, ClientVisitor},
    workload::{Cell, Contender, Threads, Workload},
};

/// Arguments of one round.
#[derive(Debug, Clone, Args)]
pub(crate) struct RoundArgs {
    #[arg(long)]
    pub(crate) contender: Contender,
    #[arg(long)]
    pub(crate) workload: Workload,
    #[arg(long, default_value = "current")]
    pub(crate) threads: Threads,
    #[arg(long, default_value_t = 1)]
    pub(crate) concurrency: usize,
    /// Address of the server
    #[arg(long)]
    pub(crate) server: String,
    /// Number of calls before the measured ones
    #[arg(long, default_value_t = 0)]
    pub(crate) warm_up: usize,
    /// Number of measured calls
    #[arg(long)]
    pub(crate) calls: usize,
}

impl RoundArgs {
    pub(crate) fn cell(&self) -> Cell {
        Cell { workload: self.workload, threads: self.threads, concurrency: self.concurrency }
    }
}

/// Cost of a round. Contenders in Node print the same fields.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Round {
    pub(crate) calls: usize,
    /// User and system time of the process.
    pub(crate) cpu_seconds: f64,
    pub(crate) wall_seconds: f64,
    /// Peak memory of the process since its start.
    pub(crate) peak_bytes: u64,
    /// Allocations, if the binary counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allocations: Option<Allocations>,
}

/// Requests to the allocator.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Allocations {
    /// Number of allocations and reallocations.
    pub count: usize,
    /// Number of allocated bytes, freed or not.
    pub bytes: usize,
    /// Largest number of bytes that were allocated at the same time, since the start of the process.
    pub peak_bytes: usize,
}

/// Function that returns what the process has asked its allocator for, if the binary counts it.
pub(crate) type Counter = Option<&'static dyn Fn() -> Allocations>;

/// Runs one round in this process.
pub(crate) fn run(args: &RoundArgs, counter: Counter) -> Result<Round> {
    contender::visit(args.contender, args.workload, Measurement { args, counter })
        .with_context(|| format!("{}: {}", args.contender, args.cell()))
}

struct Measurement<'a> {
    args: &'a RoundArgs,
    counter: Counter,
}

impl ClientVisitor for Measurement<'_> {
    type Output = Round;

    fn visit<C: Client>(self) -> Result<Round> {
        let Self { args, counter } = self;
        if args.workload == Workload::Build {
            let build = |times| (0..times).try_for_each(|_| C::build(&args.server).map(drop));
            build(args.warm_up)?;
            let meter = Meter::start(counter)?;
            build(args.calls)?;
            return meter.finish(args.calls);
        }
        let runtime = runtime(args.threads)?;
        let client = C::build(&args.server)?;
        runtime.block_on(repeat(&client, args.cell(), args.warm_up))?;
        let meter = Meter::start(counter)?;
        runtime.block_on(repeat(&client, args.cell(), args.calls))?;
        meter.finish(args.calls)
    }
}

fn runtime(threads: Threads) -> Result<Runtime> {
    let mut builder = match threads {
        Threads::Current => runtime::Builder::new_current_thread(),
        Threads::Multi => runtime::Builder::new_multi_thread(),
    };
    Ok(builder.enable_all().build()?)
}

/// Does the workload `calls` times; each of the concurrent callers waits for its response before the next call.
async fn repeat<C: Client>(client: &C, cell: Cell, calls: usize) -> Result<()> {
    let started = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..cell.concurrency {
        let (client, started) = (client.clone(), started.clone());
        callers.spawn(async move {
            while started.fetch_add(1, Relaxed) < calls {
                client.call(cell.workload).await?;
            }
            Ok(())
        });
    }
    callers.join_all().await.into_iter().collect()
}

/// State of all counters at the start of a measurement.
struct Meter {
    counter: Counter,
    before: Option<Allocations>,
    cpu: Duration,
    wall: Instant,
}

impl Meter {
    fn start(counter: Counter) -> Result<Self> {
        Ok(Self { counter, before: counter.map(|count| count()), cpu: cpu_time()?, wall: Instant::now() })
    }

    fn finish(self, calls: usize) -> Result<Round> {
        let allocations = self.counter.zip(self.before).map(|(count, before)| {
            let Allocations { count, bytes, peak_bytes } = count();
            Allocations { count: count - before.count, bytes: bytes - before.bytes, peak_bytes }
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

/// Returns the user and system time of all threads. On some kernels `getrusage` counts it in ticks only.
fn cpu_time() -> Result<Duration> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// Returns the kernel's high-water mark of the process.
fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("the benchmark needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kib.map(|kib| kib * 1024).context("/proc/self/status has no VmHWM")
}
