//! What the figures are to be.

use crate::{
    figures::{Figures, Measure},
    work::{Cell, Contender, Threads, Tls, Work},
};

/// One goal, and whether this run met it.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) goal: String,
    /// The worst figure; `None` where it was not measured.
    pub(crate) figure: Option<String>,
    pub(crate) met: bool,
}

/// All goals, in the order in which the README names them.
pub(crate) fn judge(figures: &Figures) -> Vec<Verdict> {
    use Contender::{Bare, Facade, Official};
    let at_most = |goal: &str, limit: f64, measures: Vec<Measure>, one, other| {
        let worst = worst(measures, |measure| figures.ratio(measure, one, other));
        verdict(goal, worst, |ratio| ratio <= limit)
    };
    let cpu = |work| cells(work).map(Measure::Cpu).collect::<Vec<_>>();
    let every_call = || Cell::of_calls().map(Measure::Cpu).collect::<Vec<_>>();
    let allocations = Work::CALLS.map(Measure::Allocations).to_vec();
    let build = vec![Measure::Cpu(Cell::alone(Work::Build))];
    vec![
        at_most("facade / bare, CPU of `get` ≤ 1.10", 1.10, cpu(Work::Get), Facade, Bare),
        at_most("facade / bare, CPU of `monthly_usage` ≤ 1.05", 1.05, cpu(Work::MonthlyUsage), Facade, Bare),
        at_most("facade / bare, allocations ≤ 1.15", 1.15, allocations, Facade, Bare),
        at_most("facade / official Rust, CPU in every cell < 1", 0.999, every_call(), Facade, Official),
        at_most("facade / official Rust, CPU to build a client ≤ 0.1", 0.1, build, Facade, Official),
        built(figures, "facade / official Rust, crates < 1", Measure::Crates),
        built(figures, "facade / official Rust, cold build < 1", Measure::ColdBuild),
        against_node(figures),
        codegen_time(figures),
        codegen_growth(figures),
    ]
}

fn cells(work: Work) -> impl Iterator<Item = Cell> {
    Cell::of_calls().filter(move |cell| cell.work == work)
}

/// The official crate has the operating system's TLS, which is compiled already: the same choice
/// of ours stands beside the default.
fn built(figures: &Figures, goal: &str, measure: fn(Tls) -> Measure) -> Verdict {
    let official = figures.spread(measure(Tls::Default), Contender::Official);
    let over_official = |tls| {
        let ours = figures.spread(measure(tls), Contender::Facade)?;
        Some(ours.median / official?.median)
    };
    let default = over_official(Tls::Default).map(|ratio| (ratio, measure(Tls::Default)));
    let mut verdict = verdict(goal, default, |ratio| ratio < 1.0);
    if let Some(ratio) = over_official(Tls::System) {
        verdict.figure = verdict.figure.map(|figure| format!("{figure}; {ratio:.3}{}", Tls::System));
    }
    verdict
}

/// Node has one thread for JavaScript: its figures stand beside both of ours.
fn against_node(figures: &Figures) -> Verdict {
    let measures = Cell::of_calls().map(Measure::Cpu).collect();
    let over_npm = |measure, contender| {
        let Measure::Cpu(cell) = measure else { return None };
        let beside = Measure::Cpu(Cell { threads: Threads::Current, ..cell });
        let ours = figures.spread(measure, contender)?;
        Some(ours.median / figures.spread(beside, Contender::Npm)?.median)
    };
    let worst = worst(measures, |measure| over_npm(measure, Contender::Facade));
    let mut verdict = verdict("facade / npm, CPU in every cell ≤ 0.1", worst, |ratio| ratio <= 0.1);
    // Decoding alone may take more than that.
    if let Some(floor) = worst.and_then(|(_, measure)| over_npm(measure, Contender::Bare)) {
        verdict.figure = verdict.figure.map(|figure| format!("{figure}; bare reqwest {floor:.3}"));
    }
    verdict
}

fn codegen_time(figures: &Figures) -> Verdict {
    let time = figures.spread(Measure::CodegenPart, Contender::Generated);
    Verdict {
        goal: "code generation of the users part < 1 s".to_owned(),
        figure: time.map(|time| format!("{:.2} s", time.median)),
        met: time.is_some_and(|time| time.median < 1.0),
    }
}

fn codegen_growth(figures: &Figures) -> Verdict {
    let median = |measure| Some(figures.spread(measure, Contender::Generated)?.median);
    let growth = |part, whole| Some(median(whole)? / median(part)?);
    let time = growth(Measure::CodegenPart, Measure::CodegenWhole);
    let size = growth(Measure::CodegenPartSize, Measure::CodegenWholeSize);
    let both = time.zip(size);
    Verdict {
        goal: "code generation grows no faster than the document".to_owned(),
        figure: both.map(|(time, size)| format!("{time:.1} times the time for {size:.1} times the document")),
        met: both.is_some_and(|(time, size)| time <= size),
    }
}

/// The largest ratio, with the measure that it is of.
fn worst(measures: Vec<Measure>, ratio: impl Fn(Measure) -> Option<f64>) -> Option<(f64, Measure)> {
    let ratios = measures.into_iter().filter_map(|measure| Some((ratio(measure)?, measure)));
    ratios.max_by(|(one, _), (other, _)| one.total_cmp(other))
}

fn verdict(goal: &str, worst: Option<(f64, Measure)>, meets: impl Fn(f64) -> bool) -> Verdict {
    Verdict {
        goal: goal.to_owned(),
        figure: worst.map(|(ratio, measure)| format!("at worst {ratio:.3} ({measure})")),
        met: worst.is_some_and(|(ratio, _)| meets(ratio)),
    }
}
