//! Runs the benchmark and measures time; `bench-allocations` counts allocations.

use std::process::ExitCode;

fn main() -> ExitCode {
    bench::main(None)
}
