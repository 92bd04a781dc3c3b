//! What became of a description on its way to Rust: what was rewritten, what was left out, what was refused.

use std::{collections::BTreeMap, fmt};

use openapi_document::Pointer;

/// What a rule does to the meaning of the place it meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Said in another way; nothing is lost.
    Lowered,
    /// Not passed on to the generator, and harmless for the reason that the rule gives.
    LeftOut,
    /// Cannot be generated; the rule says what to do about it.
    Refused,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lowered => "lowered",
            Self::LeftOut => "left out",
            Self::Refused => "refused",
        })
    }
}

/// A named rule and the sentence that stands behind it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// What the rule is about, in a word or two.
    pub name: &'static str,
    /// What it does to the meaning.
    pub effect: Effect,
    /// Why that is right; for a refusal, what to do.
    pub why: &'static str,
}

impl Rule {
    /// A rule that says the same in another way.
    pub const fn lowered(name: &'static str, why: &'static str) -> Self {
        Self { name, effect: Effect::Lowered, why }
    }

    /// A rule that leaves something out.
    pub const fn left_out(name: &'static str, why: &'static str) -> Self {
        Self { name, effect: Effect::LeftOut, why }
    }

    /// A rule that refuses.
    pub const fn refused(name: &'static str, cure: &'static str) -> Self {
        Self { name, effect: Effect::Refused, why: cure }
    }
}

/// One place that a rule applied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The place in the description, overlay applied.
    pub at: Pointer,
    /// What was found there.
    pub detail: String,
    /// What cannot be generated if the rule refuses.
    pub owner: Owner,
}

/// The part of a description that a finding belongs to.
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
            Self::Operation(path, method) => write!(f, "{} {path}", method.to_uppercase()),
            Self::Schema(name) => write!(f, "schema {name}"),
        }
    }
}

/// Everything that the rules had to say about a description.
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

    /// All findings, in the order in which they were made.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The refusals.
    pub fn refused(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.rule.effect == Effect::Refused)
    }

    /// How many places each effect has; a place counts once for a rule, however often it is referred to.
    pub fn count(&self, effect: Effect) -> usize {
        self.groups().iter().filter(|group| group.rule.effect == effect).map(|group| group.places.len()).sum()
    }

    /// One line per rule: how often, what, why.
    pub fn summary(&self) -> String {
        let line = |Group { rule, places }: Group| {
            format!("{:>9} {:>5}  {}: {}\n", rule.effect.to_string(), places.len(), rule.name, rule.why)
        };
        self.groups().into_iter().map(line).collect()
    }

    /// Every place, under its rule.
    pub fn full(&self) -> String {
        let mut text = String::new();
        for Group { rule, places } in self.groups() {
            text += &format!("{} · {} · {} place(s)\n  {}\n", rule.effect, rule.name, places.len(), rule.why);
            for (at, detail) in places {
                text += &format!("    {at}  {detail}\n");
            }
            text.push('\n');
        }
        text
    }

    /// The findings by rule, sorted by effect and name.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(Effect, &str), Group> = BTreeMap::new();
        for Finding { rule, at, detail, .. } in &self.findings {
            let group = groups.entry((rule.effect, rule.name));
            let group = group.or_insert_with(|| Group { rule, places: BTreeMap::new() });
            group.places.entry(at).or_insert(detail);
        }
        groups.into_values().collect()
    }
}

/// A rule and the places that it applied to, each with what was found there.
struct Group<'r> {
    rule: &'static Rule,
    places: BTreeMap<&'r Pointer, &'r str>,
}
