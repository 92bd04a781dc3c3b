//! The same command line with counting allocators, which take time of their own.

use std::{alloc::System, process::ExitCode};

use cap::Cap;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// `Cap` knows the peak, the allocator inside it the number of allocations.
#[global_allocator]
static ALLOCATOR: Cap<&StatsAlloc<System>> = Cap::new(&INSTRUMENTED_SYSTEM, usize::MAX);

fn main() -> ExitCode {
    bench::main(Some(&|| {
        let spent = INSTRUMENTED_SYSTEM.stats();
        bench::Allocations {
            count: spent.allocations + spent.reallocations,
            bytes: spent.bytes_allocated,
            peak_bytes: ALLOCATOR.max_allocated(),
        }
    }))
}
