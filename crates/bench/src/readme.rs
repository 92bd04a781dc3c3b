//! Tables of the README's section on speed.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result};

use crate::{
    figures::{Figures, Measure},
    report::{markdown, or_dash, today},
    workload::{Cell, Contender, Variant, Workload},
};

const START: &str = "<!-- `cargo xtask bench` writes from here … -->\n";
const END: &str = "<!-- … to here. -->\n";

/// Writes the tables into the README of the workspace.
pub(crate) fn update(root: &Path, figures: &Figures) -> Result<()> {
    let path = root.join("README.md");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = replace(&text, &tables(figures)?).context("README.md has no place for the tables")?;
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Replaces what stands between the two comments; `None` if one is missing.
fn replace(text: &str, tables: &str) -> Option<String> {
    let (before, rest) = text.split_once(START)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{START}\n{tables}\n{END}{after}"))
}

fn tables(figures: &Figures) -> Result<String> {
    let mut text = String::new();
    writeln!(
        text,
        "CPU time of a call on one thread, measured on {}, and its ratio to the others:\n",
        today()
    )?;
    writeln!(text, "{}\n\nSteady figures as ratios to handwritten:\n", cpu(figures))?;
    writeln!(text, "{}\n\nA program that makes one call:\n", steady(figures))?;
    writeln!(text, "{}", weight(figures))?;
    Ok(text)
}

fn name(workload: Workload) -> String {
    match workload {
        Workload::MonthlyUsage => format!("`{workload}`, 31 days of 25 services"),
        Workload::AuditLogs => format!("`{workload}`, a page of 1,000"),
        _ => format!("`{workload}`"),
    }
}

fn cpu(figures: &Figures) -> String {
    let mut table =
        markdown(["CPU", "to handwritten", "to official Rust", "to JavaScript"].map(str::to_owned));
    let calls =
        Workload::CALLS.map(|workload| (name(workload), Measure::Cpu(Cell::sequential(workload)), "µs"));
    let start = ("a program that makes one call".to_owned(), Measure::StartCpu(Variant::Default), "ms");
    for (name, measure, unit) in calls.into_iter().chain([start]) {
        let median = figures.median(measure, Contender::Facade);
        let time = or_dash(median.map(|time| format!("{} {unit}", measure.format_value(time))));
        let ratios = [Contender::Bare, Contender::Official, Contender::Npm]
            .map(|other| or_dash(figures.ratio_interval(measure, Contender::Facade, other)));
        table.add_row([name, time].into_iter().chain(ratios));
    }
    table.to_string()
}

fn steady(figures: &Figures) -> String {
    let measures =
        [Measure::Instructions, Measure::Allocations, Measure::AllocatedBytes, Measure::PeakMemory];
    let columns = ["instructions", "allocations", "allocated bytes", "peak memory of 64 calls"];
    let mut table = markdown(columns.map(str::to_owned));
    for workload in Workload::CALLS {
        let ratios = measures.map(|measure| {
            let ratio = figures.ratio(measure(workload), Contender::Facade, Contender::Bare);
            or_dash(ratio.map(|ratio| format!("{ratio:.2}")))
        });
        table.add_row([name(workload)].into_iter().chain(ratios));
    }
    table.to_string()
}

fn weight(figures: &Figures) -> String {
    let mut table = markdown(["crates", "cold release build", "stripped binary"].map(str::to_owned));
    let rows = [
        ("`apify-user`", Contender::Facade, Variant::Default),
        ("`cloudflare-user`", Contender::Facade, Variant::Cloudflare),
        ("handwritten", Contender::Bare, Variant::Default),
        ("`apify-user` with `native-tls` for `rustls`", Contender::Facade, Variant::SystemTls),
        ("handwritten with `native-tls`", Contender::Bare, Variant::SystemTls),
        ("official Rust, which uses `native-tls`", Contender::Official, Variant::SystemTls),
    ];
    for (name, contender, variant) in rows {
        let figure = |measure: Measure, unit| {
            let median = figures.median(measure, contender);
            or_dash(median.map(|figure| format!("{}{unit}", measure.format_value(figure))))
        };
        table.add_row([
            name.to_owned(),
            figure(Measure::Crates(variant), ""),
            figure(Measure::ColdBuild(variant), " s"),
            figure(Measure::BinarySize(variant), " MiB"),
        ]);
    }
    let features =
        [("`http2`", Variant::Http2), ("`blocking`", Variant::Blocking), ("`schemars`", Variant::Schemars)];
    for (name, variant) in features {
        let cost = |measure: fn(Variant) -> Measure, per_unit: f64, decimals: usize, unit| {
            let median = |variant| figures.median(measure(variant), Contender::Facade);
            let cost = median(variant).zip(median(Variant::SystemTls)).map(|(with, without)| with - without);
            or_dash(cost.map(|cost| format!("{:+.decimals$}{unit}", cost / per_unit)))
        };
        table.add_row([
            format!("{name} adds"),
            cost(Measure::Crates, 1.0, 0, ""),
            cost(Measure::ColdBuild, 1.0, 1, " s"),
            cost(Measure::BinarySize, 1024.0 * 1024.0, 2, " MiB"),
        ]);
    }
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::{END, START, replace, tables};
    use crate::{
        figures::{Figures, Measure},
        workload::{Cell, Contender, Variant, Workload},
    };

    #[test]
    fn only_the_place_between_the_comments_changes() {
        let text = format!("before\n{START}old\n{END}after\n");
        let expected = format!("before\n{START}\nnew\n\n{END}after\n");
        assert_eq!(replace(&text, "new\n").unwrap(), expected);
        assert_eq!(replace(&expected, "new\n").unwrap(), expected);
        assert_eq!(replace("without the comments", "new"), None);
    }

    #[test]
    fn the_tables_show_ratios_and_what_a_feature_adds() {
        let mut figures = Figures::default();
        let cpu = Measure::Cpu(Cell::sequential(Workload::Get));
        for _ in 0..6 {
            figures.add(cpu, Contender::Facade, 60e-6);
            figures.add(cpu, Contender::Bare, 50e-6);
        }
        for (variant, crates, seconds) in [(Variant::SystemTls, 119.0, 70.0), (Variant::Http2, 121.0, 71.5)] {
            figures.add(Measure::Crates(variant), Contender::Facade, crates);
            figures.add(Measure::ColdBuild(variant), Contender::Facade, seconds);
        }
        let tables = tables(&figures).unwrap();
        let row = |start: &str| {
            let line = tables.lines().find(|line| line.starts_with(start)).unwrap();
            line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("|")
        };
        assert_eq!(row("| `get` "), "`get`|60.0 µs|1.20 (1.20–1.20)|–|–");
        assert_eq!(row("| `http2` adds"), "`http2` adds|+2|+1.5 s|–");
    }
}
