//! Answers dictated by a test: in order, per operation, at random, or for everything else.

mod content;
mod encoding;
mod fault;
mod response;

use std::collections::{BTreeMap, VecDeque};

pub(crate) use content::{Body, Content, Framing};
pub use encoding::Encoding;
pub use fault::{Fault, Point};
pub use response::MockResponse;

/// What has been dictated and not yet been used.
#[derive(Debug)]
pub(crate) struct Script {
    next: VecDeque<MockResponse>,
    by_operation: BTreeMap<String, VecDeque<MockResponse>>,
    rates: Vec<(f64, MockResponse)>,
    otherwise: Option<MockResponse>,
    random: fastrand::Rng,
}

/// What was decided when a request's first byte arrived.
#[derive(Debug)]
pub(crate) enum Plan {
    Scripted(MockResponse),
    /// Drawn by chance: gives way to an answer for the request's operation.
    Drawn(MockResponse),
    Open,
}

impl Script {
    pub(crate) fn new(seed: u64, rates: Vec<(f64, MockResponse)>) -> Self {
        Self {
            next: VecDeque::new(),
            by_operation: BTreeMap::new(),
            rates,
            otherwise: None,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    pub(crate) fn next(&mut self, answer: MockResponse) {
        self.next.push_back(answer);
    }

    pub(crate) fn on(&mut self, operation: &str, answer: MockResponse) {
        self.by_operation.entry(operation.to_owned()).or_default().push_back(answer);
    }

    pub(crate) fn otherwise(&mut self, answer: MockResponse) {
        self.otherwise = Some(answer);
    }

    pub(crate) fn clear(&mut self) {
        self.next.clear();
        self.by_operation.clear();
        self.otherwise = None;
    }

    pub(crate) fn unused(&self) -> usize {
        self.next.len() + self.by_operation.values().map(VecDeque::len).sum::<usize>()
    }

    /// At a request's first byte.
    pub(crate) fn begin(&mut self) -> Plan {
        if let Some(answer) = self.next.pop_front() {
            return Plan::Scripted(answer);
        }
        self.draw().map_or(Plan::Open, Plan::Drawn)
    }

    /// Once the request has been read; `names` are those that [`Script::on`] may have used.
    pub(crate) fn decide<'a>(&mut self, plan: Plan, names: impl Iterator<Item = &'a str>) -> MockResponse {
        if let Plan::Scripted(answer) = plan {
            return answer;
        }
        for name in names {
            if let Some(answer) = self.by_operation.get_mut(name).and_then(VecDeque::pop_front) {
                return answer;
            }
        }
        match plan {
            Plan::Drawn(answer) | Plan::Scripted(answer) => answer,
            Plan::Open => self.otherwise.clone().unwrap_or_else(MockResponse::simulated),
        }
    }

    fn draw(&mut self) -> Option<MockResponse> {
        if self.rates.is_empty() {
            return None;
        }
        let mut point = self.random.f64();
        self.rates.iter().find_map(|(rate, answer)| {
            point -= rate;
            (point < 0.0).then(|| answer.clone())
        })
    }
}
