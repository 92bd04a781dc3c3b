//! The figures of a run.

use std::{collections::HashMap, fmt, time::Duration};

use api_runtime::Sent;
use api_simulator::RecordedRequest;
use tokio::task::JoinError;

use crate::{
    caller::{Call, Outcome},
    faults::CALL,
};

/// Connection and status of the requests of each call that the server processed. One that got 429 was not processed.
#[derive(Default)]
pub struct Processed(HashMap<String, Vec<(u64, Option<u16>)>>);

impl Processed {
    pub fn add(&mut self, requests: &[RecordedRequest]) {
        for request in requests.iter().filter(|request| request.status() != Some(429)) {
            let id = request.header(CALL).unwrap_or_default().to_owned();
            self.0.entry(id).or_default().push((request.connection(), request.status()));
        }
    }
}

#[derive(Default)]
pub struct Report {
    calls: Vec<Call>,
    panics: usize,
    pub requests: u64,
    pub connections: u64,
    /// Number of requests that the server has processed.
    processed: usize,
    double_sends: Vec<String>,
    /// Number of errors that deny a request which was processed.
    denied: usize,
}

impl Report {
    pub fn add(&mut self, caller: Result<Vec<Call>, JoinError>) {
        match caller {
            Ok(calls) => self.calls.extend(calls),
            Err(_) => self.panics += 1,
        }
    }

    pub fn compare(&mut self, processed: &Processed) {
        self.processed = processed.0.values().map(Vec::len).sum();
        for call in self.calls.iter().filter(|call| !call.may_be_sent_twice) {
            let processed = processed.0.get(&call.id).map(Vec::as_slice).unwrap_or_default();
            if processed.len() > 1 {
                self.double_sends.push(format!(
                    "call {}: connections and statuses {processed:?}, {:?}",
                    call.id, call.outcome
                ));
            }
            self.denied += usize::from(!processed.is_empty() && call.outcome == Outcome::Error(Sent::No));
        }
    }

    pub fn is_right(&self) -> bool {
        let zeros = [
            self.count(|call| call.outcome == Outcome::Hung),
            self.count(|call| call.outcome == Outcome::Wrong),
            self.panics,
            self.double_sends.len(),
            self.denied,
        ];
        zeros.iter().all(|&count| count == 0)
    }

    fn count(&self, is_counted: impl Fn(&Call) -> bool) -> usize {
        self.calls.iter().filter(|call| is_counted(call)).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let overrun: Duration = self.calls.iter().map(|call| call.overrun).max().unwrap_or_default();
        let error = |sent| self.count(|call| call.outcome == Outcome::Error(sent));
        writeln!(f, "calls                              {:>9}", self.calls.len())?;
        writeln!(f, "  not to be sent twice             {:>9}", self.count(|call| !call.may_be_sent_twice))?;
        writeln!(
            f,
            "  right values                     {:>9}",
            self.count(|call| call.outcome == Outcome::Right)
        )?;
        writeln!(f, "  errors: not sent                 {:>9}", error(Sent::No))?;
        writeln!(f, "  errors: may have been sent       {:>9}", error(Sent::Maybe))?;
        writeln!(f, "  errors: sent                     {:>9}", error(Sent::Yes))?;
        writeln!(f, "requests                           {:>9}", self.requests)?;
        writeln!(f, "  processed by the server          {:>9}", self.processed)?;
        writeln!(f, "connections                        {:>9}", self.connections)?;
        writeln!(
            f,
            "hangs                              {:>9}",
            self.count(|call| call.outcome == Outcome::Hung)
        )?;
        writeln!(f, "panics                             {:>9}", self.panics)?;
        writeln!(
            f,
            "wrong values                       {:>9}",
            self.count(|call| call.outcome == Outcome::Wrong)
        )?;
        writeln!(f, "double sends                       {:>9}", self.double_sends.len())?;
        for double_send in &self.double_sends {
            writeln!(f, "  {double_send}")?;
        }
        writeln!(f, "processed, but told as not sent    {:>9}", self.denied)?;
        write!(f, "worst overrun of a deadline        {:>6} ms", overrun.as_millis())
    }
}
