//! Where differences are collected: each once, however many ways lead to it.

use std::collections::HashMap;

use super::{
    fact::Fact,
    judgement::{Aspect, Direction, Judgement, judge},
    sides::Sides,
};
use openapi_document::Pointer;

/// Where in the API a comparison is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Method and path; empty for what belongs to the whole document.
    pub operation: String,
    /// The part of the operation.
    pub part: String,
    /// The value within that part.
    pub path: String,
    /// Which way it goes.
    pub direction: Direction,
    /// Whether callers count on a value here.
    pub counted_on: bool,
}

/// What a statement is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The kind of statement, which the rules judge.
    pub aspect: Aspect,
    /// The keyword or part, by name.
    pub label: String,
}

/// Where a statement stands, or would stand.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    /// The place to show.
    pub at: Pointer,
    /// The places that an overlay must have changed to change the statement.
    pub sources: Vec<Pointer>,
    /// The references that led there.
    pub route: Vec<Pointer>,
}

/// A difference between upstream and us.
#[derive(Clone, Debug)]
pub struct Found {
    /// What differs.
    pub subject: Subject,
    /// The first use of it that was met.
    pub usage: Usage,
    /// What it means for callers.
    pub judgement: Judgement,
    /// Our place and statement.
    pub ours: (Pointer, String),
    /// Upstream's place and statement.
    pub theirs: (Pointer, String),
    /// What the overlay makes of our statement, where that does not settle the difference.
    pub corrected: Option<String>,
    /// Whether `openapi.yaml` agrees with upstream, so that the overlay alone makes the difference.
    pub deliberate: bool,
    /// Our spots, with the overlay and without.
    pub spots: Vec<Spot>,
}

/// The differences so far.
#[derive(Debug, Default)]
pub struct Ledger {
    found: Vec<Found>,
    index: HashMap<[String; 5], usize>,
    taken_in: usize,
}

impl Ledger {
    /// Settles one statement: nothing to say, or a difference, for which `spots` is asked.
    pub fn settle(
        &mut self,
        subject: Subject,
        usage: &Usage,
        facts: &Sides<Option<Fact>>,
        spots: impl FnOnce() -> Sides<Option<Spot>>,
    ) {
        let Some(upstream) = &facts.upstream else { return };
        let Some(ours) = facts.ours() else { return };
        let agrees = |fact: &Option<Fact>| fact.as_ref().map(|fact| fact.turn(upstream).is_none());
        let deliberate = agrees(&facts.base) == Some(true);
        let Some(turn) = ours.turn(upstream) else {
            let news = facts.effective.is_some() && agrees(&facts.base) == Some(false);
            self.taken_in += usize::from(news);
            return;
        };
        let judgement = judge(subject.aspect, turn, usage.direction);
        // What has to be brought up to date is openapi.yaml, so an open difference is told from there.
        let written = facts.base.as_ref().filter(|_| !deliberate).unwrap_or(ours);
        let (told, theirs) = written.words(upstream);
        let corrected = written.turn(ours).map(|_| ours.text());
        let Sides { base, effective, upstream } = spots();
        let at = effective.as_ref().or(base.as_ref()).map(|spot| spot.at.clone()).unwrap_or_default();
        self.add(Found {
            subject,
            usage: usage.clone(),
            judgement,
            ours: (at, told),
            theirs: (upstream.unwrap_or_default().at, theirs),
            corrected,
            deliberate,
            spots: [effective, base].into_iter().flatten().collect(),
        });
    }

    fn add(&mut self, found: Found) {
        let (ours, theirs) = (&found.ours, &found.theirs);
        let key = [
            format!("{:?} {}", found.deliberate, found.subject.label),
            ours.0.to_string(),
            ours.1.clone(),
            theirs.0.to_string(),
            theirs.1.clone(),
        ];
        if let Some(&index) = self.index.get(&key) {
            let known = &mut self.found[index];
            known.usage.direction = known.usage.direction.and(found.usage.direction);
            known.judgement = known.judgement.max(found.judgement);
            return;
        }
        self.index.insert(key, self.found.len());
        self.found.push(found);
    }

    /// The differences, and how many more `openapi.yaml` would show without its overlay.
    pub fn close(self) -> (Vec<Found>, usize) {
        (self.found, self.taken_in)
    }
}

impl Subject {
    /// A subject by its kind and name.
    pub fn new(aspect: Aspect, label: impl Into<String>) -> Self {
        Self { aspect, label: label.into() }
    }
}

impl Usage {
    /// A place further inside; `counted_on` says whether callers count on a value there.
    pub fn inside(&self, step: &str, counted_on: bool) -> Self {
        Self { path: format!("{}{step}", self.path), counted_on, ..self.clone() }
    }

    /// Another part of the same operation.
    pub fn part(&self, part: impl Into<String>, direction: Direction) -> Self {
        Self { part: part.into(), path: String::new(), direction, counted_on: true, ..self.clone() }
    }
}
