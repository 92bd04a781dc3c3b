//! An error in one line.

use std::fmt;

use super::{Error, ErrorKind, Sent, excerpt::clean};
use crate::Problem;

impl<P: Problem> fmt::Display for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.inner.call {
            write!(f, "{} ({} {}): ", call.operation, call.method, call.path)?;
        }
        f.write_str(&self.inner.detail)?;
        if let Some(said) = self.said() {
            write!(f, " ({said})")?;
        }
        match self.attempts() {
            0 => {}
            1 => f.write_str("; 1 attempt")?,
            many => write!(f, "; {many} attempts")?,
        }
        if self.sent() == Sent::Maybe {
            f.write_str("; the request may have taken effect")?;
        }
        match self.advice() {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl<P: Problem> Error<P> {
    /// What the server said, on one line: the code and the message, or what there is of them.
    pub(super) fn said(&self) -> Option<String> {
        let code = self.problem().and_then(Problem::code).map(|code| clean(&code));
        let message = match self.problem() {
            Some(problem) => problem.message().map(clean),
            None => self.inner.excerpt.clone(),
        };
        match (code, message) {
            (Some(code), Some(message)) => Some(format!("{code}: {message}")),
            (said, None) | (None, said) => said,
        }
    }

    fn advice(&self) -> Option<String> {
        let advice = match (self.kind(), self.status().map(|status| status.as_u16())) {
            (ErrorKind::Status, Some(401)) => "check the token",
            (ErrorKind::Status, Some(403)) => "check what the token may do",
            (ErrorKind::Status | ErrorKind::Body, _) => {
                let wait = self.retry_after()?.as_secs_f64();
                return Some(format!("the server asks to wait {wait:.0} s"));
            }
            (ErrorKind::Connect, _) => "check the base URL, the network and the TLS certificates",
            (ErrorKind::Redirect, _) => "check the base URL",
            (ErrorKind::Timeout | ErrorKind::Deadline, _) => "raise `timeout` or `deadline`, or try later",
            (ErrorKind::TooLarge, _) => "raise `max_response_size` if such an answer is expected",
            (ErrorKind::Decode, _) => "the API may have changed: look for a newer version of this crate",
            _ => return None,
        };
        Some(advice.to_owned())
    }
}
