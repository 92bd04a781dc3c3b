//! Differences that are meant.

use crate::compare::Difference;

/// A difference that is meant. It must be met: an entry, a scenario pattern or an aspect
/// pattern that matches nothing any more is a failure.
#[derive(Debug, Clone, Copy)]
pub struct Deliberate {
    /// A short name.
    pub id: &'static str,
    /// What the vendor's client does.
    pub theirs: &'static str,
    /// What our facade does.
    pub ours: &'static str,
    /// Why.
    pub why: &'static str,
    /// Names of scenarios, `subject/name`; a `*` at the end stands for anything.
    pub scenarios: &'static [&'static str],
    /// In what they differ, such as `request.path` or `attempts`; a `*` at the end stands for
    /// anything.
    pub aspects: &'static [&'static str],
}

impl Deliberate {
    pub(crate) fn covers(&self, scenario: &str, difference: &Difference) -> bool {
        any(self.scenarios, scenario) && any(self.aspects, &difference.aspect)
    }
}

/// The patterns of an entry that nothing met.
pub(crate) fn unmet(entry: &Deliberate, met: &[(&str, &Difference)]) -> Vec<String> {
    let scenarios =
        entry.scenarios.iter().filter(|pattern| !met.iter().any(|(scenario, _)| matches(pattern, scenario)));
    let aspects = entry
        .aspects
        .iter()
        .filter(|pattern| !met.iter().any(|(_, difference)| matches(pattern, &difference.aspect)));
    scenarios.chain(aspects).map(|pattern| format!("{}: {pattern}", entry.id)).collect()
}

fn any(patterns: &[&str], text: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, text))
}

fn matches(pattern: &str, text: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == text, |start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{Deliberate, Difference, unmet};

    #[test]
    fn patterns_that_match_nothing_are_named() {
        let entry = Deliberate {
            id: "it",
            theirs: "",
            ours: "",
            why: "",
            scenarios: &["id/a*", "id/b"],
            aspects: &["attempts", "value.*"],
        };
        let found = |aspect: &str| Difference {
            aspect: aspect.to_owned(),
            theirs: String::new(),
            ours: String::new(),
        };
        let (value, ended) = (found("value.plan"), found("ended"));
        assert!(entry.covers("id/abc", &value));
        assert!(!entry.covers("id/abc", &ended) && !entry.covers("id/bc", &value));
        assert_eq!(unmet(&entry, &[("id/abc", &value)]), ["it: id/b", "it: attempts"]);
        let attempts = found("attempts");
        assert!(unmet(&entry, &[("id/abc", &value), ("id/b", &attempts)]).is_empty());
    }
}
