//! Scenarios, and running each with both clients.

use std::future::Future;

use api_simulator::{MockResponse, Simulator};
use serde_json::Value;

use crate::{
    compare::compare,
    driver::Driver,
    observation::{CallResult, HeaderReader, Observation, Outcome, Request},
    report::{Comparison, KnownDifference, Report},
};

/// Call that both clients can make. `base_url` is the scripted server's.
pub trait Call {
    /// Returns the call as a command for the vendor's client.
    fn command(&self, base_url: &str) -> Value;

    /// Makes the call with the facade.
    fn run(&self, base_url: &str) -> impl Future<Output = Outcome> + Send;
}

/// A call, and the responses of the server.
#[derive(Debug)]
#[must_use]
pub struct Scenario<C> {
    name: String,
    call: C,
    responses: Vec<MockResponse>,
}

impl<C> Scenario<C> {
    /// Creates a scenario with a name that is unique in its subject.
    pub fn new(name: impl Into<String>, call: C) -> Self {
        Self { name: name.into(), call, responses: Vec::new() }
    }

    /// Adds the server's next response. The last one is repeated for all further requests.
    pub fn response(mut self, response: impl Into<MockResponse>) -> Self {
        self.responses.push(response.into());
        self
    }
}

/// Scenarios of one vendor, with the settings of the comparison.
#[derive(Debug)]
pub struct Suite<C> {
    /// Vendor's name, as a heading.
    pub vendor: &'static str,
    /// Name of the facade crate.
    pub ours: &'static str,
    /// Name of the vendor's npm package.
    pub package: &'static str,
    /// Script that drives the package.
    pub script: &'static str,
    /// Headers that are compared, with the part of the value that counts.
    pub headers: &'static [(&'static str, HeaderReader)],
    /// Scenarios by subject.
    pub subjects: Vec<(&'static str, Vec<Scenario<C>>)>,
    /// Intended differences.
    pub known: Vec<KnownDifference>,
}

impl<C: Call> Suite<C> {
    /// Runs every scenario with both clients. Returns `None` if the vendor's client is not installed.
    pub async fn run(self) -> Option<Report> {
        let mut driver = Driver::start(self.package, self.script).await?;
        let mut comparisons: Vec<Comparison> = Vec::new();
        for (subject, scenarios) in &self.subjects {
            for scenario in scenarios {
                let theirs = self.run_theirs(&mut driver, scenario).await;
                let ours = self.run_ours(scenario).await;
                let name = format!("{subject}/{}", scenario.name);
                assert!(!comparisons.iter().any(|other| other.scenario == name), "{name} exists twice");
                comparisons.push(Comparison::new(name, compare(&theirs, &ours), &self.known));
            }
        }
        let theirs = driver.client().to_owned();
        Some(Report { vendor: self.vendor, theirs, ours: self.ours, comparisons, known: self.known })
    }

    async fn run_theirs(&self, driver: &mut Driver, scenario: &Scenario<C>) -> Observation {
        let server = serve(&scenario.responses).await;
        let outcome = driver.execute(&scenario.call.command(server.base_url())).await;
        let outcome = outcome.unwrap_or_else(|error| panic!("{}: {error}", scenario.name));
        self.observe(&server, serde_json::from_value(outcome).expect("the script writes outcomes"))
    }

    async fn run_ours(&self, scenario: &Scenario<C>) -> Observation {
        let server = serve(&scenario.responses).await;
        let outcome = scenario.call.run(server.base_url()).await;
        self.observe(&server, outcome)
    }

    fn observe(&self, server: &Simulator, mut outcome: Outcome) -> Observation {
        if let CallResult::Value(value) = &mut outcome.result {
            // The two servers have different ports.
            let text = value.to_string().replace(server.base_url(), "{server}");
            *value = serde_json::from_str(&text).expect("JSON stays JSON");
        }
        let recorded = server.requests();
        let requests = recorded.iter().map(|request| Request::from_recorded(request, self.headers)).collect();
        Observation { requests, outcome }
    }
}

async fn serve(responses: &[MockResponse]) -> Simulator {
    let server = Simulator::plain().start().await.expect("a loopback socket");
    if let Some((last, first)) = responses.split_last() {
        first.iter().for_each(|response| server.next(response.clone()));
        server.otherwise(last.clone());
    }
    server
}

/// Calls the setter if there is a value.
pub fn apply<B, T>(builder: B, value: Option<T>, setter: impl FnOnce(B, T) -> B) -> B {
    match value {
        Some(value) => setter(builder, value),
        None => builder,
    }
}
