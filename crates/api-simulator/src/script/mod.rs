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
    otherwise: Option<MockResponse>,
    chance: Chance,
    random: fastrand::Rng,
}

/// Faults that need no script: settings of a simulator.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chance {
    pub(crate) seed: u64,
    /// Responses to shares of the requests.
    pub(crate) rates: Vec<(f64, MockResponse)>,
    /// Faults of the nth request, counted from 1, on each connection.
    pub(crate) of_connections: Vec<(u64, Fault)>,
}

/// Choice made at the first byte of a request.
#[derive(Debug)]
pub(crate) struct Plan {
    choice: Choice,
    /// Fault of the connection, which the response takes over.
    of_connection: Option<Fault>,
}

#[derive(Debug)]
enum Choice {
    Scripted(MockResponse),
    /// Drawn at random: gives way to a response for the request's operation.
    Drawn(MockResponse),
    Open,
}

impl Plan {
    /// Returns the fault that the response will have, as far as it is known before reading.
    pub(crate) fn fault(&self) -> Option<&Fault> {
        self.of_connection.as_ref().or(match &self.choice {
            Choice::Scripted(response) | Choice::Drawn(response) => response.fault.as_ref(),
            Choice::Open => None,
        })
    }
}

impl Script {
    pub(crate) fn new(chance: Chance) -> Self {
        let random = fastrand::Rng::with_seed(chance.seed);
        Self { next: VecDeque::new(), by_operation: BTreeMap::new(), otherwise: None, chance, random }
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

    /// Chooses a response at the first byte of the nth request on a connection.
    pub(crate) fn begin(&mut self, nth: u64) -> Plan {
        let mut faults = self.chance.of_connections.iter();
        let of_connection = faults.find(|(number, _)| *number == nth).map(|(_, fault)| fault.clone());
        // A request that is not processed leaves its response to the next attempt.
        let is_unprocessed =
            of_connection.as_ref().is_some_and(|f| f.is_unprocessed() || *f == Fault::ResetBeforeReading);
        let choice = if is_unprocessed { Choice::Open } else { self.choose() };
        Plan { choice, of_connection }
    }

    fn choose(&mut self) -> Choice {
        if let Some(response) = self.next.pop_front() {
            return Choice::Scripted(response);
        }
        self.draw().map_or(Choice::Open, Choice::Drawn)
    }

    /// Chooses a response once the request has been read; `names` are those that may have been
    /// given to [`Script::on`].
    pub(crate) fn decide<'a>(&mut self, plan: Plan, names: impl Iterator<Item = &'a str>) -> MockResponse {
        let mut response = self.decide_choice(plan.choice, names);
        response.fault = plan.of_connection.or(response.fault);
        response
    }

    fn decide_choice<'a>(
        &mut self,
        choice: Choice,
        mut names: impl Iterator<Item = &'a str>,
    ) -> MockResponse {
        if let Choice::Scripted(response) = choice {
            return response;
        }
        let by_name = names.find_map(|name| self.by_operation.get_mut(name)?.pop_front());
        by_name.unwrap_or_else(|| match choice {
            Choice::Drawn(response) | Choice::Scripted(response) => response,
            Choice::Open => self.otherwise.clone().unwrap_or_else(MockResponse::simulated),
        })
    }

    fn draw(&mut self) -> Option<MockResponse> {
        if self.chance.rates.is_empty() {
            return None;
        }
        let mut point = self.random.f64();
        self.chance.rates.iter().find_map(|(rate, response)| {
            point -= rate;
            (point < 0.0).then(|| response.clone())
        })
    }
}
