//! Goals for the figures.

use crate::{
    figures::{Figures, Measure},
    workload::{Cell, Contender, Threads, Tls, Workload},
};

/// A goal with the figure that was measured.
#[derive(Debug)]
pub(crate) struct GoalResult {
    pub(crate) goal: String,
    /// Worst figure; `None` if it was not measured.
    pub(crate) figure: Option<String>,
    pub(crate) is_met: bool,
}

/// Evaluates all goals.
pub(crate) fn evaluate(figures: &Figures) -> Vec<GoalResult> {
    use Contender::{Bare, Facade, Official};
    let ratio_goal = |goal: &str, limit: f64, measures: Vec<Measure>, one, other| {
        let worst = worst(measures, |measure| figures.ratio(measure, one, other));
        result(goal, worst, |ratio| ratio <= limit)
    };
    let to_bare = |goal: &str, limit, measures| {
        ratio_goal(&format!("facade / bare, {goal} ≤ {limit:.2}"), limit, measures, Facade, Bare)
    };
    let cpu = |workload| {
        Cell::of_calls().filter(|cell| cell.workload == workload).map(Measure::Cpu).collect::<Vec<_>>()
    };
    let every_call = Cell::of_calls().map(Measure::Cpu).collect();
    let build = vec![Measure::Cpu(Cell::sequential(Workload::Build))];
    vec![
        to_bare("CPU of `get`", 1.10, cpu(Workload::Get)),
        to_bare("CPU of `monthly_usage`", 1.05, cpu(Workload::MonthlyUsage)),
        to_bare("instructions of `get`", 1.03, vec![Measure::Instructions(Workload::Get)]),
        to_bare("instructions of `monthly_usage`", 0.90, vec![Measure::Instructions(Workload::MonthlyUsage)]),
        to_bare("allocations", 1.15, Workload::CALLS.map(Measure::Allocations).to_vec()),
        to_bare("bytes of `monthly_usage`", 1.10, vec![Measure::AllocatedBytes(Workload::MonthlyUsage)]),
        ratio_goal("facade / official Rust, CPU in every cell < 1", 0.999, every_call, Facade, Official),
        ratio_goal("facade / official Rust, CPU to build a client ≤ 0.1", 0.1, build, Facade, Official),
        build_goal(figures, "facade / official Rust, crates < 1", Measure::Crates),
        build_goal(figures, "facade / official Rust, cold build < 1", Measure::ColdBuild),
        npm_goal(figures),
        codegen_time(figures),
        codegen_growth(figures),
    ]
}

/// Compares builds. The official crate uses the operating system's TLS, which is already compiled, so the facade's
/// figure with that TLS is added to its default.
fn build_goal(figures: &Figures, goal: &str, measure: fn(Tls) -> Measure) -> GoalResult {
    let official = figures.median(measure(Tls::Default), Contender::Official);
    let ratio = |tls| Some(figures.median(measure(tls), Contender::Facade)? / official?);
    let default = ratio(Tls::Default).map(|ratio| (ratio, measure(Tls::Default)));
    let mut result = result(goal, default, |ratio| ratio < 1.0);
    if let Some(ratio) = ratio(Tls::System) {
        result.figure = result.figure.map(|figure| format!("{figure}; {ratio:.3}{}", Tls::System));
    }
    result
}

/// Compares with Node, which has one thread for JavaScript: its figure is compared with both of the facade's.
fn npm_goal(figures: &Figures) -> GoalResult {
    let ratio = |measure, contender| {
        let Measure::Cpu(cell) = measure else { return None };
        let npm = Measure::Cpu(Cell { threads: Threads::Current, ..cell });
        Some(figures.median(measure, contender)? / figures.median(npm, Contender::Npm)?)
    };
    let worst = worst(Cell::of_calls().map(Measure::Cpu).collect(), |cell| ratio(cell, Contender::Facade));
    let mut result = result("facade / npm, CPU in every cell ≤ 0.1", worst, |ratio| ratio <= 0.1);
    // Decoding alone may take longer than the goal allows.
    if let Some(bare) = worst.and_then(|(_, measure)| ratio(measure, Contender::Bare)) {
        result.figure = result.figure.map(|figure| format!("{figure}; bare reqwest {bare:.3}"));
    }
    result
}

fn codegen_time(figures: &Figures) -> GoalResult {
    let seconds = figures.median(Measure::CodegenPart, Contender::Generated);
    GoalResult {
        goal: "code generation of the users part < 1 s".to_owned(),
        figure: seconds.map(|seconds| format!("{seconds:.2} s")),
        is_met: seconds.is_some_and(|seconds| seconds < 1.0),
    }
}

fn codegen_growth(figures: &Figures) -> GoalResult {
    let median = |measure| figures.median(measure, Contender::Generated);
    let growth = |part, whole| Some(median(whole)? / median(part)?);
    let time = growth(Measure::CodegenPart, Measure::CodegenWhole);
    let size = growth(Measure::CodegenPartSize, Measure::CodegenWholeSize);
    let both = time.zip(size);
    GoalResult {
        goal: "code generation grows no faster than the document".to_owned(),
        figure: both.map(|(time, size)| format!("{time:.1} times the time for {size:.1} times the document")),
        is_met: both.is_some_and(|(time, size)| time <= size),
    }
}

/// Returns the largest ratio with its measure.
fn worst(measures: Vec<Measure>, ratio: impl Fn(Measure) -> Option<f64>) -> Option<(f64, Measure)> {
    let ratios = measures.into_iter().filter_map(|measure| Some((ratio(measure)?, measure)));
    ratios.max_by(|(one, _), (other, _)| one.total_cmp(other))
}

fn result(goal: &str, worst: Option<(f64, Measure)>, meets: impl Fn(f64) -> bool) -> GoalResult {
    GoalResult {
        goal: goal.to_owned(),
        figure: worst.map(|(ratio, measure)| format!("at worst {ratio:.3} ({measure})")),
        is_met: worst.is_some_and(|(ratio, _)| meets(ratio)),
    }
}
