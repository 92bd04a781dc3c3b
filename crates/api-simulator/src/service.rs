//! What answers a request when no test dictates the answer.

use crate::contract::Inspection;
use crate::script::MockResponse;
use crate::wire::Request;

/// The part of a simulator that differs from one API to the next.
pub(crate) trait Service: Send + Sync + 'static {
    /// Which operation the request is for, and what is wrong with it.
    fn inspect(&self, request: &Request) -> Inspection;

    /// The answer to a request that no script covers; its content is its own.
    fn usual(&self, request: &Request, inspection: &Inspection) -> MockResponse;

    /// The documented answer of this status.
    fn documented(&self, inspection: &Inspection, status: u16) -> MockResponse;

    /// The documented example of this name for this status.
    fn example(&self, inspection: &Inspection, status: u16, name: &str) -> Option<MockResponse>;

    /// Whether a script may name this operation.
    fn knows(&self, operation: &str) -> bool;
}

/// Whether `name` is of the form `"GET /path"`.
pub(crate) fn is_request_line(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(_, path)| path.starts_with('/'))
}
