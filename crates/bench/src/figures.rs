//! Measured figures by kind and contender.

use std::{collections::BTreeMap, fmt};

use crate::workload::{Cell, Contender, Tls, Workload};

/// Kind of a figure, one row of the table. Times are in seconds, sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    /// User and system time of one call.
    Cpu(Cell),
    /// Calls per second.
    Rate(Cell),
    /// Instructions of one call.
    Instructions(Workload),
    /// Allocations and reallocations of one call.
    Allocations(Workload),
    /// Bytes that one call allocates, whether it frees them or not.
    AllocatedBytes(Workload),
    PeakMemory(Workload),
    /// Peak memory with this number of calls in flight.
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
    /// Formats the figure for the table, with its spread if there is one.
    pub(crate) fn format(self, Spread { median, min, max }: Spread) -> String {
        if min == max {
            return self.format_value(median);
        }
        format!("{} ({}–{})", self.format_value(median), self.format_value(min), self.format_value(max))
    }

    fn format_value(self, value: f64) -> String {
        let value = value / self.unit();
        let decimals = match self {
            Self::Crates(_) | Self::Rate(_) => 0,
            _ if value >= 100.0 => 0,
            _ if value >= 10.0 => 1,
            _ => 2,
        };
        format!("{value:.decimals$}")
    }

    /// Returns the unit of the table.
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
            Self::Instructions(workload) => write!(f, "instructions, thousands: {workload}"),
            Self::Allocations(workload) => write!(f, "allocations: {workload}"),
            Self::AllocatedBytes(workload) => write!(f, "allocated, KiB: {workload}"),
            Self::PeakMemory(workload) => write!(f, "peak memory, MiB: {workload} ×64"),
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

/// Figures of one run.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    samples: BTreeMap<Measure, BTreeMap<Contender, Vec<f64>>>,
    skipped: Vec<String>,
}

impl Figures {
    pub(crate) fn add(&mut self, measure: Measure, contender: Contender, value: f64) {
        self.samples.entry(measure).or_default().entry(contender).or_default().push(value);
    }

    /// Records figures that cannot be measured here, with the reason.
    pub(crate) fn skip(&mut self, reason: impl Into<String>) {
        let reason = reason.into();
        eprintln!("skipped: {reason}");
        self.skipped.push(reason);
    }

    pub(crate) fn skipped(&self) -> &[String] {
        &self.skipped
    }

    pub(crate) fn measures(&self) -> impl Iterator<Item = Measure> {
        self.samples.keys().copied()
    }

    pub(crate) fn spread(&self, measure: Measure, contender: Contender) -> Option<Spread> {
        Spread::new(self.samples.get(&measure)?.get(&contender)?)
    }

    pub(crate) fn median(&self, measure: Measure, contender: Contender) -> Option<f64> {
        Some(self.spread(measure, contender)?.median)
    }

    /// Returns the median of the ratios of the rounds: if the machine slows down between two rounds, both contenders
    /// of a round are slower.
    pub(crate) fn ratio(&self, measure: Measure, one: Contender, other: Contender) -> Option<f64> {
        let samples = self.samples.get(&measure)?;
        let rounds = samples.get(&one)?.iter().zip(samples.get(&other)?);
        let ratios: Vec<f64> = rounds.map(|(one, other)| one / other).collect();
        Some(Spread::new(&ratios)?.median)
    }
}

/// Median, minimum and maximum of several samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// Returns `None` without samples.
    fn new(samples: &[f64]) -> Option<Self> {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = match sorted.len() % 2 {
            0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
            _ => sorted[middle],
        };
        Some(Self { median, min, max })
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn the_median_is_the_middle_of_the_samples() {
        let spread = |median, min, max| Some(Spread { median, min, max });
        assert_eq!(Spread::new(&[3.0, 1.0, 2.0]), spread(2.0, 1.0, 3.0));
        assert_eq!(Spread::new(&[4.0, 1.0, 2.0, 3.0]), spread(2.5, 1.0, 4.0));
        assert_eq!(Spread::new(&[]), None);
    }
}
