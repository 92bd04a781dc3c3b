//! Figures as Markdown.

use std::{fmt::Write, fs, path::Path, process::Command, thread};

use anyhow::{Context, Result};
use comfy_table::{Table, presets::ASCII_MARKDOWN};

use crate::{
    bodies::{AUDIT_LOGS, Bodies, DAYS, SERVICES},
    figures::Figures,
    goals::GoalResult,
    workload::Contender,
};

/// Crates whose versions are named.
const MEASURED: [&str; 6] =
    ["apify-client", "apify-user", "cloudflare-user", "reqwest", "serde_json", "tokio"];

/// Returns the content of BENCHMARKS.md.
pub(crate) fn document(figures: &Figures, goals: &[GoalResult], root: &Path, quick: bool) -> Result<String> {
    let command = if quick { "cargo xtask bench --quick" } else { "cargo xtask bench" };
    let date = chrono::Utc::now().format("%Y-%m-%d");
    let mut text = format!("# Benchmarks\n\nWritten by `{command}` on {date}.\n\n");
    writeln!(text, "{}\n\n{}", environment(root)?, method(&Bodies::new()?))?;
    writeln!(text, "{}\n\n## Goals\n", table(figures, None))?;
    text += &goal_list(goals);
    for reason in figures.skipped() {
        writeln!(text, "- skipped: {reason}")?;
    }
    Ok(text)
}

/// Returns a line for every goal.
pub(crate) fn goal_list(goals: &[GoalResult]) -> String {
    let mut text = String::new();
    for GoalResult { goal, figure, is_met } in goals {
        let (word, figure) = match figure {
            Some(figure) if *is_met => ("met", figure.as_str()),
            Some(figure) => ("**not met**", figure.as_str()),
            None => ("not measured", "–"),
        };
        text += &format!("- {goal}: {word}; {figure}\n");
    }
    text
}

/// Returns the table with a row for each measure and a column for each contender, or for the measured ones and a ratio.
pub(crate) fn table(figures: &Figures, ratio: Option<(Contender, Contender)>) -> String {
    let contenders: Vec<Contender> = Contender::ALL
        .into_iter()
        .filter(|contender| {
            ratio.is_none() || figures.measures().any(|measure| figures.spread(measure, *contender).is_some())
        })
        .collect();
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    let names = contenders.iter().map(ToString::to_string);
    let ratio_name = ratio.map(|(one, other)| format!("{one} / {other}"));
    table.set_header([String::new()].into_iter().chain(names).chain(ratio_name));
    for measure in figures.measures() {
        let cells = contenders.iter().map(|contender| {
            let spread = figures.spread(measure, *contender);
            spread.map_or_else(|| "–".to_owned(), |spread| measure.format(spread))
        });
        let ratio = ratio.map(|(one, other)| {
            figures.ratio(measure, one, other).map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.3}"))
        });
        table.add_row([measure.to_string()].into_iter().chain(cells).chain(ratio));
    }
    table.to_string()
}

fn method(bodies: &Bodies) -> String {
    let kilobytes = |body: &[u8]| format!("{:.1} KB", body.len() as f64 / 1000.0);
    let (user, usage) = (kilobytes(&bodies.user), kilobytes(&bodies.monthly_usage));
    let (limits, logs) = (kilobytes(&bodies.limits), kilobytes(&bodies.audit_logs));
    let services = SERVICES.len();
    format!(
        "\
A server in a process of its own sends ready-made responses over the loopback interface. Each
contender runs in a fresh process for every round, and the contenders of a cell take turns. Figures
are of one call: medians, with minimum and maximum in parentheses. A ratio is the median of the
ratios of the rounds. CPU is user and system time of the contender's process. `get` reads the
documented account ({user}), `monthly_usage` {DAYS} days of {services} services ({usage}), `limits` the
documented limits ({limits}), `audit_logs` a page of {AUDIT_LOGS} entries ({logs}); ×64 is 64 calls at a
time. Every client has its default features and options, so ours compiles its TLS, while the official
Rust client uses the operating system's. Bare reqwest decodes every field into handwritten structs;
the official Rust client leaves most of the account, and all of usage and limits, untyped. npm is the
vendors' packages, which have one thread for JavaScript.
"
    )
}

/// Returns the machine and the versions.
fn environment(root: &Path) -> Result<String> {
    let cores = thread::available_parallelism()?;
    let mut parts = vec![format!("{} ({cores} cores)", processor()), "Linux".to_owned()];
    parts.extend(["rustc", "node"].iter().filter_map(|tool| tool_version(tool)));
    parts.extend(crate_versions(root)?);
    parts.extend(["apify-client", "cloudflare"].iter().filter_map(|name| package_version(root, name)));
    Ok(parts.join(", ") + ".")
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| "unknown processor".to_owned(), |(_, model)| model.to_owned())
}

fn tool_version(tool: &str) -> Option<String> {
    let output = Command::new(tool).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = text.split_whitespace().find(|word| word.contains('.'))?;
    Some(format!("{tool} {}", number.trim_start_matches('v')))
}

/// Returns the versions with which the benchmark was built.
fn crate_versions(root: &Path) -> Result<Vec<String>> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--package=bench", "--depth=1", "--prefix=none"]);
    let output = command.current_dir(root).output().context("cannot run cargo")?;
    let tree = String::from_utf8(output.stdout)?;
    let direct = tree.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        MEASURED.contains(&name).then(|| format!("{name} {}", rest.split(' ').next().unwrap_or(rest)))
    });
    Ok(direct.collect())
}

fn package_version(root: &Path, name: &str) -> Option<String> {
    let path = root.join(format!("crates/conformance/node/node_modules/{name}/package.json"));
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    Some(format!("npm {name} {}", manifest["version"].as_str()?))
}
