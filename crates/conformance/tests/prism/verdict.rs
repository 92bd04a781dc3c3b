//! What calls are expected to come to, and what they came to.

use std::fmt;

/// What a call is expected to come to.
#[derive(Debug, Clone, Copy)]
pub enum Expected {
    Success,
    /// A refusal with this status, for this reason.
    Refusal(u16, &'static str),
}

/// The calls that came to something else.
#[derive(Debug, Default)]
pub struct Verdicts(Vec<String>);

impl Verdicts {
    pub fn add<T, E: fmt::Display>(
        &mut self,
        call: &str,
        expected: Expected,
        result: Result<T, E>,
        status: impl Fn(&E) -> Option<u16>,
    ) {
        let wrong = match (expected, result) {
            (Expected::Success, Ok(_)) => return,
            (Expected::Refusal(wanted, _), Err(error)) if status(&error) == Some(wanted) => return,
            (Expected::Success, Err(error)) => format!("{call}: {error}"),
            (Expected::Refusal(_, why), Err(error)) => {
                format!("{call}, which should fail because {why}: {error}")
            }
            (Expected::Refusal(_, why), Ok(_)) => format!("{call} succeeds although {why}"),
        };
        self.0.push(wrong);
    }

    /// Asserts that there are none.
    #[track_caller]
    pub fn assert_none(&self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}
