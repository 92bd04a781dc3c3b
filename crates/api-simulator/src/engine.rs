//! Puts script, service and record together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::contract::Inspection;
use crate::record::{Log, RecordedRequest, Seen};
use crate::script::{Content, MockResponse, Plan, Script};
use crate::service::Service;
use crate::wire::{Handler, Request};

pub(crate) struct Engine {
    pub(crate) service: Box<dyn Service>,
    script: Mutex<Script>,
    log: Mutex<Log>,
}

impl Engine {
    pub(crate) fn new(service: Box<dyn Service>, script: Script) -> Self {
        Self { service, script: Mutex::new(script), log: Mutex::default() }
    }

    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        // A panic elsewhere leaves the queues as valid as they were.
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces what an answer leaves to the simulator.
    fn complete(&self, answer: MockResponse, request: &Request, inspection: &Inspection) -> MockResponse {
        let stock = match &answer.content {
            Content::Usual => self.service.usual(request, inspection),
            Content::Documented(status) => self.service.documented(inspection, *status),
            Content::Example(status, name) => {
                let found = self.service.example(inspection, *status, name);
                found.unwrap_or_else(|| {
                    MockResponse::text(501, "text/plain", format!("there is no example {name:?} here"))
                })
            }
            Content::Own(..) | Content::Verbatim(_) => return answer.patched(),
        };
        answer.with_content_of(stock).patched()
    }
}

impl Handler for Engine {
    fn begin(&self) -> Plan {
        self.log().attempts += 1;
        self.script().begin()
    }

    fn answer(&self, connection: u64, plan: Plan, request: Request) -> MockResponse {
        let inspection = self.service.inspect(&request);
        let line = format!("{} {}", request.method, inspection.path);
        let names = inspection.operation.as_deref().into_iter().chain([line.as_str()]);
        let answer = self.script().decide(plan, names);
        let answer = self.complete(answer, &request, &inspection);
        let Inspection { path, operation, violations, .. } = inspection;
        let status = answer.known_status();
        let seen = Seen { request, path, connection, operation, violations, status };
        self.log().requests.push(RecordedRequest::new(seen));
        answer
    }

    fn refuse(&self, connection: u64, why: &str) {
        self.log().refusals.push(format!("connection {connection}: {why}"));
    }
}
