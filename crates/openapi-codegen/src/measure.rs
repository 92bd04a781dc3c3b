//! What a run cost.

use std::{fs, time::Instant};

/// Starts a clock that is read once, with the peak memory of the process.
#[derive(Debug)]
pub struct Cost {
    start: Instant,
}

impl Cost {
    /// Starts counting.
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// Time since the start and peak memory of the process, to print.
    pub fn read(&self) -> String {
        let memory = peak_memory_kib()
            .map_or_else(|| "unknown".to_owned(), |kib| format!("{} MiB", kib.div_ceil(1024)));
        format!("{:.2} s, peak memory {memory}", self.start.elapsed().as_secs_f64())
    }
}

/// The kernel's high-water mark in KiB; only Linux tells it in this way.
fn peak_memory_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
