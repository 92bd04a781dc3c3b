//! Measured figures by kind and contender.

use std::{collections::BTreeMap, fmt};

use crate::workload::{Cell, Contender, Variant, Workload};

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
    /// Requests that the server gets for one call.
    Requests(Workload),
    /// Peak memory of the process with 64 calls that hold their bodies.
    PeakMemory(Workload),
    /// The same as the allocator sees it, with reserved memory that is not used: the maximum of the rounds.
    PeakHeap(Workload),
    /// Peak memory with this number of calls in flight.
    InFlight(usize),
    /// From the start of a program that makes one call to its end.
    StartWall(Variant),
    StartCpu(Variant),
    Crates(Variant),
    /// Crates of which a program compiles several versions.
    DuplicateCrates(Variant),
    ColdBuild(Variant),
    ColdBuildCpu(Variant),
    BinarySize(Variant),
    CodegenPart,
    CodegenPartSize,
    CodegenWhole,
    CodegenWholeSize,
    /// Growth of the time from the users part to the whole document, to that of the generated code.
    CodegenGrowth,
}

impl Measure {
    /// Formats the figure for the table, with its spread if there is one.
    pub(crate) fn format(self, Spread { median, min, max }: Spread) -> String {
        if min == max {
            return self.format_value(median);
        }
        format!("{} ({}–{})", self.format_value(median), self.format_value(min), self.format_value(max))
    }

    pub(crate) fn format_value(self, value: f64) -> String {
        let value = value / self.unit();
        let decimals = match self {
            Self::Crates(_) | Self::DuplicateCrates(_) | Self::Rate(_) => 0,
            _ if value >= 100.0 => 0,
            _ if value >= 10.0 => 1,
            _ => 2,
        };
        format!("{value:.decimals$}")
    }

    /// Returns `true` if the figure is the same in two runs, within one percent.
    pub(crate) fn is_steady(self) -> bool {
        // Neither peak: how much 64 bodies hold at the same time depends on the order in which their pieces arrive.
        matches!(
            self,
            Self::Instructions(_) | Self::Allocations(_) | Self::AllocatedBytes(_) | Self::Requests(_)
        )
    }

