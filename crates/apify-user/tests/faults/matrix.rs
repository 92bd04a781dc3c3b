//! A table of cases, each run against every operation.

use api_simulator::{MockResponse, Simulator};
use apify_user::{ApifyClient, ErrorKind, Sent};

use crate::support::{self, Ended, Operation, Outcome, TOKEN, bodies::PROXY_PASSWORD};

/// Maximum size of a response for the clients of these tests, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// A fault and its expected outcome.
pub struct Case {
    name: String,
    responses: Box<dyn Fn(Operation) -> Vec<MockResponse>>,
    reads: Expected,
    update: Expected,
}

impl Case {
    /// A server whose every response is the changed one of the operation.
    pub fn new(
        name: impl Into<String>,
        change: impl Fn(MockResponse) -> MockResponse + 'static,
        expected: Expected,
    ) -> Self {
        Self::steps(name, move |operation| vec![change(operation.response())], expected)
    }

    /// A server that sends one response after the other, and the last one for ever.
    pub fn steps(
        name: impl Into<String>,
        responses: impl Fn(Operation) -> Vec<MockResponse> + 'static,
        expected: Expected,
    ) -> Self {
        let responses = Box::new(responses);
        Self { name: name.into(), responses, reads: expected, update: expected }
    }

    /// Sets the outcome of `update_limits`, where it differs.
    pub fn update(self, update: Expected) -> Self {
        Self { update, ..self }
    }

    fn expected(&self, operation: Operation) -> Expected {
        if operation == Operation::UpdateLimits { self.update } else { self.reads }
    }

    fn script(&self, simulator: &Simulator, operation: Operation) {
        let mut responses = (self.responses)(operation);
        let last = responses.pop().expect("a case has an response");
        responses.into_iter().for_each(|response| simulator.next(response));
        simulator.otherwise(last);
    }
}

/// Expected end of a call. Times are in seconds, on the paused clock.
#[derive(Clone, Copy)]
pub struct Expected {
    outcome: Outcome,
    requests: u64,
    time: (f64, f64),
}

/// One request, and no time passes.
pub fn once(outcome: Outcome) -> Expected {
    Expected { outcome, requests: 1, time: (0.0, 0.0) }
}

/// Two retries: a wait of one to two seconds and one of two to four.
pub fn again(outcome: Outcome) -> Expected {
    Expected { outcome, requests: u64::from(support::RETRIES) + 1, time: (3.0, 6.0) }
}

impl Expected {
    pub fn requests(self, requests: u64) -> Self {
        Self { requests, ..self }
    }

    /// Adds the time that passes besides the waits.
    pub fn and_seconds(self, seconds: f64) -> Self {
        Self { time: (self.time.0 + seconds, self.time.1 + seconds), ..self }
    }

    /// Sets the bounds of the whole time.
    pub fn within(self, least: f64, most: f64) -> Self {
        Self { time: (least, most), ..self }
    }

    fn faults(self, ended: &Ended) -> Vec<String> {
        let mut faults = Vec::new();
        if ended.outcome != self.outcome {
            faults.push(format!("{} instead of {}", ended.outcome, self.outcome));
        }
        if ended.requests != self.requests {
            faults.push(format!("{} requests instead of {}", ended.requests, self.requests));
        }
        // Timers have milliseconds, and each one may be late by one.
        let (least, most) = (self.time.0, self.time.1 + 0.02);
        let time = ended.time.as_secs_f64();
        if !(least..=most).contains(&time) {
            faults.push(format!("{time} s instead of {least} s to {most} s"));
        }
        faults
    }
}

pub fn failed(kind: ErrorKind, status: impl Into<Option<u16>>, sent: Sent) -> Outcome {
    Outcome::Failed(kind, status.into(), sent)
}

/// Runs the cases against a running server, one after the other.
pub async fn run(cases: Vec<Case>) {
    let simulator = support::plain().await;
    let client = support::builder(simulator.base_url()).max_response_size(LARGEST).build().unwrap();
    let sent = run_with(&simulator, &client, cases).await;
    assert_eq!(simulator.attempts(), sent, "requests that arrived, and that the client counts");
}

/// Runs the cases and prints the table; returns the number of requests that the client has sent. All faults
/// are found before the test fails.
pub async fn run_with(simulator: &Simulator, client: &ApifyClient, cases: Vec<Case>) -> u64 {
    let mut faults = Vec::new();
    for case in &cases {
        for operation in Operation::ALL {
            case.script(simulator, operation);
            let ended = operation.call(client).await;
            print(&case.name, operation, &ended);
            ended.assert_without(TOKEN);
            ended.assert_without(PROXY_PASSWORD);
            let name = format!("{} x {}", case.name, operation.name());
            faults.extend(
                case.expected(operation)
                    .faults(&ended)
                    .into_iter()
                    .map(|fault| format!("{name}: {fault} ({})", ended.message())),
            );
            assert_eq!(simulator.unused_responses(), 0, "{name}");
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    client.stats().requests
}

fn print(case: &str, operation: Operation, ended: &Ended) {
    println!(
        "{case:<44} {:<13} {:>2} requests  {:<28} {:>8.3} s",
        operation.name(),
        ended.requests,
        ended.outcome,
        ended.time.as_secs_f64(),
    );
}
