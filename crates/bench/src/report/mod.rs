//! The figures for a reader.

mod machine;
mod table;

use std::fmt::Write;

use anyhow::Result;

use crate::{cli::All, figures::Figures, goals::Verdict};

/// The whole of BENCHMARKS.md.
pub(crate) fn write(figures: &Figures, verdicts: &[Verdict], all: &All) -> Result<String> {
    let mut text = String::from("# Benchmarks\n\n");
    let command = if all.quick { "cargo xtask bench --quick" } else { "cargo xtask bench" };
    writeln!(text, "Written by `{command}` on {}.\n", chrono::Utc::now().format("%Y-%m-%d"))?;
    text += &machine::describe(&all.root)?;
    text += HOW;
    writeln!(text, "{}\n", table::of(figures))?;
    text += "## Goals\n\n";
    for Verdict { goal, figure, met } in verdicts {
        let (word, figure) = match figure {
            Some(figure) if *met => ("met", figure.as_str()),
            Some(figure) => ("**not met**", figure.as_str()),
            None => ("not measured", "–"),
        };
        writeln!(text, "- {goal}: {word}; {figure}")?;
    }
    for what in figures.skipped() {
        writeln!(text, "- skipped: {what}")?;
    }
    Ok(text)
}

const HOW: &str = "\
A server in a process of its own answers on the loopback interface with ready-made bodies. Each
contender runs in a process of its own, a fresh one for every round, and the contenders of a cell
take turns. Figures are of one call: medians, with the lowest and the highest in brackets. A ratio
is the median of the ratios of the rounds. CPU is user and system time of the contender's process.
`get` reads the documented account (2.7 KB), `monthly_usage` 31 days of 25 services (66 KB),
`audit_logs` a page of 1,000 entries; ×64 is 64 calls at a time. Every client has its default
features and options, so ours compiles its TLS, while the official Rust client finds the operating
system's there. Bare reqwest decodes every field into handwritten structs; the official Rust client
leaves most of the account, and all of usage and limits, untyped. npm stands for the vendors'
packages, which have one thread for JavaScript.

";
