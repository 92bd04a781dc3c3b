//! The report as Markdown, and the file that holds it.

use std::{fmt::Write as _, fs, path::Path};

use crate::{Deliberate, Report};

/// The counts, by subject.
pub(crate) fn counts(report: &Report) -> String {
    let Report { vendor, theirs, ours, .. } = report;
    let mut text = format!("## {vendor}: `{theirs}` and `{ours}`\n\n");
    text.push_str("| subject | scenarios | equal | different on purpose | failing |\n");
    text.push_str("|---|--:|--:|--:|--:|\n");
    let mut row = |name: &str, count: crate::report::Count| {
        let crate::report::Count { scenarios, equal, meant, failing } = count;
        let _ = writeln!(text, "| {name} | {scenarios} | {equal} | {meant} | {failing} |");
    };
    for subject in report.subjects() {
        row(subject, report.count(report.rows.iter().filter(|row| row.subject() == subject)));
    }
    row("**all**", report.count(&report.rows));
    text
}

fn section(report: &Report) -> String {
    let mut text = counts(report);
    text.push_str("\n| difference | the official client | here | why | met in |\n|---|---|---|---|---|\n");
    for entry in &report.deliberate {
        let Deliberate { id, theirs, ours, why, .. } = entry;
        let mut scenarios: Vec<&str> = report.met(entry).into_iter().map(|(scenario, _)| scenario).collect();
        scenarios.dedup();
        let met = match scenarios.as_slice() {
            [one] => format!("`{one}`"),
            [first, rest @ ..] => format!("`{first}` and {} more", rest.len()),
            [] => String::new(),
        };
        let cells = [*id, theirs, ours, why, met.as_str()].map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

/// Asserts that the file's section on this vendor is the report, or writes it where the
/// environment variable `UPDATE_DIFFERENCES` is set.
pub(crate) fn check(report: &Report) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIFFERENCES.md");
    let (begin, end) =
        (format!("<!-- begin {} -->\n", report.vendor), format!("<!-- end {} -->", report.vendor));
    let file = fs::read_to_string(&path).expect("DIFFERENCES.md is text");
    let (before, rest) = file.split_once(&begin).expect("DIFFERENCES.md has the vendor's section");
    let (held, after) = rest.split_once(&end).expect("DIFFERENCES.md has the vendor's section");
    let section = section(report);
    if std::env::var_os("UPDATE_DIFFERENCES").is_some() {
        let file = format!("{before}{begin}{section}{end}{after}");
        fs::write(path, file).expect("DIFFERENCES.md can be written");
        return;
    }
    assert!(
        held == section,
        "crates/conformance/DIFFERENCES.md is not what the tests found; \
         run `UPDATE_DIFFERENCES=1 cargo test -p conformance` and look at the change"
    );
}
