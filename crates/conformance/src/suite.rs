//! Runs every scenario twice.

use api_simulator::{Answer, Simulator};

use crate::{
    Call, Deliberate, Driver, Ended, Outcome, Report, Scenario,
    compare::{Run, compare},
    report::Row,
    request::{Header, Request},
};

/// Scenarios, and how the two clients are to be compared.
#[derive(Debug)]
pub struct Suite<C> {
    /// The vendor's name, as a heading.
    pub vendor: &'static str,
    /// The name of our crate.
    pub ours: &'static str,
    /// The npm package.
    pub package: &'static str,
    /// The script that drives it.
    pub script: &'static str,
    /// The headers that are compared, and what of each.
    pub headers: &'static [(&'static str, Header)],
    /// The scenarios, by subject.
    pub subjects: Vec<(&'static str, Vec<Scenario<C>>)>,
    /// The differences that are meant.
    pub deliberate: Vec<Deliberate>,
}

impl<C: Call> Suite<C> {
    /// Runs every scenario with both clients. `None` where the vendor's is not installed.
    pub async fn run(self) -> Option<Report> {
        let mut driver = Driver::start(self.package, self.script).await?;
        let mut rows = Vec::new();
        for (subject, scenarios) in &self.subjects {
            for scenario in scenarios {
                let theirs = self.theirs(&mut driver, scenario).await;
                let ours = self.ours(scenario).await;
                let name = format!("{subject}/{}", scenario.name);
                assert!(!rows.iter().any(|row: &Row| row.scenario == name), "{name} stands twice");
                rows.push(Row::new(name, compare(&theirs, &ours), &self.deliberate));
            }
        }
        let theirs = driver.client().to_owned();
        Some(Report { vendor: self.vendor, theirs, ours: self.ours, rows, deliberate: self.deliberate })
    }

    async fn theirs(&self, driver: &mut Driver, scenario: &Scenario<C>) -> Run {
        let server = serve(&scenario.answers).await;
        let said = driver.ask(&scenario.call.command(server.base_url())).await;
        let said = said.unwrap_or_else(|why| panic!("{}: {why}", scenario.name));
        let outcome = serde_json::from_value(said).expect("the script writes outcomes");
        self.seen(&server, outcome)
    }

    async fn ours(&self, scenario: &Scenario<C>) -> Run {
        let server = serve(&scenario.answers).await;
        let outcome = scenario.call.run(server.base_url()).await;
        self.seen(&server, outcome)
    }

    fn seen(&self, server: &Simulator, mut outcome: Outcome) -> Run {
        if let Ended::Value(value) = &mut outcome.ended {
            // The two servers have different ports.
            let named = value.to_string().replace(server.base_url(), "{server}");
            *value = serde_json::from_str(&named).expect("JSON stays JSON");
        }
        let requests = server.requests();
        let requests = requests.iter().map(|seen| Request::of(seen, self.headers)).collect();
        Run { requests, outcome }
    }
}

async fn serve(answers: &[Answer]) -> Simulator {
    let server = Simulator::plain().start().await.expect("a loopback socket");
    if let Some((last, first)) = answers.split_last() {
        first.iter().for_each(|answer| server.next(answer.clone()));
        server.otherwise(last.clone());
    }
    server
}
