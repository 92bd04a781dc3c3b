//! Handling a request: script, service and recording together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::record::{Exchange, RecordedRequest, Recording};
use crate::script::{Content, MockResponse, Plan, Script};
use crate::service::Service;
use crate::spec::Inspection;
use crate::wire::{Handler, Request};

pub(crate) struct Engine {
    pub(crate) service: Service,
    script: Mutex<Script>,
    recording: Mutex<Recording>,
}

impl Engine {
    pub(crate) fn new(service: Service, script: Script) -> Self {
        Self { service, script: Mutex::new(script), recording: Mutex::default() }
    }

    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        // A panic elsewhere does not leave the queues half changed.
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn recording(&self) -> MutexGuard<'_, Recording> {
        self.recording.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fills in what a scripted response takes from the service.
    fn complete(&self, response: MockResponse, arrived: &Arrived) -> MockResponse {
        let Arrived { request, inspection, .. } = arrived;
        let content = match &response.content {
            Content::Simulated => self.service.simulated(request, inspection),
            Content::Documented(status) => self.service.documented(inspection, *status),
            Content::Example(status, name) => self.service.example(inspection, *status, name),
            Content::Computed(responder) => {
                let computed = responder.respond(&RecordedRequest::new(self.exchange(arrived.clone(), None)));
                return response.over(self.complete(computed, arrived)).patched();
            }
            Content::Given(..) | Content::Verbatim(_) => return response.patched(),
        };
        response.with_content_of(content).patched()
    }

    fn exchange(&self, arrived: Arrived, status: Option<u16>) -> Exchange {
        let Arrived { request, inspection, connection } = arrived;
        let Inspection { path, operation, violations, .. } = inspection;
        Exchange {
            request,
            dropped_body: None,
            path,
            connection,
            operation,
            violations,
            status,
            secret_keys: self.service.secret_keys(),
        }
    }
}

/// A request that has arrived, and the findings about it.
#[derive(Clone)]
struct Arrived {
    request: Request,
    inspection: Inspection,
    connection: u64,
}

impl Handler for Engine {
    fn connect(&self) {
        self.recording().connections += 1;
    }

    fn begin(&self, nth: u64) -> Plan {
        self.recording().attempts += 1;
        self.script().begin(nth)
    }

    #[cfg(feature = "tls")]
    fn ignore(&self) {
        self.recording().attempts += 1;
    }

    fn respond(&self, connection: u64, plan: Plan, request: Request) -> MockResponse {
        let inspection = self.service.inspect(&request);
        let line = format!("{} {}", request.method, inspection.path);
        let names = inspection.operation.as_deref().into_iter().chain([line.as_str()]);
        let scripted = self.script().decide(plan, names);
        if scripted.is_unprocessed() {
            return scripted;
        }
        let arrived = Arrived { request, inspection, connection };
        let response = self.complete(scripted, &arrived);
        if !response.is_unprocessed() {
            self.recording().record(self.exchange(arrived, response.known_status()));
        }
        response
    }

    fn reject(&self, connection: u64, reason: &str) {
        self.recording().malformed.push(format!("connection {connection}: {reason}"));
    }
}
