//! What came of all scenarios.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use crate::{Deliberate, compare::Difference, deliberate::unmet, document};

/// What came of all scenarios.
#[derive(Debug)]
pub struct Report {
    pub(crate) vendor: &'static str,
    pub(crate) theirs: String,
    pub(crate) ours: &'static str,
    pub(crate) rows: Vec<Row>,
    pub(crate) deliberate: Vec<Deliberate>,
}

/// What came of one scenario.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) scenario: String,
    /// Each difference, with the id of the entry that it is meant by.
    pub(crate) differences: Vec<(Difference, Option<&'static str>)>,
}

/// How many scenarios there are, of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) scenarios: usize,
    pub(crate) equal: usize,
    pub(crate) meant: usize,
    pub(crate) failing: usize,
}

impl Row {
    pub(crate) fn new(scenario: String, differences: Vec<Difference>, deliberate: &[Deliberate]) -> Self {
        let differences = differences
            .into_iter()
            .map(|difference| {
                let entry = deliberate.iter().find(|entry| entry.covers(&scenario, &difference));
                (difference, entry.map(|entry| entry.id))
            })
            .collect();
        Self { scenario, differences }
    }

    pub(crate) fn subject(&self) -> &str {
        self.scenario.split('/').next().unwrap_or_default()
    }

    fn fails(&self) -> bool {
        self.differences.iter().any(|(_, entry)| entry.is_none())
    }
}

impl Report {
    /// Prints the counts, then asserts that every difference is meant, that every entry is met
    /// and that `DIFFERENCES.md` says so.
    ///
    /// # Panics
    /// If that is not so, with all that is wrong in the message.
    pub fn check(&self, at_least: usize) {
        // Not `println!`, which the test harness keeps to itself while all is well.
        let _ = writeln!(io::stdout(), "\n{}", document::counts(self));
        let failing = self.failing();
        assert!(failing.is_empty(), "differences that nobody meant:\n{failing}");
        let unmet = self.unmet();
        assert!(
            unmet.is_empty(),
            "patterns of deliberate differences that match nothing:\n{}",
            unmet.join("\n")
        );
        assert!(self.rows.len() >= at_least, "{} scenarios are too few", self.rows.len());
        document::check(self);
    }

    pub(crate) fn count<'a>(&self, rows: impl IntoIterator<Item = &'a Row>) -> Count {
        rows.into_iter().fold(Count::default(), |mut count, row| {
            count.scenarios += 1;
            match row {
                row if row.differences.is_empty() => count.equal += 1,
                row if row.fails() => count.failing += 1,
                _ => count.meant += 1,
            }
            count
        })
    }

    pub(crate) fn subjects(&self) -> Vec<&str> {
        let mut subjects: Vec<&str> = self.rows.iter().map(Row::subject).collect();
        subjects.dedup();
        subjects
    }

    /// The differences that an entry stands for, each with its scenario.
    pub(crate) fn met(&self, entry: &Deliberate) -> Vec<(&str, &Difference)> {
        let rows = self.rows.iter();
        rows.flat_map(|row| row.differences.iter().map(move |(found, by)| (row, found, by)))
            .filter(|(_, _, by)| **by == Some(entry.id))
            .map(|(row, found, _)| (row.scenario.as_str(), found))
            .collect()
    }

    fn unmet(&self) -> Vec<String> {
        self.deliberate.iter().flat_map(|entry| unmet(entry, &self.met(entry))).collect()
    }

    fn failing(&self) -> String {
        let mut text = String::new();
        for row in self.rows.iter().filter(|row| row.fails()) {
            for (found, _) in row.differences.iter().filter(|(_, by)| by.is_none()) {
                let Difference { aspect, theirs, ours } = found;
                let _ = writeln!(text, "{}  {aspect}  theirs: {theirs}  ours: {ours}", row.scenario);
            }
        }
        text
    }
}
