//! Responses scripted by a test: in order, per operation, at random, or for all other requests.

mod fault;
mod response;

use std::collections::{BTreeMap, VecDeque};

pub use fault::{Fault, Point};
pub(crate) use response::{Body, Content, Framing};
pub use response::{Encoding, MockResponse};

/// Scripted responses that have not been sent.
#[derive(Debug)]
pub(crate) struct Script {
    next: VecDeque<MockResponse>,
    by_operation: BTreeMap<String, VecDeque<MockResponse>>,
    rates: Vec<(f64, MockResponse)>,
    otherwise: Option<MockResponse>,
    random: fastrand::Rng,
}

/// Choice made at the first byte of a request.
#[derive(Debug)]
pub(crate) enum Plan {
    Scripted(MockResponse),
    /// Drawn at random: gives way to a response for the request's operation.
    Drawn(MockResponse),
    Open,
}

impl Plan {
    pub(crate) fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Scripted(response) | Self::Drawn(response) => response.fault.as_ref(),
            Self::Open => None,
        }
    }
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

    pub(crate) fn next(&mut self, response: MockResponse) {
        self.next.push_back(response);
    }

    pub(crate) fn on(&mut self, operation: &str, response: MockResponse) {
        self.by_operation.entry(operation.to_owned()).or_default().push_back(response);
    }

    pub(crate) fn otherwise(&mut self, response: MockResponse) {
        self.otherwise = Some(response);
    }

    pub(crate) fn clear(&mut self) {
        self.next.clear();
        self.by_operation.clear();
        self.otherwise = None;
    }

    pub(crate) fn unused(&self) -> usize {
        self.next.len() + self.by_operation.values().map(VecDeque::len).sum::<usize>()
    }

    /// Chooses a response at the first byte of a request.
    pub(crate) fn begin(&mut self) -> Plan {
        if let Some(response) = self.next.pop_front() {
            return Plan::Scripted(response);
        }
        self.draw().map_or(Plan::Open, Plan::Drawn)
    }

    /// Chooses a response once the request has been read; `names` are those that may have been
    /// given to [`Script::on`].
    pub(crate) fn decide<'a>(
        &mut self,
        plan: Plan,
        mut names: impl Iterator<Item = &'a str>,
    ) -> MockResponse {
        if let Plan::Scripted(response) = plan {
            return response;
        }
        let by_name = names.find_map(|name| self.by_operation.get_mut(name)?.pop_front());
        by_name.unwrap_or_else(|| match plan {
            Plan::Drawn(response) | Plan::Scripted(response) => response,
            Plan::Open => self.otherwise.clone().unwrap_or_else(MockResponse::simulated),
        })
    }

    fn draw(&mut self) -> Option<MockResponse> {
        if self.rates.is_empty() {
            return None;
        }
        let mut point = self.random.f64();
        self.rates.iter().find_map(|(rate, response)| {
            point -= rate;
            (point < 0.0).then(|| response.clone())
        })
    }
}
