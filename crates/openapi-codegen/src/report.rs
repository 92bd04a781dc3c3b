//! The report on a document: what was rewritten, what was left out, and what is unsupported.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

use openapi_document::Pointer;
use serde_json::{Value, json};

use crate::{
    api::method_token,
    error::{Error, Result},
};

/// Effect of a rule on the meaning of a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Expressed in another way; nothing is lost.
    Lowered,
    /// Not in the generated code, and harmless for the reason that the rule gives.
    LeftOut,
    /// Against the specification; the rule says what it was taken for.
    Warning,
    /// Impossible to generate; the rule says what to do about it.
    Unsupported,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Lowered => "lowered",
            Self::LeftOut => "left out",
            Self::Warning => "warning",
            Self::Unsupported => "unsupported",
        })
    }
}

/// A named rule with its reason.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Subject of the rule, in a few words.
    pub name: &'static str,
    /// Effect on the meaning.
    pub effect: Effect,
    /// Reason why that is right; for what is unsupported, the remedy.
    pub reason: &'static str,
}

impl Rule {
    /// Creates a rule that expresses the same in another way.
    pub const fn lowered(name: &'static str, reason: &'static str) -> Self {
        Self { name, effect: Effect::Lowered, reason }
    }

    /// Creates a rule that leaves something out.
    pub const fn left_out(name: &'static str, reason: &'static str) -> Self {
        Self { name, effect: Effect::LeftOut, reason }
    }

    /// Creates a rule about what a document gets wrong, and what it is taken for.
    pub const fn warning(name: &'static str, reason: &'static str) -> Self {
        Self { name, effect: Effect::Warning, reason }
    }

    /// Creates a rule about what cannot be generated.
    pub const fn unsupported(name: &'static str, remedy: &'static str) -> Self {
        Self { name, effect: Effect::Unsupported, reason: remedy }
    }
}

/// A location that a rule applied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Location in the document, overlay applied.
    pub at: Pointer,
    /// Text that tells this finding from others of the rule.
    pub detail: String,
    /// Part of the document that is not generated if the rule says unsupported.
    pub owner: Owner,
}

/// The part of a document that a finding belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Neither an operation nor a schema.
    #[default]
    Document,
    /// Every operation of a path.
    Path(String),
    /// One operation: path and method.
    Operation(String, String),
    /// A component schema, by name.
    Schema(String),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("document"),
            Self::Path(path) => write!(f, "{path}"),
            Self::Operation(path, method) => write!(f, "{} {path}", method_token(method)),
            Self::Schema(name) => write!(f, "schema {name}"),
        }
    }
}

/// All findings on a document.
#[derive(Clone, Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Notes that `rule` applied.
    pub fn note(&mut self, rule: &'static Rule, at: &Pointer, detail: impl Into<String>, owner: &Owner) {
        self.findings.push(Finding { rule, at: at.clone(), detail: detail.into(), owner: owner.clone() });
    }

    /// Adds another report's findings.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// Forgets all findings but the first ones.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.findings.truncate(count);
    }

    /// Returns all findings, in the order in which they were made.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the findings on what cannot be generated.
    pub fn unsupported(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.rule.effect == Effect::Unsupported)
    }

    /// Requires that everything can be generated, or everything that `owner` is about.
    ///
    /// # Errors
    /// If something is unsupported; the message lists it.
    pub fn require_supported(&self, owner: Option<&Owner>) -> Result<()> {
        self.require(owner, |effect| effect == Effect::Unsupported)
    }

    /// Requires that everything can be generated and that nothing had to be guessed.
    ///
    /// # Errors
    /// If something is unsupported or against the specification; the message lists it.
    pub fn require_sound(&self) -> Result<()> {
        self.require(None, |effect| matches!(effect, Effect::Unsupported | Effect::Warning))
    }

    fn require(&self, owner: Option<&Owner>, is_rejected: impl Fn(Effect) -> bool) -> Result<()> {
        let mut text = String::new();
        let rejected = self.findings.iter().filter(|finding| is_rejected(finding.rule.effect));
        for finding in rejected.filter(|finding| owner.is_none_or(|owner| *owner == finding.owner)) {
            let Finding { rule, at, detail, owner } = finding;
            let _ = writeln!(text, "{at} ({owner}): {}: {detail}\n    {}", rule.name, rule.reason);
        }
        if text.is_empty() { Ok(()) } else { Err(Error::Unsupported(text)) }
    }

    /// Returns the number of locations with this effect; a location counts once for a rule, however often it is used.
    pub fn count(&self, effect: Effect) -> usize {
        self.groups().iter().filter(|group| group.rule.effect == effect).map(|group| group.found.len()).sum()
    }

    /// Returns one line per rule: effect, number of locations, reason.
    pub fn summary(&self) -> String {
        let line = |Group { rule, found }: Group| {
            format!("{:>11} {:>5}  {}: {}\n", rule.effect, found.len(), rule.name, rule.reason)
        };
        self.groups().into_iter().map(line).collect()
    }

    /// Returns every location, under its rule.
    pub fn full(&self) -> String {
        let mut text = String::new();
        for Group { rule, found } in self.groups() {
            let Rule { name, effect, reason } = rule;
            text += &format!("{effect} · {name} · {} location(s)\n  {reason}\n", found.len());
            for (at, detail) in found {
                text += &format!("    {at}  {detail}\n");
            }
            text.push('\n');
        }
        text
    }

    /// Returns every location, with its rule, as JSON.
    pub fn json(&self) -> Value {
        let mut findings = Vec::new();
        for Group { rule, found } in self.groups() {
            let Rule { name, effect, reason } = rule;
            for (at, detail) in found {
                findings.push(json!({
                    "effect": effect.to_string(),
                    "rule": name,
                    "reason": reason,
                    "at": at.as_str(),
                    "detail": detail,
                }));
            }
        }
        Value::Array(findings)
    }

    /// Returns the findings by rule, sorted by effect and name.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(Effect, &str), Group> = BTreeMap::new();
        for Finding { rule, at, detail, .. } in &self.findings {
            let group = groups.entry((rule.effect, rule.name));
            let group = group.or_insert_with(|| Group { rule, found: BTreeMap::new() });
            group.found.entry(at).or_insert(detail);
        }
        groups.into_values().collect()
    }
}

/// A rule with the locations that it applied to and the detail of each.
struct Group<'r> {
    rule: &'static Rule,
    found: BTreeMap<&'r Pointer, &'r str>,
}
