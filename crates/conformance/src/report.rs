//! Results of a suite: the differences of every scenario, and the list of those that are intended.

use crate::compare::Difference;

/// Intended difference between the two clients.
///
/// It must occur: a scenario pattern or an aspect pattern that no longer matches anything fails the tests.
#[derive(Debug, Clone, Copy)]
pub struct KnownDifference {
    /// Short name.
    pub id: &'static str,
    /// Behaviour of the vendor's client.
    pub theirs: &'static str,
    /// Behaviour of the facade.
    pub ours: &'static str,
    /// Reason for the difference.
    pub reason: &'static str,
    /// Names of scenarios, `subject/name`; a trailing `*` matches any rest.
    pub scenarios: &'static [&'static str],
    /// Aspects that differ, such as `request.path` or `attempts`; a trailing `*` matches any rest.
    pub aspects: &'static [&'static str],
}

impl KnownDifference {
    fn covers(&self, scenario: &str, difference: &Difference) -> bool {
        let any = |patterns: &[&str], text| patterns.iter().any(|pattern| matches(pattern, text));
        any(self.scenarios, scenario) && any(self.aspects, &difference.aspect)
    }

    /// Returns the patterns that match none of the occurrences.
    fn unused_patterns(&self, occurrences: &[(&str, &Difference)]) -> Vec<String> {
        let scenarios = self
            .scenarios
            .iter()
            .filter(|pattern| !occurrences.iter().any(|(scenario, _)| matches(pattern, scenario)));
        let aspects = self
            .aspects
            .iter()
            .filter(|pattern| !occurrences.iter().any(|(_, found)| matches(pattern, &found.aspect)));
        scenarios.chain(aspects).map(|pattern| format!("{}: {pattern}", self.id)).collect()
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == text, |start| text.starts_with(start))
}

/// Results of all scenarios of one vendor.
#[derive(Debug)]
pub struct Report {
    pub(crate) vendor: &'static str,
    pub(crate) theirs: String,
    pub(crate) ours: &'static str,
    pub(crate) comparisons: Vec<Comparison>,
    pub(crate) known: Vec<KnownDifference>,
}

/// Differences of one scenario.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(crate) scenario: String,
    /// Differences, each with the id of the known difference that covers it.
    pub(crate) differences: Vec<(Difference, Option<&'static str>)>,
}

/// Numbers of scenarios by result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) scenarios: usize,
    pub(crate) equal: usize,
    pub(crate) intended: usize,
    pub(crate) failing: usize,
}

impl Comparison {
    pub(crate) fn new(scenario: String, differences: Vec<Difference>, known: &[KnownDifference]) -> Self {
        let differences = differences
            .into_iter()
            .map(|difference| {
                let covering = known.iter().find(|known| known.covers(&scenario, &difference));
                (difference, covering.map(|known| known.id))
            })
            .collect();
        Self { scenario, differences }
    }

    pub(crate) fn subject(&self) -> &str {
        self.scenario.split('/').next().unwrap_or_default()
    }

    /// Returns the differences that no known difference covers.
    pub(crate) fn unexpected(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|(_, known)| known.is_none()).map(|(difference, _)| difference)
    }
}

impl Report {
    pub(crate) fn subjects(&self) -> Vec<&str> {
        let mut subjects: Vec<&str> = self.comparisons.iter().map(Comparison::subject).collect();
        subjects.dedup();
        subjects
    }

    /// Counts the scenarios of one subject, or of all.
    pub(crate) fn counts(&self, subject: Option<&str>) -> Counts {
        let mut counts = Counts::default();
        for row in self.comparisons.iter().filter(|row| subject.is_none_or(|name| row.subject() == name)) {
            counts.scenarios += 1;
            *match row {
                row if row.differences.is_empty() => &mut counts.equal,
                row if row.unexpected().next().is_some() => &mut counts.failing,
                _ => &mut counts.intended,
            } += 1;
        }
        counts
    }

    /// Returns the occurrences of a known difference, each with its scenario.
    pub(crate) fn occurrences(&self, known: &KnownDifference) -> Vec<(&str, &Difference)> {
        let rows = self.comparisons.iter();
        rows.flat_map(|row| row.differences.iter().map(move |(found, id)| (row, found, id)))
            .filter(|(_, _, id)| **id == Some(known.id))
            .map(|(row, found, _)| (row.scenario.as_str(), found))
            .collect()
    }

    /// Returns the patterns of all known differences that match nothing.
    pub(crate) fn unused_patterns(&self) -> Vec<String> {
        self.known.iter().flat_map(|known| known.unused_patterns(&self.occurrences(known))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Difference, KnownDifference};

    #[test]
    fn patterns_that_match_nothing_are_named() {
        let known = KnownDifference {
            id: "it",
            theirs: "",
            ours: "",
            reason: "",
            scenarios: &["id/a*", "id/b"],
            aspects: &["attempts", "value.*"],
        };
        let found = |aspect: &str| Difference {
            aspect: aspect.to_owned(),
            theirs: String::new(),
            ours: String::new(),
        };
        let (value, result) = (found("value.plan"), found("result"));
        assert!(known.covers("id/abc", &value));
        assert!(!known.covers("id/abc", &result) && !known.covers("id/bc", &value));
        assert_eq!(known.unused_patterns(&[("id/abc", &value)]), ["it: id/b", "it: attempts"]);
        let attempts = found("attempts");
        assert!(known.unused_patterns(&[("id/abc", &value), ("id/b", &attempts)]).is_empty());
    }
}
