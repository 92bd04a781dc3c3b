//! Calls with their expected results.

use std::fmt;

/// Expected result of a call.
#[derive(Debug, Clone, Copy)]
pub enum Expected {
    Success,
    /// Error with this status, for this reason.
    Error(u16, &'static str),
}

/// Messages about the calls with another result than expected.
#[derive(Debug, Default)]
pub struct Calls(Vec<String>);

impl Calls {
    pub fn check<T, E: fmt::Display>(
        &mut self,
        call: &str,
        expected: Expected,
        result: Result<T, E>,
        status: impl Fn(&E) -> Option<u16>,
    ) {
        let message = match (expected, result) {
            (Expected::Success, Ok(_)) => return,
            (Expected::Error(wanted, _), Err(error)) if status(&error) == Some(wanted) => return,
            (Expected::Success, Err(error)) => format!("{call}: {error}"),
            (Expected::Error(_, reason), Err(error)) => {
                format!("{call} should fail because {reason}, but not with: {error}")
            }
            (Expected::Error(_, reason), Ok(_)) => format!("{call} succeeds although {reason}"),
        };
        self.0.push(message);
    }

    #[track_caller]
    pub fn assert_as_expected(&self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}
