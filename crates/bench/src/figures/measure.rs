//! The kinds of figures.

use std::fmt;

use super::Spread;
use crate::work::{Cell, Tls, Work};

/// One row of the table; times in seconds, sizes in bytes, all else in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    /// User and system time of one call.
    Cpu(Cell),
    /// Calls per second.
    Rate(Cell),
    Instructions(Work),
    Allocations(Work),
    AllocatedBytes(Work),
    PeakMemory(Work),
    /// Peak memory with so many calls under way.
    InFlight(usize),
    Crates(Tls),
    ColdBuild(Tls),
    ColdBuildCpu(Tls),
    BinarySize(Tls),
    CodegenPart,
    CodegenPartSize,
    CodegenWhole,
    CodegenWholeSize,
}

impl Measure {
    /// The figure as it stands in the table, the spread with it where there is one.
    pub(crate) fn show(self, Spread { median, min, max }: Spread) -> String {
        if min == max {
            return self.figure(median);
        }
        format!("{} ({}–{})", self.figure(median), self.figure(min), self.figure(max))
    }

    fn figure(self, value: f64) -> String {
        let value = value / self.unit();
        let decimals = match self {
            Self::Crates(_) | Self::Rate(_) => 0,
            _ if value >= 100.0 => 0,
            _ if value >= 10.0 => 1,
            _ => 2,
        };
        format!("{value:.decimals$}")
    }

    /// What the table divides by.
    fn unit(self) -> f64 {
        match self {
            Self::Cpu(_) => 1e-6,
            Self::Instructions(_) => 1e3,
            Self::AllocatedBytes(_) | Self::CodegenPartSize | Self::CodegenWholeSize => 1024.0,
            Self::PeakMemory(_) | Self::InFlight(_) | Self::BinarySize(_) => 1024.0 * 1024.0,
            _ => 1.0,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu(cell) => write!(f, "CPU, µs: {cell}"),
            Self::Rate(cell) => write!(f, "per second: {cell}"),
            Self::Instructions(work) => write!(f, "instructions, thousands: {work}"),
            Self::Allocations(work) => write!(f, "allocations: {work}"),
            Self::AllocatedBytes(work) => write!(f, "allocated, KiB: {work}"),
            Self::PeakMemory(work) => write!(f, "peak memory, MiB: {work} ×64"),
            Self::InFlight(calls) => write!(f, "peak memory, MiB: {calls} calls in flight"),
            Self::Crates(tls) => write!(f, "crates{tls}"),
            Self::ColdBuild(tls) => write!(f, "cold release build, s{tls}"),
            Self::ColdBuildCpu(tls) => write!(f, "cold release build, CPU s{tls}"),
            Self::BinarySize(tls) => write!(f, "stripped binary, MiB{tls}"),
            Self::CodegenPart => f.write_str("code generation, s: users part"),
            Self::CodegenPartSize => f.write_str("lowered document, KiB: users part"),
            Self::CodegenWhole => f.write_str("code generation, s: whole document"),
            Self::CodegenWholeSize => f.write_str("lowered document, KiB: whole document"),
        }
    }
}
