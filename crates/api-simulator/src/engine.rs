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
    fn complete(&self, response: MockResponse, request: &Request, inspection: &Inspection) -> MockResponse {
        let content = match &response.content {
            Content::Simulated => self.service.simulated(request, inspection),
            Content::Documented(status) => self.service.documented(inspection, *status),
            Content::Example(status, name) => self.service.example(inspection, *status, name),
            Content::Given(..) | Content::Verbatim(_) => return response.patched(),
        };
        response.with_content_of(content).patched()
    }
}

impl Handler for Engine {
    fn begin(&self) -> Plan {
        self.recording().attempts += 1;
        self.script().begin()
    }

    fn respond(&self, connection: u64, plan: Plan, request: Request) -> MockResponse {
        let inspection = self.service.inspect(&request);
        let line = format!("{} {}", request.method, inspection.path);
        let names = inspection.operation.as_deref().into_iter().chain([line.as_str()]);
        let response = self.script().decide(plan, names);
        let response = self.complete(response, &request, &inspection);
        let Inspection { path, operation, violations, .. } = inspection;
        let (status, secret_keys) = (response.known_status(), self.service.secret_keys());
        let exchange = Exchange { request, path, connection, operation, violations, status, secret_keys };
        self.recording().requests.push(RecordedRequest::new(exchange));
        response
    }

    fn reject(&self, connection: u64, reason: &str) {
        self.recording().malformed.push(format!("connection {connection}: {reason}"));
    }
}
