//! Figures as Markdown.

use std::{fmt, fmt::Write, fs, path::Path, process::Command, thread};

use anyhow::{Context, Result};
use comfy_table::{Table, presets::ASCII_MARKDOWN};

use crate::{
    bodies::{AUDIT_LOGS, Bodies, DAYS, SERVICES},
    figures::{Figures, Measure},
    goals::{self, Goal},
    steady::SteadyTable,
    workload::Contender,
};

/// Crates whose versions are named.
const MEASURED: [&str; 6] =
    ["apify-client", "apify-user", "cloudflare-user", "reqwest", "serde_json", "tokio"];

/// Returns the content of BENCHMARKS.md.
pub(crate) fn document(figures: &Figures, root: &Path, quick: bool) -> Result<String> {
    let command = if quick { "cargo xtask bench --quick" } else { "cargo xtask bench" };
    let mut text = format!("# Benchmarks\n\nWritten by `{command}` on {}.\n\n", today());
    writeln!(text, "{}\n\n{}", environment(root)?, method(&Bodies::new()?))?;
    writeln!(text, "{}\n\n## CPU time beside the others\n\n{RATIOS}\n", table(figures))?;
    writeln!(text, "{}\n\n## Goals\n", cpu_ratios(figures))?;
    writeln!(text, "{}", goal_table(&goals::all(), figures, &SteadyTable::new()))?;
    for reason in figures.skipped() {
        writeln!(text, "\nSkipped: {reason}.")?;
    }
    let missed = goals::all()
        .into_iter()
        .filter(|goal| goal.figure(figures).is_some_and(|figure| !goal.is_met(figure)));
    let obstacles: String = missed
        .filter_map(|goal| Some(format!("- {}: {}\n", goal.measure, goals::obstacle(goal.measure)?)))
        .collect();
    if !obstacles.is_empty() {
        writeln!(
            text,
            "\nWhat stands in the way of the goals that are not met:\n\n{}",
            obstacles.trim_end()
        )?;
    }
    Ok(text)
}

const RATIOS: &str = "\
Ratios of the facade to the others with an interval that contains the true median with a probability
of at least 95 %. They differ between two runs by more than what a change of the code is likely to
cost, so no goal depends on them.";

pub(crate) fn today() -> impl fmt::Display {
    chrono::Utc::now().format("%Y-%m-%d")
}

/// Returns the table of the facade's CPU time, with a row for each cell.
fn cpu_ratios(figures: &Figures) -> String {
    const OTHERS: [Contender; 3] = [Contender::Bare, Contender::Official, Contender::Npm];
    let mut table = markdown(OTHERS.map(|other| format!("to {other}")));
    for measure in figures.measures() {
        if matches!(measure, Measure::Cpu(_) | Measure::StartCpu(_)) {
            let ratios = OTHERS.map(|other| figures.ratio_interval(measure, Contender::Facade, other));
            if ratios.iter().any(Option::is_some) {
                table.add_row([measure.to_string()].into_iter().chain(ratios.map(or_dash)));
            }
        }
    }
    table.to_string()
}

/// Returns the table of the goals, with the accepted figures if there are any.
pub(crate) fn goal_table(goals: &[Goal], figures: &Figures, accepted: &SteadyTable) -> String {
    let columns = ["measured", "goal", "", "accepted"];
    let columns = if accepted.is_empty() { &columns[..3] } else { &columns[..] };
    let mut table = markdown(columns.iter().map(ToString::to_string));
    for goal in goals {
        let figure = goal.figure(figures);
        let result = match figure {
            Some(figure) if goal.is_met(figure) => "met",
            Some(_) => "**not met**",
            None => "not measured",
        };
        let measured = figure.map(|figure| goal.format(figure));
        let mut row = vec![goal.to_string(), or_dash(measured), goal.limit(), result.to_owned()];
        if !accepted.is_empty() {
            row.push(or_dash(
                accepted.get(&goal.measure.to_string()).map(|accepted| format!("{accepted:.3}")),
            ));
        }
        table.add_row(row);
    }
    table.to_string()
}

/// Returns the table with a row for each measure and a column for each contender that was measured.
pub(crate) fn table(figures: &Figures) -> String {
    let mut contenders = Contender::ALL.to_vec();
    contenders
        .retain(|contender| figures.measures().any(|measure| figures.spread(measure, *contender).is_some()));
    let mut table = markdown(contenders.iter().map(ToString::to_string));
    for measure in figures.measures() {
        let cells = contenders.iter().map(|contender| {
            or_dash(figures.spread(measure, *contender).map(|spread| measure.format(spread)))
        });
        table.add_row([measure.to_string()].into_iter().chain(cells));
    }
    table.to_string()
}

/// Returns an empty table whose first column has no name.
pub(crate) fn markdown(columns: impl IntoIterator<Item = String>) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    table.set_header([String::new()].into_iter().chain(columns));
    table
}

pub(crate) fn or_dash(cell: Option<impl fmt::Display>) -> String {
    cell.map_or_else(|| "–".to_owned(), |cell| cell.to_string())
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
are of one call: medians, with minimum and maximum in parentheses. CPU is user and system time of
the contender's process. `get` reads the documented account ({user}), `monthly_usage` {DAYS} days of
{services} services ({usage}), `limits` the documented limits ({limits}), `audit_logs` a page of
{AUDIT_LOGS} entries ({logs}); ×64 is 64 calls at a time. For peak memory, each of them holds its whole
body, but for the last byte, before the first one ends. Every client has its default features and
options, so ours compiles its TLS, while the official Rust client uses the operating system's. Bare
reqwest decodes every field into handwritten structs; the official Rust client leaves most of the
account, and all of usage and limits, untyped. npm is the vendors' packages, which have one thread
for JavaScript. Builds and starts are of the programs in `programs/`, which make one call and end;
bare reqwest has the facade's TLS and decompressors there.
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::document;
    use crate::{
        figures::{Figures, Measure},
        workload::{Cell, Contender, Workload},
    };

    #[test]
    fn the_report_has_ratios_goals_and_obstacles() {
        let mut figures = Figures::default();
        for _ in 0..6 {
            figures.add(Measure::Cpu(Cell::sequential(Workload::Get)), Contender::Facade, 3e-6);
            figures.add(Measure::Cpu(Cell::sequential(Workload::Get)), Contender::Bare, 2e-6);
        }
        figures.add(Measure::Instructions(Workload::Get), Contender::Facade, 102.0);
        figures.add(Measure::Instructions(Workload::Get), Contender::Bare, 100.0);
        figures.add(Measure::AllocatedBytes(Workload::Get), Contender::Facade, 3e6);
        figures.add(Measure::AllocatedBytes(Workload::Get), Contender::Bare, 2e6);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let report = document(&figures, &root, false).unwrap();
        let has_row = |cells: &[&str]| {
            report.lines().any(|line| {
                let row: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
                row == cells
            })
        };
        assert!(has_row(&["CPU, µs: get ×1, one thread", "1.50 (1.50–1.50)", "–", "–"]), "{report}");
        assert!(
            has_row(&["instructions, thousands: get, to bare reqwest", "1.020", "≤ 1.03", "met"]),
            "{report}"
        );
        let bytes = "allocated, KiB: get";
        assert!(
            has_row(&[&format!("{bytes}, to bare reqwest"), "1.500", "≤ 1.1", "**not met**"]),
            "{report}"
        );
        assert!(report.contains(&format!("- {bytes}: the future of a call")), "{report}");
    }
}
