//! Measures time; memory is counted by `bench-allocations`.

use std::process::ExitCode;

fn main() -> ExitCode {
    bench::main(None)
}
