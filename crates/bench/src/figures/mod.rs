//! What was measured, of whom.

mod measure;
mod spread;

use std::collections::BTreeMap;

pub(crate) use measure::Measure;
pub(crate) use spread::Spread;

use crate::work::Contender;

/// All figures of one run.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    samples: BTreeMap<Measure, BTreeMap<Contender, Vec<f64>>>,
    /// What could not be measured, and why.
    skipped: Vec<String>,
}

impl Figures {
    pub(crate) fn add(&mut self, measure: Measure, contender: Contender, value: f64) {
        self.samples.entry(measure).or_default().entry(contender).or_default().push(value);
    }

    pub(crate) fn skip(&mut self, what: impl Into<String>) {
        let what = what.into();
        eprintln!("skipped: {what}");
        self.skipped.push(what);
    }

    pub(crate) fn skipped(&self) -> &[String] {
        &self.skipped
    }

    pub(crate) fn measures(&self) -> impl Iterator<Item = Measure> {
        self.samples.keys().copied()
    }

    pub(crate) fn spread(&self, measure: Measure, contender: Contender) -> Option<Spread> {
        Spread::of(self.samples.get(&measure)?.get(&contender)?)
    }

    /// One over the other, round by round: a machine that slows down from one round to the next
    /// slows both.
    pub(crate) fn ratio(&self, measure: Measure, one: Contender, other: Contender) -> Option<f64> {
        let samples = self.samples.get(&measure)?;
        let rounds = samples.get(&one)?.iter().zip(samples.get(&other)?);
        let ratios: Vec<f64> = rounds.map(|(one, other)| one / other).collect();
        Some(Spread::of(&ratios)?.median)
    }
}