    /// Returns the unit of the table.
    fn unit(self) -> f64 {
        match self {
            Self::Cpu(_) => 1e-6,
            Self::Instructions(_) => 1e3,
            Self::AllocatedBytes(_) | Self::CodegenPartSize | Self::CodegenWholeSize => 1024.0,
            Self::StartWall(_) | Self::StartCpu(_) => 1e-3,
            Self::PeakMemory(_) | Self::PeakHeap(_) | Self::InFlight(_) | Self::BinarySize(_) => {
                1024.0 * 1024.0
            }
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
            Self::Requests(workload) => write!(f, "requests: {workload}"),
            Self::PeakMemory(workload) => write!(f, "peak memory, MiB: {workload} ×64"),
            Self::PeakHeap(workload) => write!(f, "peak heap, MiB: {workload} ×64"),
            Self::InFlight(calls) => write!(f, "peak memory, MiB: {calls} calls in flight"),
            Self::StartWall(variant) => write!(f, "start to end, ms{variant}"),
            Self::StartCpu(variant) => write!(f, "start to end, CPU ms{variant}"),
            Self::Crates(variant) => write!(f, "crates{variant}"),
            Self::DuplicateCrates(variant) => write!(f, "duplicate crates{variant}"),
            Self::ColdBuild(variant) => write!(f, "cold release build, s{variant}"),
            Self::ColdBuildCpu(variant) => write!(f, "cold release build, CPU s{variant}"),
            Self::BinarySize(variant) => write!(f, "stripped binary, MiB{variant}"),
            Self::CodegenPart => f.write_str("code generation, s: users part"),
            Self::CodegenPartSize => f.write_str("generated code, KiB: users part"),
            Self::CodegenWhole => f.write_str("code generation, s: whole document"),
            Self::CodegenWholeSize => f.write_str("generated code, KiB: whole document"),
            Self::CodegenGrowth => f.write_str("code generation: growth of the time to growth of the code"),
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
        eprintln!("SKIPPED: {reason}");
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

    /// Returns the ratio of the medians.
    pub(crate) fn ratio(&self, measure: Measure, one: Contender, other: Contender) -> Option<f64> {
        Some(self.median(measure, one)? / self.median(measure, other)?)
    }

    /// Returns the median of the ratios of the rounds: if the machine slows down between two rounds, both contenders
    /// of a round are slower.
    pub(crate) fn ratio_interval(
        &self,
        measure: Measure,
        one: Contender,
        other: Contender,
    ) -> Option<Interval> {
        let samples = self.samples.get(&measure)?;
        let rounds = samples.get(&one)?.iter().zip(samples.get(&other)?);
        Interval::of_median(rounds.map(|(one, other)| one / other).collect())
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

/// Median with an interval that contains the true one with a probability of at least 95 %, whatever the distribution:
/// from one of the sorted samples to the one that is as far from the other end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    pub(crate) median: f64,
    /// Low and high end; `None` of fewer than six samples.
    pub(crate) ends: Option<(f64, f64)>,
}

impl Interval {
    /// Returns `None` without samples.
    fn of_median(mut samples: Vec<f64>) -> Option<Self> {
        samples.sort_by(f64::total_cmp);
        let median = Spread::new(&samples)?.median;
        let ends = outer_ranks(samples.len()).map(|(low, high)| (samples[low], samples[high]));
        Some(Self { median, ends })
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.median)?;
        self.ends.map_or(Ok(()), |(low, high)| write!(f, " ({low:.2}–{high:.2})"))
    }
}

/// Returns the indexes of the two sorted samples that enclose the median with a probability of at least 95 % and are
/// closest to it. The number of samples below the median is binomially distributed.
fn outer_ranks(samples: usize) -> Option<(usize, usize)> {
    let mut below = 0.5_f64.powi(i32::try_from(samples).ok()?);
    let mut term = below;
    let mut low = None;
    for rank in 0..samples / 2 {
        if 2.0 * below > 0.05 {
            break;
        }
        low = Some(rank);
        term *= (samples - rank) as f64 / (rank + 1) as f64;
        below += term;
    }
    low.map(|low| (low, samples - 1 - low))
}

#[cfg(test)]
mod tests {
    use super::{Interval, Spread, outer_ranks};

    #[test]
    fn the_median_is_the_middle_of_the_samples() {
        let spread = |median, min, max| Some(Spread { median, min, max });
        assert_eq!(Spread::new(&[3.0, 1.0, 2.0]), spread(2.0, 1.0, 3.0));
        assert_eq!(Spread::new(&[4.0, 1.0, 2.0, 3.0]), spread(2.5, 1.0, 4.0));
        assert_eq!(Spread::new(&[]), None);
    }

    // Ranks from 1, as in published tables of confidence intervals for the median at 95 %.
    #[test]
    fn the_interval_has_the_ranks_of_the_tables() {
        for (samples, low, high) in [
            (6, 1, 6),
            (8, 1, 8),
            (9, 2, 8),
            (10, 2, 9),
            (12, 3, 10),
            (15, 4, 12),
            (20, 6, 15),
            (25, 8, 18),
            (31, 10, 22),
        ] {
            assert_eq!(outer_ranks(samples), Some((low - 1, high - 1)), "{samples} samples");
        }
        assert_eq!(outer_ranks(5), None);
        assert_eq!(outer_ranks(0), None);
    }

    #[test]
    fn the_interval_is_of_the_sorted_samples() {
        let samples = [9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0];
        let interval = Interval::of_median(samples.to_vec()).unwrap();
        assert_eq!(interval, Interval { median: 5.0, ends: Some((2.0, 8.0)) });
        assert_eq!(interval.to_string(), "5.00 (2.00–8.00)");
        assert_eq!(Interval::of_median(vec![1.5]).unwrap().to_string(), "1.50");
    }
}
