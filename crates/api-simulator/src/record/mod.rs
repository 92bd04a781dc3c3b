//! Recording requests, and comparing them with what a test expects.

mod redact;
mod request;

use std::fmt::Write;

pub(crate) use request::Exchange;
pub use request::RecordedRequest;

/// Everything that has arrived since the start.
#[derive(Default)]
pub(crate) struct Recording {
    pub(crate) attempts: u64,
    pub(crate) requests: Vec<RecordedRequest>,
    /// A sentence for each time that the bytes sent were not a request.
    pub(crate) malformed: Vec<String>,
}

impl Recording {
    /// Returns every violation with the line of its request.
    pub(crate) fn violations(&self) -> Vec<String> {
        let in_requests = self.requests.iter().flat_map(|request| {
            request.violations().iter().map(move |violation| format!("{}: {violation}", request.line()))
        });
        in_requests.chain(self.malformed.iter().cloned()).collect()
    }
}

/// Returns both lists side by side if the requests are not the expected ones.
pub(crate) fn compare_requests(recorded: &[RecordedRequest], expected: &[String]) -> Result<(), String> {
    let recorded: Vec<String> = recorded.iter().map(RecordedRequest::line).collect();
    if recorded == expected {
        return Ok(());
    }
    let mut message = format!("expected {} requests, received {}:\n", expected.len(), recorded.len());
    let text = |line: Option<&String>| line.map_or_else(|| "(none)".to_owned(), Clone::clone);
    for index in 0..recorded.len().max(expected.len()) {
        let (expected, received) = (expected.get(index), recorded.get(index));
        let mark = if expected == received { ' ' } else { '!' };
        let _ = writeln!(message, "{mark} {:>3}  expected {}", index + 1, text(expected));
        if expected != received {
            let _ = writeln!(message, "       received {}", text(received));
        }
    }
    Err(message)
}
