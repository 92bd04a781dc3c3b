//! The requests seen, and what tests say about them.

mod expect;
mod redact;
mod request;

pub(crate) use expect::{expect_no_violations, expect_requests};
pub use request::RecordedRequest;
pub(crate) use request::Seen;

/// Everything seen since the start.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) attempts: u64,
    pub(crate) requests: Vec<RecordedRequest>,
    /// What was wrong with bytes that are not a request.
    pub(crate) refusals: Vec<String>,
}

impl Log {
    /// Every violation, with the request that it is about.
    pub(crate) fn violations(&self) -> Vec<String> {
        let in_requests = self.requests.iter().flat_map(|request| {
            request.violations().iter().map(move |violation| format!("{}: {violation}", request.line()))
        });
        in_requests.chain(self.refusals.iter().cloned()).collect()
    }
}
