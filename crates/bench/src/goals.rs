//! Goals for the figures. Times of calls have none: they differ between two runs by more than what is at stake.

use std::fmt;

use crate::{
    figures::{Figures, Measure},
    workload::{Contender, Variant, Workload},
};

/// Limit of a figure of one contender, or of its ratio to another's.
#[derive(Debug)]
pub(crate) struct Goal {
    pub(crate) measure: Measure,
    contender: Contender,
    /// Contender to whose figure the ratio is.
    pub(crate) other: Option<Contender>,
    limit: Limit,
}

#[derive(Debug, Clone, Copy)]
enum Limit {
    AtMost(f64),
    Below(f64),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) => write!(f, "≤ {limit}"),
            Self::Below(limit) => write!(f, "< {limit}"),
        }
    }
}

impl Goal {
    /// Returns the figure or the ratio, if it was measured.
    pub(crate) fn figure(&self, figures: &Figures) -> Option<f64> {
        match self.other {
            Some(other) => figures.ratio(self.measure, self.contender, other),
            None => figures.median(self.measure, self.contender),
        }
    }

    /// Returns `true` if a figure is within the limit.
    pub(crate) fn is_met(&self, figure: f64) -> bool {
        match self.limit {
            Limit::AtMost(limit) => figure <= limit,
            Limit::Below(limit) => figure < limit,
        }
    }

    /// Formats the limit.
    pub(crate) fn limit(&self) -> String {
        self.limit.to_string()
    }

    /// Formats a figure of this goal.
    pub(crate) fn format(&self, figure: f64) -> String {
        match self.other {
            Some(_) => format!("{figure:.3}"),
            None => self.measure.format_value(figure),
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.measure)?;
        self.other.map_or(Ok(()), |other| write!(f, ", to {other}"))
    }
}

/// Returns the goals for what is the same on a busy machine: each call of the facade beside the same call with reqwest.
pub(crate) fn steady() -> Vec<Goal> {
    let to_bare = |measure, limit| Goal {
        measure,
        contender: Contender::Facade,
        other: Some(Contender::Bare),
        limit: Limit::AtMost(limit),
    };
    let instructions = |(workload, limit)| to_bare(Measure::Instructions(workload), limit);
    let of_each_call = |measure: fn(Workload) -> Measure, limit| {
        Workload::CALLS.map(|workload| to_bare(measure(workload), limit))
    };
    let mut goals: Vec<Goal> = [
        (Workload::Get, 1.03),
        (Workload::MonthlyUsage, 0.85),
        (Workload::Limits, 1.03),
        (Workload::AuditLogs, 1.0),
    ]
    .map(instructions)
    .into();
    goals.extend(of_each_call(Measure::Allocations, 1.05));
    goals.extend(of_each_call(Measure::AllocatedBytes, 1.1));
    goals.extend(of_each_call(Measure::Requests, 1.0));
    goals.push(to_bare(Measure::PeakMemory(Workload::AuditLogs), 1.0));
    goals.push(to_bare(Measure::PeakHeap(Workload::AuditLogs), 1.0));
    goals
}

/// Returns all goals.
pub(crate) fn all() -> Vec<Goal> {
    let facade = |measure, other, limit| Goal { measure, contender: Contender::Facade, other, limit };
    let to_bare = |measure| facade(measure, Some(Contender::Bare), Limit::AtMost(1.05));
    let codegen = |measure, limit| Goal { measure, contender: Contender::Generated, other: None, limit };
    let mut goals = steady();
    goals.push(facade(Measure::Crates(Variant::Default), Some(Contender::Official), Limit::Below(1.0)));
    for variant in [Variant::Default, Variant::Cloudflare] {
        goals.push(facade(Measure::Crates(variant), None, Limit::Below(125.0)));
        goals.push(facade(Measure::DuplicateCrates(variant), None, Limit::AtMost(0.0)));
    }
    for variant in [Variant::Default, Variant::SystemTls] {
        goals.push(to_bare(Measure::ColdBuild(variant)));
        goals.push(to_bare(Measure::BinarySize(variant)));
    }
    goals.push(codegen(Measure::CodegenPart, Limit::Below(1.0)));
    goals.push(codegen(Measure::CodegenGrowth, Limit::AtMost(1.0)));
    goals
}

/// Returns what stands in the way of a goal that is not met, for the report.
pub(crate) fn obstacle(measure: Measure) -> Option<&'static str> {
    match measure {
        Measure::Instructions(Workload::MonthlyUsage) => Some(
            "the rest is what serde_json does for both: scanning and matching keys, reading numbers, filling the maps of \
             services; maps made of sorted lists would take 8 % less, and 75 KiB more",
        ),
        Measure::AllocatedBytes(Workload::Get | Workload::Limits) => Some(
            "the future of a call, 2.2 KiB, is in a box of its own, because a type that implements `IntoFuture` has to name \
             its future, while that of bare reqwest stands in the caller's; two more headers are 830 bytes of it",
        ),
        Measure::PeakMemory(_) | Measure::PeakHeap(_) => Some(
            "both hold each body once until it is complete; the ratio changes with the order in which the pieces of 64 \
             bodies arrive, for the heap from 0.94 to 1.03 in two runs",
        ),
        Measure::ColdBuild(_) => Some(
            "three crates of ours follow one another behind reqwest: the runtime, the generated one and the facade",
        ),
        Measure::BinarySize(_) => Some(
            "0.33 MiB are functions that name a type of ours, by `nm`: each type of a response is compiled for the strict \
             and for the tolerant reader, and retries, redaction and the reasons of TLS errors are code that bare has not",
        ),
        _ => None,
    }
}
