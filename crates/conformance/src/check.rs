//! Assertions on a report, and its form in `DIFFERENCES.md`.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::Path,
};

use crate::{
    compare::Difference,
    report::{Counts, KnownDifference, Report},
};

impl Report {
    /// Prints the counts, then asserts that every difference is intended, that every known difference occurs, and that
    /// `DIFFERENCES.md` is up to date.
    ///
    /// # Panics
    /// If an assertion fails, or if there are fewer than `min_scenarios`.
    pub fn check(&self, min_scenarios: usize) {
        // Not `println!`, which the test harness hides while the test passes.
        let _ = writeln!(io::stdout(), "\n{}", counts_table(self));
        let unexpected = unexpected(self);
        assert!(unexpected.is_empty(), "differences that are not listed:\n{unexpected}");
        let unused = self.unused_patterns();
        assert!(
            unused.is_empty(),
            "patterns of known differences that match nothing:\n{}",
            unused.join("\n")
        );
        let scenarios = self.comparisons.len();
        assert!(scenarios >= min_scenarios, "{scenarios} scenarios, at least {min_scenarios} expected");
        check_document(self);
    }
}

fn unexpected(report: &Report) -> String {
    let mut text = String::new();
    for row in &report.comparisons {
        for Difference { aspect, theirs, ours } in row.unexpected() {
            let _ = writeln!(text, "{}  {aspect}  theirs: {theirs}  ours: {ours}", row.scenario);
        }
    }
    text
}

fn counts_table(report: &Report) -> String {
    let Report { vendor, theirs, ours, .. } = report;
    let mut text = format!("## {vendor}: `{theirs}` and `{ours}`\n\n");
    text.push_str("| subject | scenarios | equal | different on purpose | failing |\n");
    text.push_str("|---|--:|--:|--:|--:|\n");
    let subjects = report.subjects().into_iter().map(|subject| (subject, Some(subject)));
    for (name, subject) in subjects.chain([("**all**", None)]) {
        let Counts { scenarios, equal, intended, failing } = report.counts(subject);
        let _ = writeln!(text, "| {name} | {scenarios} | {equal} | {intended} | {failing} |");
    }
    text
}

fn section(report: &Report) -> String {
    let mut text = counts_table(report);
    text.push_str(
        "\n| difference | the vendor's client | here | reason | seen in |\n|---|---|---|---|---|\n",
    );
    for known in &report.known {
        let KnownDifference { id, theirs, ours, reason, .. } = known;
        let mut scenarios: Vec<&str> = report.occurrences(known).into_iter().map(|(name, _)| name).collect();
        scenarios.dedup();
        let seen = match scenarios.as_slice() {
            [one] => format!("`{one}`"),
            [first, rest @ ..] => format!("`{first}` and {} more", rest.len()),
            [] => String::new(),
        };
        let cells = [*id, theirs, ours, reason, seen.as_str()].map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

/// Asserts that the vendor's section of `DIFFERENCES.md` equals the report, or writes it if the environment variable
/// `UPDATE_DIFFERENCES` is set.
fn check_document(report: &Report) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIFFERENCES.md");
    let begin = format!("<!-- begin {} -->\n", report.vendor);
    let end = format!("<!-- end {} -->", report.vendor);
    let file = fs::read_to_string(&path).expect("DIFFERENCES.md is text");
    let (before, rest) = file.split_once(&begin).expect("DIFFERENCES.md has the vendor's section");
    let (current, after) = rest.split_once(&end).expect("DIFFERENCES.md has the vendor's section");
    let section = section(report);
    if std::env::var_os("UPDATE_DIFFERENCES").is_some() {
        fs::write(path, format!("{before}{begin}{section}{end}{after}")).expect("DIFFERENCES.md is writable");
        return;
    }
    assert!(
        current == section,
        "crates/conformance/DIFFERENCES.md is out of date; \
         run `UPDATE_DIFFERENCES=1 cargo test -p conformance` and review the change"
    );
}
